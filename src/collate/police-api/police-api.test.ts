/** The interface of data.police.uk, against a real server on this machine that behaves like it. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../test/collate/figures.ts";
import { type LocalServer, localServer } from "../../../test/collate/local-server.ts";
import { type JsonObject, Problem } from "../../terms/index.ts";
import { collate } from "../collate.ts";
import { readSource } from "../source.ts";
import { Bucket, CALL_LIMITS } from "./bucket.ts";
import { fetchPoliceApi, type PoliceApiOptions, type PoliceApiReport } from "./fetch-police-api.ts";
import { CRIMES, isInside, jumpingClock, policeService } from "./fixture.ts";
import { monthsIn } from "./months.ts";
import { type Corner, quarters, type Ring } from "./polygon.ts";

const folder = temporaryFolder();
const servers: LocalServer[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));
afterAll(() => folder.remove());

const FORCE = { where: { force: "essex" }, months: "2024-01" };
const IDS = CRIMES.map(({ id }) => id);
/** So few crimes a question that areas must be cut. */
const CROWDED = 120;
let outs = 0;

/** One run against the service; `before` may answer in its place, and says whether it did. */
async function run(
  order: Partial<Parameters<typeof fetchPoliceApi>[0]> = {},
  before: (request: IncomingMessage, response: ServerResponse, nth: number) => boolean = () => false,
  options: PoliceApiOptions = {},
  most = Number.POSITIVE_INFINITY,
) {
  const clock = jumpingClock();
  const service = policeService({ clock, most });
  let nth = 0;
  const server = await localServer((request, response) => {
    if (!before(request, response, ++nth)) void service.answer(request, response);
  });
  servers.push(server);
  const out = order.out ?? join(folder.path, `out-${++outs}`);
  const done = await fetchPoliceApi({ ...FORCE, ...order, out }, { network: server.network, clock, ...options }).catch(
    (error: unknown) => {
      if (error instanceof Problem) return error;
      throw error;
    },
  );
  return { done, out, server, clock, seen: service.seen };
}

const idsIn = (path: string): number[] =>
  (JSON.parse(readFileSync(path, "utf8")) as JsonObject[]).map((record) => Number(record.id));
const pathOf = (report: PoliceApiReport | Problem, what: string): string => {
  if (report instanceof Problem) throw report;
  return report.files.find((file) => file.what === what)?.path ?? "";
};
const codeOf = (done: unknown): string => (done instanceof Problem ? done.data.code : "no problem");

describe("a force and its crimes", () => {
  test("each crime comes once, however often its area is cut, and within the limits of calls", async () => {
    const { done, out, seen, clock, server } = await run({ months: "2024-01..2024-02" }, undefined, {}, CROWDED);
    expect(done).toMatchObject({ unknownFields: ["brand_new"], reused: 0 });
    expect(idsIn(pathOf(done, "crimes"))).toEqual(IDS);
    expect(seen.tooMany).toBeGreaterThan(5);
    expect(seen.tooFast).toBe(0);
    expect(server.asked.length).toBeGreaterThan(30);
    expect(clock.slept.length).toBeGreaterThan(0);
    expect(readdirSync(out).sort()).toEqual(
      ["crimes-no-location-all-crime", "crimes-street-all-crime", "stops-force"].flatMap((kind) =>
        ["2024-01", "2024-02"].map((month) => `${kind}-${month}-essex-updated-2024-03-01.json`),
      ),
    );
  });

  test("nothing about a person is written, and collating reads what is", async () => {
    const { done, out } = await run();
    const stops = readFileSync(pathOf(done, "stops"), "utf8");
    expect(stops).not.toMatch(/secret|gender|age_range|ethnicity|involved_person/);
    const home = join(folder.path, "home");
    const files = readdirSync(out).map((name) => ({ path: join(out, name) }));
    const report = await collate(home, undefined, { sources: [await readSource("police-uk-api")], files });
    expect(report.findings).toEqual([]);
    expect(report.files.map(({ rowsIn, rowsLoaded }) => [rowsIn, rowsLoaded])).toEqual(
      [1, IDS.length, 2].map((n) => [n, n]),
    );
  });

  test("a run that was stopped goes on where it was, to the same bytes", async () => {
    const whole = await run({}, undefined, {}, CROWDED);
    const stop = new AbortController();
    const out = join(folder.path, "stopped");
    const stopAt = (nth: number): boolean => {
      if (nth === 20) stop.abort();
      return false;
    };
    const first = await run({ out }, (_request, _response, nth) => stopAt(nth), { signal: stop.signal }, CROWDED);
    expect(codeOf(first.done)).toBe("fetch-interrupted");
    const second = await run({ out }, undefined, {}, CROWDED);
    expect(second.done).toMatchObject({ reused: expect.any(Number) });
    const { asked, reused } = second.done as PoliceApiReport;
    expect(reused).toBeGreaterThan(5);
    expect(asked).toBeLessThan((whole.done as PoliceApiReport).asked - 5);
    expect(readFileSync(pathOf(second.done, "crimes"))).toEqual(readFileSync(pathOf(whole.done, "crimes")));
  });

  test("an area drawn by hand, with many corners, is posted", async () => {
    const circle = Array.from({ length: 400 }, (_, i) => [
      -0.8 + 0.15 * Math.cos((i * Math.PI) / 200),
      52.2 + 0.15 * Math.sin((i * Math.PI) / 200),
    ]);
    const ring = [...circle, circle[0]].map((corner) => (corner ?? []).map((degrees) => Number(degrees.toFixed(6))));
    const poly = join(folder.path, "A Circle.geojson");
    writeFileSync(poly, JSON.stringify({ type: "Polygon", coordinates: [ring] }));
    const { done, seen } = await run({ where: { poly } }, undefined, {}, CROWDED);
    expect(seen.posted).toBeGreaterThan(0);
    expect(pathOf(done, "crimes")).toMatch(/crimes-street-all-crime-2024-01-a-circle-updated-2024-03-01\.json$/);
    const corners = ring.slice(0, -1).map(([lng = 0, lat = 0]): Corner => [lat, lng]);
    const inside = CRIMES.filter(({ at }) => isInside(at, corners)).map(({ id }) => id);
    expect(idsIn(pathOf(done, "crimes"))).toEqual(inside);
  });
});

