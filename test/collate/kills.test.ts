/**
 * Killed (SIGKILL) at named points and at random moments, two at a time. After each kill: every file that was acknowledged is
 * in the ledger with its bytes, readers open a snapshot of the run that was never killed, the database that was being written
 * has no row without its mark, and the next run ends where the undisturbed run ended.
 */
import { cpSync, existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Ledger } from "../../src/collate/ledger.ts";
import { Database } from "../../src/store/database.ts";
import { hashFile, homePaths, readCurrent } from "../../src/store/index.ts";
import { ended, type Order, run, said, start } from "./child.ts";
import { temporaryFolder } from "./figures.ts";
import { leftovers, type OldAndNew, oldAndNew } from "./old-and-new.ts";

const folder = temporaryFolder();
let { after, old, goal, finish, copyOfOld }: OldAndNew = {} as OldAndNew;

beforeAll(async () => {
  ({ after, old, goal, finish, copyOfOld } = await oldAndNew(folder.path));
});
afterAll(() => folder.remove());

/** What is wrong with a home after a kill, in words; empty when every promise is kept. */
async function brokenPromises(home: string, recorded: string[]): Promise<string[]> {
  const active = existsSync(home) ? new Ledger(home).active() : [];
  const lost = recorded.filter((name) => {
    const sha256 = hashFile(after.find((path) => path.endsWith(`/${name}`)) ?? "").sha256;
    const copy = join(homePaths(home).landed, sha256);
    return !active.some((e) => e.sha256 === sha256) || !existsSync(copy) || hashFile(copy).sha256 !== sha256;
  });
  return [...lost.map((name) => `${name} was acknowledged and is lost`), ...(await unmarked(home))];
}

/** Rows without a mark, and marks without their rows, in the database that the killed run was writing. */
async function unmarked(home: string): Promise<string[]> {
  const { working } = homePaths(home);
  if (!existsSync(working)) return [];
  const copy = join(home, "looked-at");
  for (const ending of ["", ".wal"]) if (existsSync(working + ending)) cpSync(working + ending, copy + ending);
  const database = await Database.write(copy).catch(whyNot);
  if (!database) return [];
  const tables = await database.rows("select table_name from duckdb_tables() where table_name = 'release'");
  const wrong =
    tables.length === 0
      ? []
      : await database.rows(
          `select coalesce(o.sha256, r.sha256)[:8] as file, coalesce(o.n, 0) as rows, r.rows_loaded as marked
             from (select sha256, count(distinct line) as n from observation group by sha256) o
             full join release r using (sha256) where coalesce(o.n, 0) is distinct from r.rows_loaded`,
        );
  database.close();
  for (const ending of ["", ".wal"]) rmSync(copy + ending, { force: true });
  return wrong.map(({ file, rows, marked }) => `${file}: ${rows} rows, ${marked ?? "no"} mark`);
}

/** A file that DuckDB had not made a database of yet holds no row; anything else that keeps it shut is a fault. */
function whyNot(error: Error): undefined {
  if (!error.message.includes("not a valid DuckDB database file")) throw error;
}

const seenIn = (home: string): string => {
  try {
    return readCurrent(home).fingerprint;
  } catch (error) {
    return (error as { data: { code: string } }).data.code;
  }
};

const POINTS = [
  ["landed", 1],
  ["landed", 3],
  ["recorded", 1],
  ["recorded", 3],
  ["unloaded", 1],
  ["mid-load", 1],
  ["mid-load", 2],
  ["loaded", 1],
  ["loaded", 2],
  ["mid-checkpoint", 1],
  ["finished", 1],
  ["published", 1],
  ["switched", 1],
] as const;

const isLong = process.env.SOCLAB_LONG === "1";
const seed = Number(process.env.SOCLAB_SEED ?? 1);
/** With the named points 40 kills in `npm test` (27 of them random, three in a row in each home) and 300 with the long checks. */
const RANDOM_KILLS = (isLong ? 300 : 40) - POINTS.length;

/** Runs jobs two at a time. */
async function twoAtATime(jobs: (() => Promise<void>)[]): Promise<void> {
  const left = [...jobs];
  const work = async () => {
    for (let job = left.shift(); job !== undefined; job = left.shift()) await job();
  };
  await Promise.all([work(), work()]);
}

async function killedAt(home: string, at: NonNullable<Order["at"]>): Promise<void> {
  const { signal, recorded, err } = await run({ home, files: after, at });
  expect(signal, `${at.step}: ${err}`).toBe("SIGKILL");
  expect(await brokenPromises(home, recorded), at.step).toEqual([]);
  expect([old.fingerprint, goal], at.step).toContain(seenIn(home));
}

/** Milliseconds after the start of the work, spread over what an undisturbed run takes. */
const moment = (kill: number): number => (((seed * 7919 + kill * 104_729) % 997) / 997) * 450;

/** True when the kill came before the end. */
async function killedAfter(home: string, kill: number): Promise<boolean> {
  const child = start({ home, files: after });
  const ending = ended(child);
  await said(child, "ready");
  const timer = setTimeout(() => child.kill("SIGKILL"), moment(kill));
  const { signal, recorded } = await ending;
  clearTimeout(timer);
  expect(await brokenPromises(home, recorded), `seed ${seed}, kill ${kill}`).toEqual([]);
  expect([goal, "not-collated"], `seed ${seed}, kill ${kill}`).toContain(seenIn(home));
  return signal === "SIGKILL";
}

test("killed at every named point, nothing that was recorded is lost and nothing is doubled", async () => {
  await twoAtATime(
    POINTS.map(([step, nth]) => async () => {
      const home = copyOfOld(`kill-${step}-${nth}`);
      await killedAt(home, { step, nth, act: "SIGKILL" });
      expect(await finish(home), step).toBe(goal);
      expect(leftovers(home), step).toEqual([]);
    }),
  );
}, 120_000);

test(
  `killed at ${RANDOM_KILLS} random moments from nothing, again while recovering, it always ends where it should`,
  async () => {
    let killed = 0;
    const homes = Math.ceil(RANDOM_KILLS / 3);
    await twoAtATime(
      Array.from({ length: homes }, (_, i) => async () => {
        const home = join(folder.path, `random-${i}`);
        for (const kill of [3 * i, 3 * i + 1, 3 * i + 2])
          if (kill < RANDOM_KILLS && (await killedAfter(home, kill))) killed++;
        expect(await finish(home), `seed ${seed}, home ${i}`).toBe(goal);
        rmSync(home, { recursive: true });
      }),
    );
    expect(killed).toBeGreaterThan(RANDOM_KILLS / 2);
  },
  RANDOM_KILLS * 10_000,
);

test("killed while the database was being created: what is no database yet is thrown away, and the next run ends where it should", async () => {
  for (const bytes of ["", "half a header"]) {
    const home = copyOfOld(`half-made-${bytes.length}`);
    writeFileSync(homePaths(home).working, bytes);
    expect(await finish(home)).toBe(goal);
    expect(leftovers(home)).toEqual([]);
  }
});

test("the harness sees a planted fault: rows committed before their mark", async () => {
  const home = join(folder.path, "planted");
  const at = { step: "between rows and mark", nth: 1, act: "SIGKILL" } as const;
  const { signal, recorded } = await run({ home, files: after, at, plant: "mark outside the transaction" });
  expect(signal).toBe("SIGKILL");
  expect(await brokenPromises(home, recorded)).toContainEqual(expect.stringMatching(/^[0-9a-f]{8}: 60 rows, no mark$/));
});
