/** Longitude and latitude, and a height that is dropped on the way in. */
export type Position = number[];
export type Ring = Position[];
/** The outer ring first, then holes. */
export type Polygon = Ring[];

/** RFC 7946, section 11.2: six decimals are about 10 cm, and more is more than a border knows. */
const DECIMALS = 1e6;

/**
 * Polygons as RFC 7946 wants them: outer rings anticlockwise and holes clockwise, positions of two numbers with at most
 * six decimals. `tell` hears what was changed, once a kind. Pure.
 */
export function mendRings(polygons: readonly Polygon[], tell: (what: string) => void): Polygon[] {
  const changed = { turned: 0, heights: 0, fine: 0 };
  const mended = polygons.map((rings) =>
    rings.map((ring, i) => {
      const positions = ring.map((position) => plain(position, changed));
      if (area(positions) > 0 === (i === 0)) return positions;
      changed.turned++;
      return positions.reverse();
    }),
  );
  if (changed.turned > 0) tell(`had ${counted(changed.turned, "ring")} running the wrong way round, turned`);
  if (changed.heights > 0) tell(`had ${counted(changed.heights, "position")} with a height, dropped`);
  if (changed.fine > 0) tell(`had ${counted(changed.fine, "position")} finer than six decimals, rounded`);
  return mended;
}

/** Twice the signed area of a ring in square degrees: above 0 when it runs anticlockwise, 0 when it encloses nothing. */
export function area(ring: Ring): number {
  let sum = 0;
  const [x0 = 0, y0 = 0] = ring[0] ?? [];
  for (let i = 1; i < ring.length; i++) {
    const [[x1 = 0, y1 = 0], [x2 = 0, y2 = 0]] = [ring[i - 1] ?? [], ring[i] ?? []];
    sum += (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0);
  }
  return sum;
}

function plain([x = 0, y = 0, height]: Position, changed: { heights: number; fine: number }): Position {
  if (height !== undefined) changed.heights++;
  const rounded = [Math.round(x * DECIMALS) / DECIMALS, Math.round(y * DECIMALS) / DECIMALS];
  if (rounded[0] !== x || rounded[1] !== y) changed.fine++;
  return rounded;
}

const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;
