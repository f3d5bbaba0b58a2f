/** Where a function of one number that falls and then rises is least in [low, high], by golden section, to `width`. Kiefer 1953. */
export function minimiseBetween(f: (x: number) => number, low: number, high: number, width = 1e-9): number {
  const golden = 0.6180339887498949;
  let [a, b] = [low, high];
  let [x, y] = [b - golden * (b - a), a + golden * (b - a)];
  let [fx, fy] = [f(x), f(y)];
  while (b - a > width) {
    if (fx <= fy) {
      [b, y, fy] = [y, x, fx];
      x = b - golden * (b - a);
      fx = f(x);
    } else {
      [a, x, fx] = [x, y, fy];
      y = a + golden * (b - a);
      fy = f(y);
    }
  }
  return (a + b) / 2;
}
