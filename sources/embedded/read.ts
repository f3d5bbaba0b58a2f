import type { Reading } from "../../src/collate/index.ts";
import {
  isoDate,
  number,
  optional,
  optionalText,
  publicationDate,
  publishedValue,
  type Row,
  text,
} from "../../src/terms/index.ts";

/** One row of the project's own form: one value as published, with its publication. Throws a Problem that names line and column. */
export function readRow(row: Row): Reading {
  const low = row.take("low", optional(number)).value;
  const high = row.take("high", optional(number)).value;
  const reading: Reading = {
    measure: row.take("measure", text),
    threat: row.take("threat", text),
    place: row.take("place", optionalText),
    breakdown: row.take("breakdown", optionalText),
    period: { start: row.take("from", isoDate), end: row.take("until", isoDate) },
    value: row.take("value", publishedValue),
    unit: row.take("unit", text),
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
    sourceTitle: row.take("title", text),
    publisher: row.take("publisher", text),
    published: row.take("published", publicationDate),
    locator: row.take("locator", text),
    licence: row.take("licence", text),
    note: row.take("note", optionalText),
  };
  row.done();
  return reading;
}
