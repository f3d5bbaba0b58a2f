import type { BearDown } from "../decide/index.ts";
import { type Figure, isNotEstimable, rangeWords, shareWords } from "../terms/index.ts";
import { placeNames, threeDigits } from "./extent-options.ts";
import type { MetricResult } from "./metric.ts";
import { table } from "./table.ts";

/** The result as text: the index by period, what it is made of, what it leaves out, and how it answers to its weights. Pure. */
export function metricText(result: MetricResult): string {
  return [
    head(result),
    periods(result.headline),
    capability(result.headline),
    components(result),
    leftOut(result.headline),
    beside(result.allThreats),
    sensitivity(result),
    harm(result),
    ledger(result),
    gaming(result),
    result.areas ? areas(result.areas) : "",
    `Data ${result.dataFingerprint.slice(0, 12)}. Where a figure comes from: soclab explain rule:bear-down-index\n`,
  ].join("");
}

function head({ headline, published, scheme, by }: MetricResult): string {
  const what = published === "B" ? "Bear-down index B" : "Bear-down index, PRESSURE HALF ONLY";
  return (
    `${what}. ${headline.base} = 100; above 100, less harm than then. Weights: ${scheme}. Kind: ` +
    `${headline.periods.at(-1)?.pressure.kind}. Intervals hold 90%.\n` +
    `${by === "quarter" ? "Each period is the four quarters that end with it" : "Periods are financial years, April to March"}, so no season is in it. Draws are joint over time: an error of level cancels.\n\n`
  );
}

const indexWords = ({ value, low, high }: Figure): string =>
  `${value.toFixed(1)} (${low.toFixed(1)} to ${high.toFixed(1)})`;
const chance = (p: number | null): string => (p === null ? "-" : shareWords(p));

function periods({ periods, base }: BearDown): string {
  return table(
    [
      { title: "period" },
      { title: "pressure half (90%)", isNumber: true },
      { title: "total harm", isNumber: true },
      { title: "P(better than a year before)", isNumber: true },
      { title: `P(better than ${base})`, isNumber: true },
      { title: "weight without news", isNumber: true },
      { title: "weight nowcast", isNumber: true },
      { title: "B (90%)", isNumber: true },
    ],
    periods.map((p) => [
      p.period,
      indexWords(p.pressure),
      p.totalHarmIndex.toFixed(1),
      chance(p.better.thanBefore),
      chance(p.better.thanBase),
      shareWords(p.carriedWeight),
      shareWords(p.nowcastWeight),
      isNotEstimable(p.index) ? "not estimable" : indexWords(p.index),
    ]),
  );
}

function capability({ periods }: BearDown): string {
  const last = periods.at(-1);
  if (!last) return "";
  const line = (name: string, x: (typeof last)["capability"]) =>
    isNotEstimable(x) ? `${name}: not estimable. ${x.notEstimable}.\n` : `${name}: ${indexWords(x)}\n`;
  const loud =
    last.carriedWeight > 0.5
      ? `Most of the weight (${shareWords(last.carriedWeight)}) rests on extents for which nothing was published in ${last.period}: the index cannot show a change there.\n`
      : "";
  return `\n${line("Capability half", last.capability)}${line("Index B", last.index)}${line("B per real pound", last.perRealPound)}${loud}`;
}

function components({ headline }: MetricResult): string {
  const rows = headline.basket.map((b) => [b.threat, shareWords(b.weight), shareWords(b.shareOfAll)]);
  const columns = [
    { title: "threat" },
    { title: "weight", isNumber: true },
    { title: "share of all harm", isNumber: true },
  ];
  return `\nIn the index (${shareWords(headline.coverage)} of the weighted harm; weights made to sum to 1 again):\n${table(columns, rows)}`;
}

function leftOut({ dropped }: BearDown): string {
  if (dropped.length === 0) return "";
  const lines = dropped.map(({ threat, shareOfAll, why, logChange, lastPeriod }) => {
    const change =
      logChange === undefined
        ? ""
        : ` Its last known change: times ${Math.exp(logChange).toFixed(2)} by ${lastPeriod}.`;
    return `  ${threat} (${shareWords(shareOfAll)} of the harm): ${why}.${change}\n`;
  });
  return `Dropped out:\n${lines.join("")}`;
}

