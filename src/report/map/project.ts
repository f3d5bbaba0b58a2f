/** Degrees west of Greenwich of the central meridian, as the National Grid has it. */
const MERIDIAN_DEG = -2;
const RADIANS = Math.PI / 180;

/**
 * Transverse Mercator on a sphere (Snyder 1987, Map Projections, eq. 8-1 and 8-3, scale 1), x to the east and y to the
 * south in radians of the globe. Plain enough for a picture of one country; not for measuring.
 */
export function project(lon: number, lat: number): [number, number] {
  const east = (lon - MERIDIAN_DEG) * RADIANS;
  const north = lat * RADIANS;
  const b = Math.cos(north) * Math.sin(east);
  return [Math.log((1 + b) / (1 - b)) / 2, -Math.atan2(Math.tan(north), Math.cos(east))];
}