describe("a server in a bad mood", () => {
  test.each([
    ["30", 30_000],
    [new Date(Date.UTC(2024, 2, 1, 0, 1)).toUTCString(), 60_000],
  ])("429 with Retry-After %s is waited for", async (retryAfter, ms) => {
    const { done, clock } = await run({}, (_, response, nth) => {
      if (nth === 5) response.writeHead(429, { "retry-after": retryAfter }).end();
      return nth === 5;
    });
    expect(idsIn(pathOf(done, "crimes"))).toEqual(IDS);
    expect(clock.slept.some((slept) => slept > ms - 5_000 && slept <= ms)).toBe(true);
  });

  test("faults that pass are asked again", async () => {
    const faults: ((response: ServerResponse) => unknown)[] = [
      (r) => r.writeHead(500).end(),
      (r) => r.destroy(),
      (r) => r.writeHead(200, { "content-length": 100 }).write("[", () => r.destroy()),
      (r) => r.writeHead(503, { "retry-after": "1" }).end(),
      () => {},
    ];
    const { done } = await run(
      {},
      (_, response, nth) => {
        const fault = nth > 5 ? faults[nth - 6] : undefined;
        fault?.(response);
        return fault !== undefined;
      },
      { limits: { answerMs: 150 } },
    );
    expect(idsIn(pathOf(done, "crimes"))).toEqual(IDS);
  });

  const always =
    (answer: (response: ServerResponse) => unknown) => (request: IncomingMessage, response: ServerResponse) => {
      const isOfCrimes = request.url?.includes("crimes-street") === true;
      if (isOfCrimes) answer(response);
      return isOfCrimes;
    };
  test.each([
    ["429 for ever", "too-many-requests", always((r) => r.writeHead(429).end())],
    ["503 for ever", "too-many-crimes", always((r) => r.writeHead(503).end())],
    ["500 for ever", "server-refused", always((r) => r.writeHead(500).end())],
    ["404", "month-not-held", always((r) => r.writeHead(404).end())],
    ["a page", "page-not-file", always((r) => r.writeHead(200, { "content-type": "text/html" }).end("<html>"))],
    ["no JSON", "unexpected-answer", always((r) => r.end('[{"id":1,"id":2}]'))],
    ["no list", "unexpected-answer", always((r) => r.end('{"error":"no"}'))],
    ["a crime without a number", "unexpected-answer", always((r) => r.end('[{"id":"x"}]'))],
    [
      "sent elsewhere",
      "too-many-redirects",
      always((r) => r.writeHead(302, { location: "https://evil.example/" }).end()),
    ],
  ])("%s: %s, and few questions", async (_what, code, before) => {
    const { done, server } = await run({}, before);
    expect(codeOf(done)).toBe(code);
    expect(server.asked.length).toBeLessThan(20);
  });

  test("a force that it does not know, and months that are none", async () => {
    expect(codeOf((await run({ where: { force: "esex" } })).done)).toBe("unknown-name");
    expect(codeOf((await run({ months: "2024-13" })).done)).toBe("out-of-range");
    expect(codeOf((await run({ months: "2024-03..2024-01" })).done)).toBe("out-of-range");
    expect(monthsIn("2023-11..2024-02")).toEqual(["2023-11", "2023-12", "2024-01", "2024-02"]);
  });
});

test("no second is asked more than the bucket allows", async () => {
  const clock = jumpingClock();
  const bucket = new Bucket(clock);
  const times: number[] = [];
  for (let i = 0; i < 200; i++) {
    await bucket.take();
    times.push(clock.now());
  }
  expect(times[29]).toBe(0);
  const over = times.flatMap((start, i) =>
    times.slice(i).map((time, n) => n + 1 - CALL_LIMITS.burst - ((time - start) / 1000) * CALL_LIMITS.perSecond),
  );
  expect(Math.max(...over)).toBeLessThan(0.001);
  expect(times.at(-1)).toBeCloseTo((170 / 15) * 1000, 3);
});

test("the quarters of any area hold all of it and nothing else", () => {
  const degrees = (low: number) => fc.integer({ min: 0, max: 1000 }).map((n) => Number((low + n / 1000).toFixed(6)));
  const corner = fc.tuple(degrees(52), degrees(-1));
  fc.assert(
    fc.property(
      fc.array(corner, { minLength: 3, maxLength: 12 }),
      fc.array(corner, { maxLength: 60 }),
      (ring, points) => {
        const parts: Ring[] = quarters(ring);
        for (const point of points) expect(parts.some((part) => isInside(point, part))).toBe(isInside(point, ring));
      },
    ),
    { numRuns: 300 },
  );
});
