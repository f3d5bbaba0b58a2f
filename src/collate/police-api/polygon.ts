/** A corner, WGS84 degrees, in the order of the interface. */
export type Corner = readonly [lat: number, lng: number];
/** Corners of an area, the first not repeated at the end. */
export type Ring = readonly Corner[];

/**
 * Degrees by which neighbouring quarters overlap, about 20 cm: coordinates come with six decimals, so a crime on the line
 * is inside both, and none falls between. The repeats are taken out by their ids.
 */
const OVERLAP = 2e-6;

/** The four parts of an area that its middle latitude and longitude cut; a part in which nothing lies is left out. */
export function quarters(ring: Ring): Ring[] {
  const middle = middleOf(ring);
  const halves = [below(ring, 0, middle[0] + OVERLAP), above(ring, 0, middle[0] - OVERLAP)];
  return halves
    .flatMap((half) => [below(half, 1, middle[1] + OVERLAP), above(half, 1, middle[1] - OVERLAP)])
    .filter((part) => part.length > 2);
}

/** As the interface writes an area: "52.268,0.543:52.794,0.238:52.130,0.478". */
export const polyText = (ring: Ring): string => ring.map(([lat, lng]) => `${lat},${lng}`).join(":");

function middleOf(ring: Ring): Corner {
  const along = (axis: 0 | 1): number => {
    const [low, high] = ring.reduce(
      ([least, most], corner) => [Math.min(least, corner[axis]), Math.max(most, corner[axis])],
      [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    );
    return (low + high) / 2;
  };
  return [along(0), along(1)];
}

const below = (ring: Ring, axis: 0 | 1, limit: number): Ring => clipped(ring, axis, limit, 1);
const above = (ring: Ring, axis: 0 | 1, limit: number): Ring => clipped(ring, axis, limit, -1);

/**
 * The part of an area on one side of a line (Sutherland and Hodgman 1974). Where the area falls into several pieces they
 * stay one ring, joined along the line, which encloses the same points.
 */
function clipped(ring: Ring, axis: 0 | 1, limit: number, side: 1 | -1): Ring {
  const isIn = (corner: Corner): boolean => side * (limit - corner[axis]) >= 0;
  return ring.flatMap((corner, i) => {
    const before = ring.at(i - 1) ?? corner;
    const crossing = isIn(before) === isIn(corner) ? [] : [crossingOf(before, corner, axis, limit)];
    return isIn(corner) ? [...crossing, corner] : crossing;
  });
}

function crossingOf(from: Corner, to: Corner, axis: 0 | 1, limit: number): Corner {
  const share = (limit - from[axis]) / (to[axis] - from[axis]);
  const along = (other: 0 | 1): number => from[other] + share * (to[other] - from[other]);
  return axis === 0 ? [limit, along(1)] : [along(0), limit];
}
