import { existsSync, statSync } from "node:fs";
import { readTable } from "../../store/index.ts";
import { number, oneOf, optional, optionalText, Problem, type Row, text } from "../../terms/index.ts";
import { type ConvertedEffect, convertEffect, type PrintedEffect } from "./convert.ts";
import { EFFECT_METRICS, type EffectMetric } from "./metrics.ts";

/** Effects of a table, each on its scale, in file order. */
export interface EffectTable {
  file: string;
  studies: ConvertedEffect[];
}

/**
 * Effects from a CSV file with the columns id, effect, and one of variance, se, or low and high (95%); metric, where rows differ; cluster, the sample
 * where one gives several effects; and moderators under the names given. Other columns are left alone. Throws a Problem that names line and column.
 */
export function readEffects(file: string, metric: EffectMetric, moderators: readonly string[] = []): EffectTable {
  if (!existsSync(file) || !statSync(file).isFile())
    throw new Problem({
      code: "missing-file",
      file,
      next: "Give the path of a CSV file with the columns id, effect, and variance, se, or low and high.",
    });
  const studies = readTable(file, (row) => {
    const study = readEffect(row, metric, moderators);
    row.ignore(...row.columns);
    return study;
  });
  return { file, studies };
}

function readEffect(row: Row, metric: EffectMetric, moderators: readonly string[]): ConvertedEffect {
  const converted = convertEffect({
    id: row.take("id", text),
    metric: row.has("metric") ? row.take("metric", oneOf(...EFFECT_METRICS)) : metric,
    value: row.take("effect", number),
    doubt: doubtOf(row),
  });
  const cluster = row.has("cluster") ? row.take("cluster", optionalText) : "";
  const stated = moderators.map((name) => [name, row.take(name, optional(number)).value] as const);
  return { ...converted, ...(cluster === "" ? {} : { cluster }), moderators: Object.fromEntries(stated) };
}

function doubtOf(row: Row): PrintedEffect["doubt"] {
  if (row.has("variance")) return { variance: row.take("variance", number) };
  if (row.has("se")) return { se: row.take("se", number) };
  return { low: row.take("low", number), high: row.take("high", number) };
}
