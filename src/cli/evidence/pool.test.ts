import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { soclab } from "../../../test/command-line.ts";
import { projectFile } from "../../store/index.ts";

const folder = mkdtempSync(join(tmpdir(), "soclab-pool-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A table of its own file. */
function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const six = projectFile("examples", "pool-six-studies.csv");
const ratios = file("ratios.csv", "id,effect,low,high\na,0.8,0.6,1.07\nb,0.7,0.5,0.98\nc,0.9,0.75,1.08\n");

describe("soclab evidence pool", () => {
  it("shows the studies, the pool, its conventions and its checks", async () => {
    const { code, out } = await soclab(
      "evidence",
      "pool",
      six,
      "--scale",
      "standardised-difference",
      "--method",
      "dl",
      "--interval",
      "normal",
    );
    expect(code).toBe(0);
    expect(out).toMatch(/Donat +0.66 \(0.46 to 0.87\) +2\d%/);
    expect(out).toContain("Pooled (DL): 0.36 (0.15 to 0.56); p 0.0007.");
    expect(out).toContain("Q 12.00 on 5 (p 0.035); I2 58%");
    expect(out).toMatch(/Asymmetry: Egger p .* \(6 studies: fewer than 10/);
    expect(out).toMatch(/Conventions: tau2 by DerSimonian and Laird \(1986\).*t with k - 2 degrees of freedom/);
    expect(out).toContain("Kind: estimated.");
  });

  it("by default: REML, Hartung and Knapp, and a prediction that the mean alone would hide", async () => {
    const { out } = await soclab("evidence", "pool", six, "--scale", "standardised-difference");
    expect(out).toContain("Pooled (REML): 0.36 (0.13 to 0.59); p 0.011.");
    expect(out).toContain("Note: Hartung and Knapp's standard error is smaller");
    expect(out).toContain("A new study (95%): -0.20 to 0.92.");
  });

  it("takes ratios to the log scale and says what they are in per cent; JSON has every number", async () => {
    const { out } = await soclab("evidence", "pool", ratios, "--scale", "rate-ratio");
    expect(out).toMatch(/Pooled \(REML\): -0.18 \(.*\), that is -16% \(/);
    expect(out).toContain("Effects: ln(RR)");
    const json = JSON.parse((await soclab("evidence", "pool", ratios, "--scale", "rate-ratio", "--json")).out);
    expect(json.pooled).toMatchObject({
      kind: "estimated",
      scale: "log rate ratio",
      studies: 3,
      method: "REML",
      df: 2,
    });
    expect(json.robustness.leaveOneOut).toHaveLength(3);
  });

  it("regresses on columns, and reads the three-level mean where samples repeat", async () => {
    const rows = "a,1,0.1,.1,A\nb,2,0.25,.1,A\nc,3,0.2,.2,B\nd,5,0.6,.1,B\ne,,0.3,.1,C\n";
    const path = file("clusters.csv", `id,year,effect,se,cluster\n${rows}`);
    const { out } = await soclab("evidence", "pool", path, "--moderators", "year");
    expect(out).toMatch(/Three levels \(5 effects of 3 samples\): 0.\d+ \(.*Read this mean/s);
    expect(out).toMatch(/^year: 0.\d+ \(/m);
    expect(out).toContain("Left out, as they do not state a moderator: e.");
  });

  it.each([
    [["no-such.csv"], /no-such.csv is not there. Give the path of a CSV file with the columns id/],
    [[file("one.csv", "id,effect,se\na,0.1,0.1\n")], /There is 1 study, and a pool needs 2/],
    [[file("nil.csv", "id,effect,se\na,0.1,0\nb,0.2,0.1\n")], /standard error of 0 .* must be above 0/],
    [[file("text.csv", "id,effect,se\na,big,0.1\n")], /line 2: "effect" is `big`, which is not a number/],
    [[file("bare.csv", "id,effect\na,0.1\n")], /no column "low"/],
    [
      [file("mixed.csv", "id,metric,effect,se\na,rate-ratio,0.9,0.1\nb,elasticity,0.9,0.1\n")],
      /no mean of the two means anything/,
    ],
    [[ratios, "--method", "best"], /There is no method called "best".*REML/],
    [[ratios, "--scale", "inches"], /There is no scale called "inches"/],
    [[ratios, "--moderators", "year"], /no column "year"/],
  ])("%j is refused in a sentence", async (words, sentence) => {
    const { code, err } = await soclab("evidence", "pool", ...words);
    expect(code).toBe(1);
    expect(err).toMatch(sentence);
  });

  it("the group says what it has; a wrong word, a missing table and a wrong option are told with the next step", async () => {
    expect((await soclab("evidence")).err).toMatch(/Usage: soclab evidence[\s\S]*pool/);
    expect((await soclab("evidence", "pol", six)).err).toMatch(
      /no command called "pol". Did you mean pool\? "soclab evidence --help"/,
    );
    expect((await soclab("evidence", "pool")).err).toMatch(/soclab evidence pool: .*table/);
    expect((await soclab("evidence", "pool", six, "--metod", "dl")).err).toMatch(/--metod.*Did you mean --method/);
  });
});
