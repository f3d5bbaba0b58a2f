import {
  type Figure,
  isNotEstimable,
  type NotEstimable,
  rangeWords,
  shareWords,
  UNITED_KINGDOM,
} from "../terms/index.ts";
import type { AttributedHarm } from "../value/index.ts";
import type { AttributionResult } from "./attribution.ts";
import { threeDigits } from "./extent-options.ts";
import { table } from "./table.ts";

/** The result as text: harms by tier, the threats' side, totals of one kind each, sources and what would settle them. Pure. */
export function attributionText({ harms, otherWays, totals, dataFingerprint }: AttributionResult): string {
  const assumed = harms.flatMap((h) => h.tiers).filter((t) => t.share.kind === "assumed").length;
  const all = harms.flatMap((h) => h.tiers).length;
  return [
    "Due to serious and organised crime. Each tier holds the one before it: directed (done by or for a group), enabled (not in that\n",
    "form without a group's service or goods), associated (linked to a market that groups run). Intervals hold 90%.\n",
    `${assumed} of ${all} shares are ASSUMED: no study was found.\n\n`,
    table(COLUMNS, harms.flatMap(rowsOf)),
    otherSide(otherWays),
    totals.length > 0 ? totalsText(totals) : "",
    "\nSources, and what would settle them:\n",
    ...harms.map(sourcesText),
    `Counts are never priced here: the cost lines hold these harms already. Data ${dataFingerprint.slice(0, 12)}. Where a share comes from: soclab explain attribution:${harms[0]?.harm}-directed\n`,
  ].join("");
}

const COLUMNS = [
  { title: "harm" },
  { title: "how much" },
  { title: "tier" },
  { title: "share (90%)", isNumber: true },
  { title: "count (90%)", isNumber: true },
  { title: "kind" },
  { title: "method" },
];

const figureWords = (f: Figure): string =>
  rangeWords(threeDigits(f.value), threeDigits(f.low), threeDigits(f.high), f.unit);
const orReason = (x: Figure | NotEstimable): string => (isNotEstimable(x) ? "not estimable" : figureWords(x));
const shareText = (f: Figure): string => rangeWords(f.value, f.low, f.high, "share");

function rowsOf({ title, place, volume, tiers }: AttributedHarm): string[][] {
  const much =
    "notEstimable" in volume
      ? "not collated"
      : `${volume.figure.value.toLocaleString("en-GB")} ${volume.figure.unit}, ${place === UNITED_KINGDOM ? "UK" : "E+W"}, year to ${volume.until.slice(0, 7)}`;
  return tiers.map((t, i) => [
    i === 0 ? title : "",
    i === 0 ? much : "",
    t.tier,
    shareText(t.share),
    orReason(t.count),
    t.share.kind,
    t.method,
  ]);
}

function otherSide(ways: AttributionResult["otherWays"]): string {
  const lines = ways.map(({ threat, harms, extent, organised, count, ofHarms, agrees }) => {
    const range = ofHarms ? `${shareWords(ofHarms.low)} to ${shareWords(ofHarms.high)}` : "not known";
    const verdict = agrees ? "The two can both be right." : "THE TWO CANNOT BOTH BE RIGHT.";
    return (
      `  ${threat}: extent ${orReason(extent)}, organised ${shareText(organised)} (${organised.kind}), so ${orReason(count)}. ` +
      `From ${harms.join(" + ")}, directed or enabled: ${range}. ${verdict}\n`
    );
  });
  return lines.length === 0
    ? ""
    : `\nThe other way round, from the threats' extents (the same events, seen and unseen, over the United Kingdom; beside, never added):\n${lines.join("")}`;
}

function totalsText(totals: AttributionResult["totals"]): string {
  const rows = totals.map((t) => [
    t.countedAs,
    t.tier,
    figureWords(t.total),
    t.total.kind,
    t.harms.join(" + "),
    t.leftOut.join(", "),
  ]);
  const columns = [
    { title: "counted as" },
    { title: "tier" },
    { title: "total (90%, as if all shares erred together)", isNumber: true },
    { title: "kind" },
    { title: "of" },
    { title: "left out" },
  ];
  return `\nOver all, each victim once: sums of one kind of count only; kinds are never added to each other\n${table(columns, rows)}`;
}

function sourcesText({ title, tiers, costCategory, note }: AttributedHarm): string {
  const lines = tiers.map(
    (t) => `    ${t.tier} (${shareWords(t.share.value)}): ${t.source}${t.note === "" ? "" : `. ${t.note}`}\n`,
  );
  return `  ${title}. ${note === "" ? "" : `${note}. `}In the cost lines under ${costCategory}.\n${lines.join("")}    Would settle it: ${tiers[0].settledBy}\n`;
}
