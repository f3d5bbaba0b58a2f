/** What every table, view and column of a snapshot means: the database's own table `meaning`, docs/reference/database.md and exports say it from here. */

export interface TableMeaning {
  name: string;
  kind: "table" | "view" | "macro";
  /** How it is written in a query, where its name alone does not do. */
  call?: string;
  about: string;
  /** By column, in the order of the columns. */
  columns: Readonly<Record<string, string>>;
}

const ORIGIN = {
  sha256: "SHA-256 of the file's bytes (64 hex); the kept copy bears it as its name",
  part: "Sheet of a workbook or path of an entry in an archive; empty where the file is the table",
};

const STATISTIC = {
  measure: "What was counted, for example police-recorded-offences",
  threat: "Threat it is about (see threat), or one of the topics all-threats, violence, response, context",
  place: "ONS code (see place); empty where the value belongs to no place",
  breakdown: "What the value is a part of, key=value; key=value, or the publisher's words; empty for the whole",
  period_start: "First day of the period",
  period_end: "Last day of the period",
};

const OBSERVATION = {
  id: "What soclab explain takes: obs:<12 hex of the file>:<line>, with the part before the line and the figure's number after it where there are several",
  ...STATISTIC,
  value: "The published value; NULL where there is none",
  missing: "Why there is no value (confidential, not-available, suppressed-small and so on); NULL where there is one",
  unit: "Unit of value, low and high",
  low: "Lower end of the range that the publisher gives; else NULL",
  high: "Upper end of the range that the publisher gives; else NULL",
  source: "Id of the source (soclab sources)",
  source_title: "Title of the publication",
  publisher: "Who published it",
  published: "Date of the publication as far as it is known: day, month, year, or empty",
  locator: "Address or identifier of the publication",
  licence: "Licence of the row",
  note: "What the publisher or the reader says of the value",
  ...ORIGIN,
  line: "Line of the file or row of the sheet; the header of a plain file is line 1",
};

const STATED = {
  ...OBSERVATION,
  table_id: "Id of the table in the source's declaration",
  known_from:
    "Day from which the figure could be known: the last day of published, or the day on which its file was landed",
  handling: "Who may see it: public, partners or restricted, as its release says",
};

