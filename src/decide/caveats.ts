import { gbpWords, shareWords, THREATS } from "../terms/index.ts";
import type { HarmLine } from "../value/index.ts";
import type { Comparison } from "./comparison.ts";

/** What must be said beside every comparison; numbers are computed from what was compared. Pure. */
export function caveatsOf(of: {
  runs: number;
  lines: readonly HarmLine[];
  without: Comparison["withoutNoEvidence"];
}): string[] {
  const out = [
    "A simulated country, not a forecast: intervals hold what the model's own parameters and luck leave open, not what the model leaves out.",
    "Pounds are harm on volumes (marginal), in 2023-24 prices, discounted where it says so; recoveries are a transfer and are no benefit.",
  ];
  const published = of.lines.find((l) => l.id === "published");
  if (published) {
    out.push(
      `${gbpWords(published.unallocated)} of the published total names no threat: it is shown, no lever moves it, no difference holds it.`,
    );
    out.push(
      `Not monetised on the published line: ${titles(published.notMonetised)}. That does not make their harm small.`,
    );
  }
  const [paper, low, high] = ["published", "current-low", "current-high"].map((id) => slaveryOn(of.lines, id));
  if (paper !== undefined && low !== undefined && high !== undefined)
    out.push(
      `Modern slavery alone is ${gbpWords(paper)} a year on the paper's line, and ${gbpWords(low)} to ${gbpWords(high)} at current volumes, by which anchor one believes.`,
    );
  if (of.without && of.without.leftOut.length > 0)
    out.push(
      `No study stands behind ${of.without.leftOut.map((l) => `${l.id} (${l.title})`).join(", ")}` +
        `${of.without.varianceShare === null ? "" : `; ${shareWords(of.without.varianceShare)} of the variance of the headline is theirs`}.`,
    );
  if (of.runs < 100)
    out.push(`Only ${of.runs} runs: medians may move; the error of each median stands beside it in the JSON.`);
  return out;
}

const titles = (threats: readonly string[]): string =>
  threats.map((id) => THREATS.find((t) => t.id === id)?.title.toLowerCase() ?? id).join(", ");

const slaveryOn = (lines: readonly HarmLine[], id: string): number | undefined =>
  lines.find((l) => l.id === id)?.categories.find((c) => c.category === "modern-slavery")?.value;