function beside({ basket, coverage, periods }: BearDown): string {
  const last = periods.at(-1);
  if (!last) return "";
  return (
    `Beside it, every threat with an extent in all periods (${basket.map((b) => b.threat).join(", ")}; ${shareWords(coverage)} of the harm): ` +
    `pressure half ${indexWords(last.pressure)} in ${last.period}. It moves with recording and awareness: not to be steered by.\n`
  );
}

function sensitivity({ sensitivity: s }: MetricResult): string {
  const d = s.dirichlet;
  const rows = [
    ...s.schemes.map((x) => [`weights: ${x.scheme}`, x.pressure.toFixed(1), x.basket.join(", ")]),
    [
      `draws around the weights (Dirichlet, ${d.concentration})`,
      `${d.median.toFixed(1)} (${d.low.toFixed(1)} to ${d.high.toFixed(1)})`,
      `${shareWords(d.above100)} of ${d.draws} draws above 100`,
    ],
  ];
  const columns = [{ title: `pressure half in ${s.period}` }, { title: "index", isNumber: true }, { title: "over" }];
  return `\nSensitivity to the weights, extents at their middles:\n${table(columns, rows)}`;
}

function harm({ harm, sensitivity }: MetricResult): string {
  const rows = harm.map(({ threat, perUnit, harm: h }) => [
    threat,
    String(threeDigits(perUnit)),
    rangeWords(threeDigits(h.value), threeDigits(h.low), threeDigits(h.high), h.unit),
    h.kind,
    h.from
      .filter((id) => !id.startsWith("obs:"))
      .slice(0, 2)
      .join(", "),
  ]);
  const columns = [
    { title: "threat" },
    { title: "harm of a unit", isNumber: true },
    { title: `harm in ${sensitivity.period} (90%)`, isNumber: true },
    { title: "kind" },
    { title: "source" },
  ];
  const unit = harm[0]?.harm.unit ?? "harm";
  return `\nHarm-weighted extents, ${unit}. A unit's harm is an average and prices no change:\n${table(columns, rows)}`;
}

function ledger({ ledger, headline }: MetricResult): string {
  const rows = ledger.flatMap(({ threat, parts }) =>
    parts.flatMap(({ part, years }) =>
      years
        .filter(({ year, share }) => year >= Number(headline.base.slice(0, 4)) && share.value >= 0.0005)
        .map(({ year, share, operations }) => [
          threat,
          part,
          String(year),
          rangeWords(share.value, share.low, share.high, "share"),
          share.kind,
          operations.join(", "),
        ]),
    ),
  );
  const columns = [
    { title: "threat" },
    { title: "measured on" },
    { title: "year" },
    { title: "taken away", isNumber: true },
    { title: "kind" },
    { title: "operations" },
  ];
  const unmeasured = ledger.flatMap((a) => a.unmeasured.map((o) => `${o} (${a.threat})`));
  return (
    `\nDisruption ledger (data/disruptions.csv): measured effects of public cases, never summed, by calendar year\n${table(columns, rows)}` +
    `Effect unknown, which is not nought: ${unmeasured.join(", ")}.\n`
  );
}

function gaming({ gaming }: MetricResult): string {
  const lines = gaming.map(({ title, outcome, passed }) => {
    const said = outcome === "refused" ? "refused" : `rises by ${Math.max(0, outcome).toFixed(2)}`;
    return `  ${passed ? "passed" : "FAILED"}: ${title}: ${said}\n`;
  });
  return `\nTried on these figures, what would make the index look better without less crime:\n${lines.join("")}`;
}

function areas({ threats, without, chances }: NonNullable<MetricResult["areas"]>): string {
  const names = placeNames();
  const rows = chances
    .filter((c) => c.inTopFive >= 0.005)
    .map((c) => [c.place, names.get(c.place) ?? c.place, shareWords(c.inTopFive)]);
  const columns = [{ title: "place" }, { title: "name" }, { title: "P(among the top five)", isNumber: true }];
  const left = without.length > 0 ? ` Without ${without.join(", ")}: no extent by place.` : "";
  return `\nAreas by ONS code, harm a resident from ${threats.join(", ") || "no threat"}.${left} The rest are under 0.5%; ranks are not published.\n${table(columns, rows)}`;
}
