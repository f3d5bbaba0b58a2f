import { BASE_YEAR, OBSERVED_SOURCE, YEARS } from "../../estimate/index.ts";
import {
  type Figure,
  isMissing,
  isNotEstimable,
  type NotEstimable,
  Problem,
  rangeWords,
  THREATS,
  UNITED_KINGDOM,
} from "../../terms/index.ts";
import { placeNames, placeOption, threatOption, threeDigits } from "../extent-options.ts";
import { type Branch, factsOf } from "./branch.ts";
import { walkObservation } from "./observations.ts";
import type { Sources } from "./sources.ts";
import type { TableKind } from "./table-row.ts";

/** `extent:<threat>:<place>:<year or quarter>`: the estimate of one place and time, down to the rows that it stands on. */
export async function walkExtent(rest: string, sources: Sources): Promise<Branch> {
  const [threatText = "", placeText = UNITED_KINGDOM, yearText = String(BASE_YEAR)] = rest.split(":");
  if (/^\d{4}Q[1-4]$/i.test(yearText)) return walkQuarter(threatText, placeText, yearText.toUpperCase(), sources);
  const [threat, place, year] = [threatOption(threatText), placeOption(placeText), Number(yearText)];
  const row = (await sources.extentRows()).find((r) => r.threat === threat && r.place === place && r.year === year);
  if (!row) {
    const [low, high] = [String(YEARS[0]), String(YEARS.at(-1))];
    throw new Problem({
      code: "out-of-range",
      what: "The year",
      found: yearText,
      low,
      high,
      next: "Give a year within it.",
    });
  }
  const title = THREATS.find((t) => t.id === threat)!.title;
  const nation = place === UNITED_KINGDOM ? [] : [await walkExtent(`${threat}:${UNITED_KINGDOM}:${year}`, sources)];
  return {
    id: `extent:${threat}:${place}:${year}`,
    title: `${title} in ${placeNames().get(place) ?? place}, ${row.basis} year ${year}`,
    facts: factsOf({
      recorded: isMissing(row.recorded)
        ? `missing: ${row.recorded.missing}`
        : `${row.recorded.value} in ${row.recordedIn}`,
      anchor: row.anchor,
      rules: row.rule,
    }),
    from: [
      await walkFigure("extent", row.extent, sources),
      await walkFigure("hidden share", row.hiddenShare, sources),
      ...nation,
    ],
  };
}

async function walkQuarter(threatText: string, placeText: string, quarter: string, sources: Sources): Promise<Branch> {
  const [threat, place] = [threatOption(threatText), placeOption(placeText)];
  const rows = (await sources.quarterRows()).filter((r) => r.threat === threat && r.place === place);
  const row = rows.find((r) => r.quarter === quarter);
  if (!row) {
    const [low, high] = [rows[0].quarter, rows[rows.length - 1].quarter];
    throw new Problem({
      code: "out-of-range",
      what: "The quarter",
      found: quarter,
      low,
      high,
      next: "Give one within it.",
    });
  }
  return {
    id: `extent:${threat}:${place}:${quarter}`,
    title: `${THREATS.find((t) => t.id === threat)!.title} in ${placeNames().get(place) ?? place}, ${quarter}`,
    facts: factsOf({
      recorded: isMissing(row.recorded)
        ? `missing: ${row.recorded.missing}`
        : `${row.recorded.value} in ${row.recordedIn}`,
      anchor: row.anchor,
      "rests on": row.state,
      "own evidence": row.evidence,
      conflicts: row.conflicts.join(", "),
    }),
    from: [await walkFigure("extent", row.extent, sources), await walkFigure("hidden share", row.hiddenShare, sources)],
  };
}

/** A figure with its interval and kind, and each of its origins. */
async function walkFigure(name: string, figure: Figure | NotEstimable, sources: Sources): Promise<Branch> {
  const from: Branch[] = [];
  for (const id of figure.from) from.push(await walkOrigin(id, sources));
  if (isNotEstimable(figure)) return { id: name, title: `not estimable: ${figure.notEstimable}`, facts: {}, from };
  const { level, kind } = figure;
  return { id: name, title: figureWords(figure), facts: factsOf({ kind, level }), from };
}

/** "3,600,000 (3,230,000 to 4,000,000) fraud incidents", "87% (84% to 90%)": three digits, as much as an estimate bears. */
function figureWords({ value, low, high, unit }: Figure): string {
  const range = rangeWords(threeDigits(value), threeDigits(low), threeDigits(high), unit);
  return [range, unit === "share" ? "" : unit.replace(/^GBP /, "")].join(" ").trim();
}

/** An origin id of a figure, whatever its kind. Throws a Problem when it leads nowhere. */
export async function walkOrigin(id: string, sources: Sources): Promise<Branch> {
  const kind = id.slice(0, id.indexOf(":"));
  if (kind === "obs") return walkObservation(id, sources);
  return walkTable(kind as TableKind, id.slice(kind.length + 1), sources);
}

/** A row of one of the project's tables: anchor, rule, parameter, study, transfer or unit cost. */
export function walkTable(kind: TableKind, id: string, sources: Sources): Branch {
  const rows = sources.table(kind);
  const row = rows.find((r) => r.fields.id === id);
  if (!row) {
    const files = [...new Set(rows.map((r) => r.file))];
    const next = files.length > 0 ? `They stand in ${files.join(", ")}.` : "There is no table of them.";
    throw new Problem({
      code: "unknown-name",
      what: TABLE_WORDS[kind],
      name: id,
      known: rows.map((r) => r.fields.id),
      next,
    });
  }
  const { id: _, title, ...facts } = row.fields;
  return {
    id: `${kind}:${id}`,
    title: title ?? facts.study ?? (kind === "anchor" ? `${facts.role}, ${facts.unit}` : (facts.note ?? "")),
    facts: factsOf({ ...facts, file: `${row.file}, line ${row.line}`, sha256: row.sha256 }),
    from: [],
    ...(kind === "param" ? { group: "the parameters" } : {}),
  };
}

/** `param:<id>`; a starting extent (`param:extent.<threat>`) is a figure of the estimate. */
export async function walkParameter(id: string, sources: Sources): Promise<Branch> {
  const threat = /^extent\.(.+)$/.exec(id)?.[1];
  return threat ? walkExtent(`${threat}:${UNITED_KINGDOM}:${BASE_YEAR}`, sources) : walkTable("param", id, sources);
}

/** `reconcile:<row>`: what was agreed before the run, and the published values that it is held against. */
export async function walkReconcile(id: string, sources: Sources): Promise<Branch> {
  const branch = walkTable("reconcile", id, sources);
  const from: Branch[] = [];
  for (const selector of (branch.facts.published ?? "").split(/ [*/] /)) {
    const [measure, place = "", breakdown = "", start = ""] = selector.split("|");
    const found = await (await sources.snapshot()).observations({ source: OBSERVED_SOURCE, measure, place });
    for (const o of found.filter((x) => x.breakdown === breakdown && x.period.start === start))
      from.push(await walkObservation(o.id, sources));
  }
  return { ...branch, from };
}

const TABLE_WORDS: Record<TableKind, string> = {
  anchor: "anchor",
  rule: "rule",
  process: "observation process",
  param: "parameter",
  study: "study",
  transfer: "transfer assumption",
  cost: "unit cost",
  price: "price of a harm line",
  weight: "weight of the index",
  disruption: "disruption",
  harm: "wider harm",
  attribution: "share of a harm",
  reconcile: "row of the reconciliation",
};
