import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { soclab } from "../../test/command-line.ts";

let folder = "";
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "soclab-hidden-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("repeats: every way with its interval, and the one that has none says why", async () => {
  // Police apprehensions in four Dutch cities, van der Heijden et al. 2003: the truncated Poisson published is 7,080.
  const path = file("dutch.csv", "times,people\n1,1645\n2,183\n3,37\n4,13\n5,1\n6,1\n");
  const { code, out } = await soclab("hidden", "repeats", path);
  expect(code).toBe(0);
  expect(out).toMatch(/truncated Poisson +7,080 \(6,41\d to 7,8\d\d\)/);
  expect(out).toMatch(/Chao lower bound +9,274 \(8,085 to 10,690\)/);
  expect(out).toMatch(/truncated negative binomial +not estimable/);
  expect(out).toContain("has no finite fit to these 1,880 people");
  const { estimates, unit } = JSON.parse((await soclab("hidden", "repeats", path, "--json")).out);
  expect(unit).toBe("people");
  expect(estimates[0].value).toBeCloseTo(9273.5109, 3);
  expect(estimates[5].refused).toBe("hidden-boundary");
});

test("the other methods answer on numbers of their own", async () => {
  expect((await soclab("hidden", "two-lists", "200", "150", "25")).out).toMatch(/Chapman +1,166 \(868 to 1,630\)/);
  expect((await soclab("hidden", "multiplier", "500", "200", "400")).out).toMatch(/register over share +1,000 \(/);
  expect((await soclab("hidden", "two-stage", "100", "0.5", "100", "0.5", "100")).out).toMatch(/both shares +400 \(/);
  expect((await soclab("hidden", "rate", "1", "2", "1")).out).toMatch(/posterior of the count +1 \(1 to 8\)/);
  const answers = file("answers.csv", "teachers:1000,hidden\n2,1\n2,0\n");
  expect((await soclab("hidden", "scale-up", answers, "100000")).out).toMatch(/Killworth's scale-up +250 \(/);
});

test("bad input is told with what and what next, and exits with 1", async () => {
  const said = async (...words: string[]) => {
    const { code, out, err } = await soclab("hidden", ...words);
    expect([code, out]).toEqual([1, ""]);
    return err;
  };
  expect(await said("two-lists", "20", "9", "0")).toContain("Nobody is on both lists");
  expect(await said("two-lists", "20", "9")).toContain('"two-lists <first> <second> <both>"');
  expect(await said("rate", "20", "0.5", "9")).toContain("the mean of the hidden count is infinite");
  expect(await said("rate", "twenty", "2", "9")).toContain("`twenty` is not a number");
  expect(await said("guess")).toContain('no method called "guess"');
  expect(await said("repeats", join(folder, "none.csv"))).toContain("is not there");
  expect(await said("repeats", file("a.csv", "times,people\n1,4\n1,5\n"))).toContain("line 3");
  expect(await said("repeats", file("b.csv", "times,people\n0,4\n"))).toContain("whole number of times from 1");
  expect(await said("repeats", file("c.csv", "times,people\n1,2.5\n"))).toContain('line 2: "people"');
  expect(await said("repeats", file("d.csv", "times,people\n"))).toContain("d.csv");
  expect(await said("scale-up", file("e.csv", "teachers,hidden\n1,2\n"), "100")).toContain('like "teachers:24000"');
  expect(await said("scale-up", file("f.csv", "teachers:50\n1\n"), "100")).toContain('"hidden"');
});
