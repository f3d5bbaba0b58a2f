import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeFolder, projectFile, readNeighbours, readPlaces, writeDurably } from "../../store/index.ts";
import { allFields, fieldSources } from "./estimate-field.ts";
import { type EstimatorBook, readEstimators, registeredOnly } from "./estimators.ts";
import { fingerprintOf, fitsOf, fittedText, shippedPath } from "./kept-fits.ts";
import { shippedFigures } from "./shipped-figures.ts";
import type { ThreatField } from "./threat-field.ts";

const workers = 2;
/** Every count and anchor; and what the index hears, anchors and registrars alone. */
let fields: ThreatField[];
let registered: ThreatField[];
let home: string;
beforeAll(async () => {
  const observed = shippedFigures();
  const of = (book: EstimatorBook) => allFields(fieldSources(observed, readPlaces(), readNeighbours(), { book }));
  [fields, registered] = [of(readEstimators()), of(registeredOnly(readEstimators()))];
  home = mkdtempSync(join(tmpdir(), "soclab-fits-"));
  if (process.env.SOCLAB_RENEW !== "1") return;
  const folder = projectFile("data", "extent");
  makeFolder(folder);
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
  for (const one of [fields, registered]) {
    const fingerprint = fingerprintOf(one);
    writeDurably(shippedPath(fingerprint), gzipSync(await fittedText(one, fingerprint, { workers }), { level: 9 }));
  }
}, 600_000);
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe("the fits that ship", () => {
  const shipped = (one: readonly ThreatField[]) =>
    gunzipSync(readFileSync(shippedPath(fingerprintOf(one)))).toString("utf8");

  test("are of the figures and tables that ship: renew them with SOCLAB_RENEW=1 on this file when those change", () => {
    const both = [fields, registered].map((one) => basename(shippedPath(fingerprintOf(one))));
    expect(readdirSync(projectFile("data", "extent")).sort()).toEqual(both.sort());
  });

  test("are read without fitting, and every number in them is finite", async () => {
    const kept = await fitsOf(fields, { home, workers, onProgress: () => expect.unreachable("nothing is fitted") });
    expect(kept.fits).toHaveLength(fields.length);
    for (const { extent, national, evidence, isSettled } of kept.fits) {
      expect(isSettled).toBe(true);
      for (const values of [extent.middle, extent.low, extent.high, national.draws, evidence])
        expect(values.every(Number.isFinite)).toBe(true);
    }
    expect(existsSync(join(home, "results"))).toBe(false);
  });

  if (process.env.SOCLAB_LONG === "1")
    test("come out again, to every digit kept", { timeout: 600_000 }, async () => {
      for (const one of [fields, registered])
        expect(await fittedText(one, fingerprintOf(one), { workers })).toBe(shipped(one));
    });
});

describe("fits of other figures", () => {
  // The two threats with national surveys alone: fits of a moment.
  const small = () => fields.filter(({ threat }) => threat === "cyber-crime" || threat === "money-laundering");

  test("are made once, kept by their fingerprint, and read the second time; a damaged file is made anew", async () => {
    const steps: number[] = [];
    const options = { home, workers: 1, onProgress: (done: number) => steps.push(done) };
    const first = await fitsOf(small(), options);
    expect(steps).toEqual([0, 1, 2]);
    expect(await fitsOf(small(), options)).toEqual(first);
    expect(steps).toHaveLength(3);
    const folder = join(home, "results", "extent");
    expect(readdirSync(folder)).toEqual([`${first.fingerprint}.json.gz`]);
    writeFileSync(join(folder, `${first.fingerprint}.json.gz`), "half a file");
    expect(await fitsOf(small(), options)).toEqual(first);
    expect(steps).toHaveLength(6);
  });

  test("one more count is another fingerprint", () => {
    const [field, ...rest] = fields;
    const [count, ...counts] = field.input.counts;
    const moved = { ...field, input: { ...field.input, counts: [{ ...count, value: count.value + 1 }, ...counts] } };
    expect(fingerprintOf([moved, ...rest])).not.toBe(fingerprintOf(fields));
  });

  test("stopped before it begins, nothing is kept", async () => {
    const stopped = AbortSignal.abort(new Error("stopped as asked"));
    const other = small().map((field) => ({ ...field, seed: field.seed + 1 }));
    await expect(fitsOf(other, { home, workers: 1, signal: stopped })).rejects.toThrow("stopped as asked");
    expect(readdirSync(join(home, "results", "extent"))).toHaveLength(1);
  });
});

test("the order of the observations makes no other input", () => {
  const backwards = allFields(fieldSources(shippedFigures().reverse(), readPlaces(), readNeighbours()));
  expect(fingerprintOf(backwards)).toBe(fingerprintOf(fields));
});

test("what registrars alone tell does not move when every other body records a fifth less; what all tell does", () => {
  const written = new Set(
    readEstimators().processes.flatMap((p) => (p.recordedBy === "registrars" ? [] : [p.selector.measure])),
  );
  const less = shippedFigures().map((o) =>
    written.has(o.measure) && "value" in o.value ? { ...o, value: { value: Math.round(0.8 * o.value.value) } } : o,
  );
  const of = (book: EstimatorBook) =>
    fingerprintOf(allFields(fieldSources(less, readPlaces(), readNeighbours(), { book })));
  expect(of(readEstimators())).not.toBe(fingerprintOf(fields));
  const threats = ["drug-supply", "fraud", "cyber-crime"];
  const own = (one: readonly ThreatField[]) => fingerprintOf(one.filter((f) => threats.includes(f.threat)));
  const book = registeredOnly(readEstimators());
  expect(own(allFields(fieldSources(less, readPlaces(), readNeighbours(), { book })))).toBe(own(registered));
});
