import exp from "@stdlib/math-base-special-exp";
import {
  isThreatId,
  type Kind,
  number,
  oneOf,
  optional,
  optionalText,
  Problem,
  publicationDate,
  type Row,
  THREAT_IDS,
  type ThreatId,
  text,
} from "../../terms/index.ts";
import type { IndexWeight } from "./input.ts";

export const SCHEMES = ["severity", "cost", "equal"] as const;
export type Scheme = (typeof SCHEMES)[number];

/** A row of data/harm-weights.csv: what a threat weighs under a scheme, or that the publisher's weight was not available. */
export interface WeightRow {
  id: string;
  scheme: Scheme;
  threat: ThreatId;
  status: "available" | "not available";
  /** The weight itself, or undefined where it is a share of a published cost. */
  value: number | undefined;
  /** Id of a published yearly cost; the threat's share of it stands in data/threats/crosswalk.csv, scheme "paper". */
  cost: string;
  unit: string;
  edition: string;
  date: string;
  source: string;
  licence: string;
  kind: Kind;
  note: string;
  file: string;
  line: number;
}

/** Reads one row of data/harm-weights.csv. Throws a Problem on a fault. */
export const readWeightRow = (row: Row): WeightRow => ({
  file: row.file,
  line: row.line,
  id: row.take("id", text),
  scheme: row.take("scheme", oneOf(...SCHEMES)),
  threat: row.take("threat", oneOf(...THREAT_IDS)),
  status: row.take("status", oneOf("available", "not available")),
  value: row.take("value", optional(number)).value,
  cost: row.take("cost", optionalText),
  unit: row.take("unit", text),
  edition: row.take("edition", optionalText),
  date: row.take("date", publicationDate),
  source: row.take("source", text),
  licence: row.take("licence", text),
  kind: row.take("kind", oneOf("measured", "estimated", "simulated", "assumed")),
  note: row.take("note", optionalText),
});

/** What the weights by cost are made of: yearly totals, and which share of each a threat carries. */
export interface CostTables {
  costs: ReadonlyMap<string, { value: number }>;
  crosswalk: readonly { scheme: string; category: string; threat: ThreatId; share: number }[];
}

/**
 * Weights of one scheme. Rows that say "not available" give no weight; a scheme without any weight is a Problem that says
 * where weights come from. Throws a Problem when a row names a cost or a share that is not in its table.
 */
export function weightsOf(scheme: Scheme, rows: readonly WeightRow[], tables: CostTables): IndexWeight[] {
  const available = rows.filter((row) => row.scheme === scheme && row.status === "available");
  if (available.length === 0)
    throw new Problem({
      code: "weights-missing",
      scheme,
      next: "Copy the publisher's sheet into a CSV file (columns offence_code, weight_days, edition, published, source, licence) and give it with --sheet, or use --weights cost or equal.",
    });
  return available.map((row) => ({
    threat: row.threat,
    harm: row.value ?? costOf(row, tables),
    kind: row.kind,
    from: row.cost === "" ? [`weight:${row.id}`] : [`cost:${row.cost}`],
  }));
}

function costOf(row: WeightRow, { costs, crosswalk }: CostTables): number {
  const cost = costs.get(row.cost);
  const shares = crosswalk.filter((c) => c.scheme === "paper" && c.category === row.cost);
  const share = shares.find((c) => c.threat === row.threat)?.share;
  if (cost === undefined || share === undefined)
    throw new Problem({
      code: "unknown-name",
      what: `cost of ${row.threat}`,
      name: row.cost,
      known: [...costs.keys()],
      next: `${row.file}, line ${row.line} names it: mend that row, or add the share to data/threats/crosswalk.csv.`,
    });
  return cost.value * share;
}

/** An offence of a publisher's sheet of severity weights. */
export interface SeverityRow {
  code: string;
  days: number;
  edition: string;
  published: string;
  source: string;
  licence: string;
}

/** Reads one row of a sheet of severity weights, saved as CSV with the columns named here. Throws a Problem on a fault. */
export const readSeverityRow = (row: Row): SeverityRow => {
  row.ignore("offence");
  return {
    code: row.take("offence_code", text),
    days: row.take("weight_days", positive),
    edition: row.take("edition", text),
    published: row.take("published", publicationDate),
    source: row.take("source", text),
    licence: row.take("licence", text),
  };
};

const positive = {
  expected: "a number above 0",
  parse: (t: string) => {
    const value = number.parse(t);
    return value !== undefined && value > 0 ? value : undefined;
  },
};

/** A row of data/severity-offences.csv: which offences stand for a threat, and in which mix. */
export interface SeverityMix {
  threat: ThreatId;
  code: string;
  share: number;
  offencesPerUnit: number;
}

/** Reads one row of data/severity-offences.csv. Throws a Problem on a fault. */
export const readSeverityMix = (row: Row): SeverityMix => {
  row.ignore("offence", "kind", "note");
  return {
    threat: row.take("threat", {
      expected: "one of the eleven threats",
      parse: (id) => (isThreatId(id) ? id : undefined),
    }),
    code: row.take("offence_code", text),
    share: row.take("share", positive),
    offencesPerUnit: row.take("offences_per_unit", positive),
  };
};

/**
 * Weights by severity from a publisher's sheet: days of a unit of extent (mean over the threat's offences in their mix)
 * times the extent of the base period, so that they are days of harm. A threat whose offences the sheet does not weigh, or
 * without an extent in the base period, gets none. `logExtents` are ln extents of the base period by threat.
 */
export function severityWeights(
  sheet: readonly SeverityRow[],
  mix: readonly SeverityMix[],
  logExtents: ReadonlyMap<string, number>,
): IndexWeight[] {
  const days = new Map(sheet.map((row) => [row.code.toLowerCase(), row]));
  return THREAT_IDS.flatMap((threat) => {
    const offences = mix.filter((m) => m.threat === threat);
    const found = offences.flatMap((m) => {
      const row = days.get(m.code.toLowerCase());
      return row ? [{ ...m, row }] : [];
    });
    const logExtent = logExtents.get(threat);
    const total = found.reduce((sum, m) => sum + m.share, 0);
    if (total === 0 || found.length < offences.length || logExtent === undefined) return [];
    const perUnit = found.reduce((sum, m) => sum + (m.share / total) * m.row.days * m.offencesPerUnit, 0);
    return [
      {
        threat,
        harm: perUnit * exp(logExtent),
        kind: "estimated" as const,
        from: [`weight:severity-${threat}`],
      },
    ];
  });
}
