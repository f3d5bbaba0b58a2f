/** What is wrong with the input of the bear-down index, the disruption ledger or the attribution of harms; `metricSentence` is the part of `sentence` for these. */
export type MetricProblem =
  | { code: "weights-missing"; scheme: string; next: string }
  | { code: "basket-empty"; base: string; dropped: string[] }
  | { code: "proactive-in-index"; threat: string; measure: string }
  | { code: "category-moved"; threat: string; period: string; base: string }
  | { code: "points-order"; file: string; line: number; low: number; middle: number; high: number }
  | { code: "tiers-not-nested"; file: string; line: number; inner: string; outer: string }
  | { code: "tier-twice"; file: string; line: number; what: string };

const CODES: ReadonlySet<string> = new Set<MetricProblem["code"]>([
  "weights-missing",
  "basket-empty",
  "proactive-in-index",
  "category-moved",
  "points-order",
  "tiers-not-nested",
  "tier-twice",
]);

export const isMetricProblem = (p: { code: string }): p is MetricProblem => CODES.has(p.code);

/** One sentence or two for a fault of the index, the ledger or the attribution. Pure. */
export function metricSentence(p: MetricProblem): string {
  switch (p.code) {
    case "weights-missing":
      return `The weights "${p.scheme}" cannot be used: the publisher's sheet is not among the data, and no weight is typed from memory. ${p.next}`;
    case "basket-empty":
      return `No threat has an extent in every period from ${p.base} on, so there is nothing to make an index of. What dropped out: ${p.dropped.join("; ")}. Choose a later base, or add anchors to data/anchors.csv.`;
    case "proactive-in-index":
      return `The extent of ${p.threat} rests on "${p.measure}", which counts what the police set out to find (data/proactive-measures.csv): more enforcement would look like more crime. Take it out of data/anchors.csv as an extent or a recorded count.`;
    case "category-moved":
      return `The category of ${p.threat} is another one in ${p.period} than in ${p.base}, so the two cannot be compared: a count that moved to another category would pass for less crime. Name the threats between which it moved as one class, or restate the earlier periods.`;
    case "points-order":
      return `${p.file}, line ${p.line}: low ${p.low}, middle ${p.middle} and high ${p.high} are not in this order. Mend the row and run the command again.`;
    case "tiers-not-nested":
      return `${p.file}, line ${p.line}: ${p.inner} is larger than ${p.outer}, and each tier holds the one before it (directed, enabled, associated). Mend the row and run the command again.`;
    case "tier-twice":
      return `${p.file}, line ${p.line}: ${p.what} stands twice or is not complete; each harm has one row for each of directed, enabled and associated. Mend the table and run the command again.`;
  }
}