/** Everything that can be queried, in the order in which it is told. */
export const MEANING: readonly TableMeaning[] = [
  {
    name: "observation",
    kind: "table",
    about: "One published figure a row, every release of it, each with its way back to the line of its file.",
    columns: OBSERVATION,
  },
  {
    name: "release",
    kind: "table",
    about: "One table of a landed file a row. Rows in = rows loaded + rows set aside.",
    columns: {
      ...ORIGIN,
      source: "Id of the source",
      table_id: "Id of the table in the source's declaration",
      name: "Name of the file",
      publisher: "Who published it",
      licence: "Licence of the source",
      published: "Date of publication as far as the file's name or the user says: day, month, year, or empty",
      bytes: "Size of the file",
      rows_in: "Rows of data, the header not counted",
      rows_loaded: "Rows that gave at least one figure",
      rows_set_aside: "Rows that gave none; finding says why, each with its line",
      columns:
        "Names of its columns as published, a JSON list; empty where the table was loaded by its columns' places",
      definition: "Hash of what read it; another reader reads the file anew",
      landed_at: "When the bytes were first kept. No part of the fingerprint",
      known_from:
        "Day from which it could be known: the last day of published, or the day it was landed. No part of the fingerprint",
      handling:
        "Who may see its figures: public; partners (stays among the partners of the Lab); restricted (stays in the Lab). Only public ones are exported",
      retention_until: "Last day on which it may be kept, as agreed with the partner; NULL where there is none",
    },
  },
  {
    name: "finding",
    kind: "table",
    about: "What was set aside or looks wrong, a sentence each: what, where, why and what next.",
    columns: {
      ...ORIGIN,
      source: "Id of the source",
      name: "Name of the file",
      severity: "fault: asks to be mended; note: tells what the publisher did",
      line: "Line of the file; NULL where the whole file is meant",
      column_name: "Column; NULL where the whole row is meant",
      code: "Kind of finding",
      sentence: "The finding in words",
    },
  },
  {
    name: "place",
    kind: "table",
    about: "Police areas, nations and regions that figures are about. Small areas stand in observation by code alone.",
    columns: {
      code: "ONS code",
      name: "Name in English",
      kind: "police-area (45), or wider-area: a nation, a union of nations or an English region",
      region: "Regional organised crime unit; NULL for wider areas",
      nation: "E, W, S or N; NULL for wider areas",
      population: "Usual residents; NULL for wider areas",
      deprived_share: "Share of people in the most deprived tenth of their nation's areas, 0 to 1",
      area_km2: "Square kilometres",
      lon: "Longitude of the centroid, WGS84 degrees",
      lat: "Latitude of the centroid, WGS84 degrees",
      has_resident_rates: "False for the City of London, where rates by resident mean nothing",
    },
  },
  {
    name: "threat",
    kind: "table",
    about: "What a figure can be about.",
    columns: {
      id: "Value of observation.threat",
      title: "Title",
      kind: "threat (11), or topic: what belongs to no single threat",
      unit: "What one unit of its extent is; empty for topics",
      is_remote: "True where the victim's place is not the offender's; NULL for topics",
    },
  },
  {
    name: "source",
    kind: "table",
    about: "Where the figures come from, one source a row, as its declaration says.",
    columns: {
      id: "Value of observation.source",
      title: "Title",
      publisher: "Who publishes it",
      licence: "Licence",
      cadence: "How often it comes out",
      lag_days: "Usual days from the end of a period to its publication; NULL where none are usual",
      standing: "Who says it: official statistics, official management information and so on",
      method: "How the figures come about: administrative records, survey, register, mixed, modelled",
      address: "Page on which the publisher offers it",
    },
  },
  {
    name: "quality_rule",
    kind: "table",
    about: "What gives which mark in graded (data/quality-grades.csv).",
    columns: {
      dimension: "standing, method, completeness or timeliness",
      rule: "What is looked at",
      at_most: "Highest number that still gives the mark; NULL where the rule is no number",
      mark: "A (best) to D, or U: unknown",
      reason: "Why",
    },
  },
  {
    name: "completeness",
    kind: "table",
    about:
      "What each source declares that it covers, a place and a period a row up to the newest period that it has anywhere, and whether it is there.",
    columns: {
      source: "Id of the source",
      measure: "What is counted",
      place: "ONS code",
      period: "month, quarter, calendar-year or financial-year",
      period_start: "First day of the period",
      period_end: "Last day of the period",
      state:
        "published; missing: no row, or only markers; implausible: far from what the place itself published before (data/quality-plausible.csv)",
      level:
        "The publisher's total, or the sum of the rows where there is none, only to compare the place with itself; NULL when missing",
      usual: "Median of the level in the periods before; NULL where there are too few",
      marker: "What the publisher put in place of a figure; NULL where there is one, or no row at all",
      break: "The break in the series that explains it, as source.yaml tells it; else NULL",
    },
  },
  {
    name: "reconciliation",
    kind: "table",
    about:
      "Figures that say the same thing twice, compared by the rules of data/reconcile-sources.csv; one comparison a row.",
    columns: {
      rule: "Id of the rule",
      title: "What is compared with what",
      place: "ONS code of the right-hand figure; empty where it has none",
      part: "Category that is compared; empty for the whole",
      period_start: "First day of the period of the right-hand figure",
      period_end: "Last day of it",
      left_source: "Source of the figures that are added up",
      right_source: "Source of the figure that they are compared with",
      left_value: "Sum of the left-hand figures, which together cover the whole period",
      right_value: "The right-hand figure",
      rows_added: "How many left-hand figures were added up",
      ratio: "left_value / right_value; NULL where that is 0",
      state: "agrees, or differs: outside low_ratio to high_ratio",
      low_ratio: "Lowest ratio that agrees",
      high_ratio: "Highest ratio that agrees",
      reason: "Why they should agree, and how closely",
    },
  },
  {
    name: "graded",
    kind: "view",
    about: "Each observation with four marks of quality, A (best) to D, or U (unknown), by the rules of quality_rule.",
    columns: {
      id: "Observation",
      source: "Id of the source",
      ...STATISTIC,
      standing: "Who says it",
      method: "How the figure came about",
      completeness: "Whether the places of its period are all there, and it is itself plausible",
      timeliness: "How long after the period it came out",
      grade: "The four marks in that order, for example BBAC. No single mark is made out of them",
    },
  },
  {
    name: "statement",
    kind: "view",
    about: "observation with the day from which each figure was known.",
    columns: STATED,
  },
  {
    name: "latest",
    kind: "view",
    about:
      "Of each statistic (source, measure, threat, place, breakdown, period, unit) the statement that became known last.",
    columns: STATED,
  },
  {
    name: "as_known",
    kind: "macro",
    call: "as_known('2024-03-31')",
    about: "latest as it stood at the end of a day: later statements left out.",
    columns: STATED,
  },
  {
    name: "restatement",
    kind: "view",
    about:
      "Two statements of one statistic, one after the other, that differ; and statistics that the next edition of their table leaves out.",
    columns: {
      kind: "changed, or vanished: the next edition covers the measure, the period and some of the same places, and states this figure no more",
      source: "Id of the source",
      ...STATISTIC,
      unit: "Unit of the values",
      table_id: "Id of the table in the source's declaration",
      earlier_value: "Value of the earlier statement; NULL where it gave none",
      earlier_missing: "Why the earlier statement gave no value",
      later_value: "Value of the later statement; NULL where it gave none or is not there",
      later_missing: "Why the later statement gave no value",
      change: "later_value - earlier_value; NULL unless both are there",
      relative_change: "change as a share of the earlier value; NULL where that is 0",
      earlier_publisher: "Who published the earlier statement",
      later_publisher: "Who published the later statement",
      earlier_published: "Date of the earlier publication as far as it is known",
      later_published: "Date of the later publication as far as it is known",
      earlier_known_from: "Day from which the earlier statement was known",
      later_known_from: "Day from which the later statement, or its absence, was known",
      earlier_id: "Observation of the earlier statement",
      later_id: "Observation of the later statement; NULL when vanished",
    },
  },
  {
    name: "meaning",
    kind: "table",
    about: "What every table, view, macro and column here means.",
    columns: {
      name: "Table, view or macro",
      kind: "table, view or macro",
      column_name: "Column; empty for the whole",
      meaning: "What it holds, in words",
    },
  },
];

/** One statement that writes the meaning into the database; a `comment on` for each column would take ten times as long. */
export const MEANING_ROWS: string = `insert into meaning values ${MEANING.flatMap(({ name, kind, about, columns }) =>
  [["", about], ...Object.entries(columns)].map(
    ([column = "", is = ""]) => `(${[name, kind, column, is].map(quoted).join(", ")})`,
  ),
).join(",\n")};`;

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
