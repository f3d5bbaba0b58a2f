import {
  inAnswerPrices,
  isThreatId,
  number,
  oneOf,
  optionalText,
  Problem,
  type Row,
  THREAT_IDS,
  type ThreatId,
  text,
} from "../terms/index.ts";
import { type CategoryHarm, type HarmLine, LINE_IDS, type LineId } from "./line.ts";

/** A row of data/prices/harm-lines.csv: base-year harm of a category = cost x volume x deflator of the cost's price year. */
export interface LineRow {
  line: LineSource;
  category: string;
  cost: string;
  /** A threat, "crosswalk" (the shares of the cost's category) or "none" (no threat is named: not moved by any lever). */
  threat: string;
  volume: { value: number; low: number; high: number };
  status: string;
  source: string;
  note: string;
}

/** Lines as the table has them; the low and high of the current line are made from its ranges. */
const SOURCES = ["published", "rebuilt", "current"] as const;
type LineSource = (typeof SOURCES)[number];

/** The tables of prices that lines are made of; plain data, as `evidence` reads them. */
export interface PriceTables {
  lines: readonly LineRow[];
  costs: ReadonlyMap<string, { value: number; low: number; high: number; priceYear: string }>;
  deflator: ReadonlyMap<string, { to2023: number; low: number; high: number }>;
  crosswalk: readonly { category: string; threat: ThreatId; share: number }[];
}

/** Reads one row of data/prices/harm-lines.csv. Throws a Problem on a fault. */
export const readLineRow = (row: Row): LineRow => ({
  line: row.take("line", oneOf(...SOURCES)),
  category: row.take("category", text),
  cost: row.take("cost", text),
  threat: row.take("threat", oneOf("crosswalk", "none", ...THREAT_IDS)),
  volume: {
    value: row.take("volume", number),
    low: row.take("volume_low", number),
    high: row.take("volume_high", number),
  },
  status: row.take("status", oneOf("seen", "estimated", "assumed")),
  source: row.take("source", text),
  note: row.take("note", optionalText),
});

/** How a line is called after "Harm" or "Cost", and what it is. */
const WORDS: Record<LineId, { title: string; what: string }> = {
  published: { title: "on the paper's line", what: "as the paper publishes it: volumes of 2015-16, prices of 2023-24" },
  rebuilt: { title: "on the rebuilt line", what: "rebuilt from the Home Office's totals of 2015-16 with one deflator" },
  current: { title: "at current volumes", what: "at current volumes, the middle anchor of each category" },
  "current-low": { title: "at current volumes, low", what: "at current volumes, the lowest anchor of each category" },
  "current-high": {
    title: "at current volumes, high",
    what: "at current volumes, the highest anchor of each category",
  },
};

/**
 * The lines of cost in GBP 2023-24 for the base year: published, rebuilt, current, and the two ends of current.
 * Throws a Problem when a row names a cost, a price year or a crosswalk category that is not in its table.
 */
export function buildLines(tables: PriceTables): HarmLine[] {
  return LINE_IDS.map((id) => {
    const rows = tables.lines.filter((row) => row.line === (id.startsWith("current") ? "current" : id));
    const pick = id === "current-low" ? "low" : id === "current-high" ? "high" : "value";
    const categories = rows.filter((row) => row.threat !== "none").map((row) => categoryOf(row, tables, pick));
    const unallocated = rows
      .filter((row) => row.threat === "none")
      .reduce((sum, row) => sum + categoryOf(row, tables, pick).value, 0);
    const priced = new Set(categories.flatMap((c) => c.threats.map((t) => t.threat)));
    return {
      id,
      ...WORDS[id],
      categories,
      unallocated,
      notMonetised: THREAT_IDS.filter((threat) => !priced.has(threat)),
    };
  });
}

function categoryOf(row: LineRow, tables: PriceTables, pick: "value" | "low" | "high"): CategoryHarm {
  const cost = known(tables.costs, row.cost, "cost");
  const prices = known(tables.deflator, cost.priceYear, "price year");
  const total = (gbp: number, factor: number) => inAnswerPrices({ gbp, priceYear: cost.priceYear }, factor).gbp;
  const of = {
    value: total(cost.value * row.volume.value, prices.to2023),
    low: total(cost.low * row.volume.low, prices.low),
    high: total(cost.high * row.volume.high, prices.high),
  };
  const ends = pick === "value" ? of : { value: of[pick], low: of[pick], high: of[pick] };
  return {
    category: row.category,
    cost: row.cost,
    costCentral: cost.value,
    threats: threatsOf(row, tables),
    ...ends,
    from: [`cost:${row.cost}`, `rule:harm-lines`],
    how: row.note,
  };
}

function threatsOf(row: LineRow, tables: PriceTables): CategoryHarm["threats"] {
  if (isThreatId(row.threat)) return [{ threat: row.threat, share: 1 }];
  if (row.threat === "none") return [];
  const shares = tables.crosswalk.filter((c) => c.category === row.cost);
  if (shares.length === 0)
    throw missing("crosswalk category", row.cost, [...new Set(tables.crosswalk.map((c) => c.category))]);
  return shares.map(({ threat, share }) => ({ threat, share }));
}

const known = <T>(table: ReadonlyMap<string, T>, id: string, what: string): T => {
  const found = table.get(id);
  if (found === undefined) throw missing(what, id, [...table.keys()]);
  return found;
};

const missing = (what: string, name: string, names: string[]) =>
  new Problem({
    code: "unknown-name",
    what,
    name,
    known: names,
    next: "data/prices/harm-lines.csv names it: mend that row.",
  });
