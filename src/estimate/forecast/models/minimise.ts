/** Where a function is least, as far as the search got. */
export interface Minimum {
  at: number[];
  value: number;
  evaluations: number;
}

const TOLERANCE = 1.490116119384766e-8; // square root of the double's precision
const REFLECT = 1;
const CONTRACT = 0.5;
const EXTEND = 2;

/**
 * Nelder and Mead's search without derivatives, in Nash's form (Compact Numerical Methods for Computers, 1990, algorithm 19).
 * `f` may give Infinity or NaN where a point is not allowed; the start must be allowed. Deterministic.
 * Ends when the polytope's values differ by less than 1.5e-8 relatively, or after `most` evaluations.
 */
export function minimise(f: (x: readonly number[]) => number, start: readonly number[], most = 2000): Minimum {
  const polytope = new Polytope(f, start);
  if (start.length > 0) while (polytope.evaluations <= most && polytope.step()) {}
  return polytope.best();
}

class Polytope {
  evaluations = 0;
  private readonly vertices: number[][];
  private readonly values: number[];
  private size: number;
  private readonly tolerance: number;
  private readonly f: (x: readonly number[]) => number;

  constructor(f: (x: readonly number[]) => number, start: readonly number[]) {
    this.f = f;
    const step = Math.max(...start.map((x) => 0.1 * Math.abs(x))) || 0.1;
    const moved = start.map((_, i) => start.map((x, k) => (k === i ? x + step : x)));
    this.vertices = [[...start], ...moved];
    this.values = this.vertices.map((x) => this.value(x));
    this.size = step * start.length;
    this.tolerance = TOLERANCE * (Math.abs(this.values[0]) + TOLERANCE);
  }

  best(): Minimum {
    const [low] = this.ends();
    return { at: this.vertices[low], value: this.values[low], evaluations: this.evaluations };
  }

  /** One reflection with what follows from it; false when the search has ended. */
  step(): boolean {
    const [low, high] = this.ends();
    if (this.values[high] <= this.values[low] + this.tolerance) return false;
    const centre = this.centre(high);
    const reflected = this.between(centre, this.vertices[high], 1 + REFLECT, -REFLECT);
    const value = this.value(reflected);
    if (value < this.values[low]) return this.extend(high, centre, reflected, value);
    const wasBetter = value < this.values[high];
    if (wasBetter) this.replace(high, reflected, value);
    const contracted = this.between(this.vertices[high], centre, 1 - CONTRACT, CONTRACT);
    const inner = this.value(contracted);
    if (inner < this.values[high]) this.replace(high, contracted, inner);
    else if (!wasBetter) return this.shrink(low);
    return true;
  }

  private extend(high: number, centre: readonly number[], reflected: number[], value: number): boolean {
    const extended = this.between(reflected, centre, EXTEND, 1 - EXTEND);
    const further = this.value(extended);
    if (further < value) this.replace(high, extended, further);
    else this.replace(high, reflected, value);
    return true;
  }

  private shrink(low: number): boolean {
    let size = 0;
    const base = this.vertices[low];
    this.vertices.forEach((x, j) => {
      if (j === low) return;
      const nearer = x.map((v, i) => base[i] + CONTRACT * (v - base[i]));
      size += nearer.reduce((sum, v, i) => sum + Math.abs(v - base[i]), 0);
      this.replace(j, nearer, this.value(nearer));
    });
    const isSmaller = size < this.size;
    this.size = size;
    return isSmaller;
  }

  private value(x: readonly number[]): number {
    this.evaluations++;
    const value = this.f(x);
    return Number.isFinite(value) ? value : 1e35;
  }

  private ends(): [number, number] {
    let [low, high] = [0, 0];
    this.values.forEach((v, j) => {
      if (v < this.values[low]) low = j;
      if (v > this.values[high]) high = j;
    });
    return [low, high];
  }

  private centre(without: number): number[] {
    const n = this.vertices.length - 1;
    return this.vertices[0].map(
      (_, i) => (this.vertices.reduce((sum, x) => sum + x[i], 0) - this.vertices[without][i]) / n,
    );
  }

  private between = (a: readonly number[], b: readonly number[], u: number, v: number): number[] =>
    a.map((x, i) => u * x + v * b[i]);

  private replace(j: number, x: number[], value: number): void {
    this.vertices[j] = x;
    this.values[j] = value;
  }
}
