import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { betaCdf, betaQuantile, digamma, gammaCdf, gammaQuantile, lnGamma, normalQuantile } from "./index.ts";

const reference = "../shared/reference/rng/special_functions.json";
const isThere = existsSync(reference);
const MISSING = "the shared reference answers are not beside the project";

/** Every value of one block, found and wanted, to 1e-12 relative (the file has 15 digits). */
function same(pairs: readonly (readonly [string, number, number])[]): void {
  expect(pairs.length).toBeGreaterThan(2);
  for (const [what, found, wanted] of pairs)
    expect(Math.abs(found - wanted), what).toBeLessThanOrEqual(1e-12 * Math.abs(wanted));
}

it("special functions agree with the reference to 1e-12 (needs ../shared)", (context) => {
  context.skip(!isThere, MISSING);
  const r = JSON.parse(readFileSync(reference, "utf8"));
  const table = (block: Record<string, number>, f: (x: number) => number) =>
    same(Object.entries(block).map(([x, wanted]) => [x, f(Number(x)), wanted] as const));
  type Case = { a: number; b: number; x: number; p: number; v: number; z: number };
  const cases = (block: Case[], f: (c: Case) => number, wanted: (c: Case) => number) =>
    same(block.map((c) => [JSON.stringify(c), f(c), wanted(c)] as const));
  table(r.gammaln, lnGamma);
  table(r.digamma, digamma);
  cases(
    r.gammainc_lower_regularised,
    (c) => gammaCdf(c.x, c.a, 1),
    (c) => c.v,
  );
  cases(
    r.betainc_regularised,
    (c) => betaCdf(c.x, c.a, c.b),
    (c) => c.v,
  );
  cases(
    r.normal_quantile,
    (c) => normalQuantile(c.p),
    (c) => c.z,
  );
  cases(
    r.gammaincinv,
    (c) => gammaQuantile(c.p, c.a, 1),
    (c) => c.x,
  );
  cases(
    r.betaincinv,
    (c) => betaQuantile(c.p, c.a, c.b),
    (c) => c.x,
  );
});
