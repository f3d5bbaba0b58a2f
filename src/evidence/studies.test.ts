import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { projectFile, rowsOf } from "../store/index.ts";
import { optionalText, text } from "../terms/index.ts";
import { readStudies } from "./studies.ts";

const studies = readStudies();

describe("the evidence base", () => {
  test("names each study once, with a source and where it was seen", () => {
    expect(new Set(studies.map((s) => s.id)).size).toBe(studies.length);
    expect(studies.filter((s) => !/^S\d{3}$/.test(s.id) || s.source === "" || s.seenIn === "")).toEqual([]);
  });
  test("a direction has no number, and everything else has one", () =>
    expect(studies.filter((s) => (s.metric === "direction") !== (s.effect === undefined)).map((s) => s.id)).toEqual(
      [],
    ));
  test("an interval that is none has no bounds", () =>
    expect(studies.filter((s) => s.interval === "none" && (s.low ?? s.high) !== undefined).map((s) => s.id)).toEqual(
      [],
    ));
  test("a 95% interval holds its effect", () => {
    const with95 = studies.filter((s) => s.interval === "95% CI");
    expect(with95.length).toBeGreaterThan(4);
    expect(with95.filter((s) => !(s.low! <= s.effect! && s.effect! <= s.high!)).map((s) => s.id)).toEqual([]);
  });
  test("the unit is said where the metric does not say it", () =>
    expect(studies.filter((s) => s.metric === "other" && s.unit === "").map((s) => s.id)).toEqual([]));
});

test("a row that is not as agreed says where", () => {
  expect(() => readStudies(projectFile("evidence", "transfer.csv"))).toThrow(
    /evidence\/transfer\.csv: there is no column "lever"/,
  );
});

const collected = projectFile("..", "shared", "evidence", "studies.csv");
const isThere = existsSync(collected);

test("every number is that of the collected studies", (context) => {
  context.skip(!isThere, "the collected studies are not beside the project, so the copy is not compared with them");
  const effects = new Map(
    rowsOf("studies.csv", readFileSync(collected, "utf8")).map((row) => [
      row.take("id", text),
      row.take("effect", optionalText),
    ]),
  );
  const differing = studies.filter((s) => (s.effect === undefined ? "" : s.effect) !== asNumber(effects.get(s.id)));
  expect(differing.map((s) => s.id)).toEqual([]);
});

const asNumber = (found: string | undefined) => (found === "" || found === undefined ? found : Number(found));
