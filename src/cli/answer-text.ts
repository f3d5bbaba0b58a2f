import type { Comparison, OutcomeComparison } from "../decide/index.ts";
import { countWords, valueWords } from "../terms/index.ts";
import { betterWords, differenceWords, displacementText, linesText, outcomeWords, shown } from "./comparison-text.ts";
import { table } from "./table.ts";

/** The default answer for the terminal: one row an outcome, one pair of columns a scenario; then the same without unproven levers. */
export function answerText(question: string, comparisons: readonly Comparison[]): string {
  const [first] = comparisons;
  const caveats = [...new Set(comparisons.flatMap((c) => c.caveats))];
  const unproven = comparisons.filter((c) => c.withoutNoEvidence !== null);
  return [
    question,
    `${first.horizon.from} to ${first.horizon.until}; ${countWords(first.runs)} runs of each scenario with the same luck (seed ${first.seed}); medians, differences with 90% of runs.`,
    "",
    ...caveats.map((line) => `! ${line}`),
    "",
    sideBySide(comparisons, (c) => c.outcomes),
    ...(unproven.length > 0
      ? ["Without the levers that have no evidence:", "", sideBySide(unproven, (c) => c.withoutNoEvidence!.outcomes)]
      : []),
    ...linesText(first),
    ...comparisons.flatMap(displacementText),
    `Result ${first.resultHash}`,
    "",
  ].join("\n");
}

/** Do-nothing's median, then each scenario's difference from it and the share of runs in which it is better. */
function sideBySide(
  comparisons: readonly Comparison[],
  outcomesOf: (c: Comparison) => readonly OutcomeComparison[],
): string {
  const columns = [
    { title: "outcome" },
    { title: comparisons[0].scenarios[0].id, isNumber: true },
    ...comparisons.flatMap((c) => [
      { title: c.scenarios[1].id, isNumber: true },
      { title: "better in", isNumber: true },
    ]),
  ];
  const sheets = comparisons.map((c) => shown(outcomesOf(c)));
  const rows = sheets[0].map((o, i) => {
    return [
      outcomeWords(o),
      valueWords(o.a, o.unit),
      ...sheets.flatMap((sheet) => [differenceWords(sheet[i]), betterWords(sheet[i].shareBetter)]),
    ];
  });
  return table(columns, rows);
}
