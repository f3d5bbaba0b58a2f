import type { Command } from "commander";
import {
  appraise,
  EFFECT_METRICS,
  type EffectMetric,
  INTERVALS,
  type IntervalRule,
  POOL_DEFAULTS,
  POOL_METHODS,
  type PoolMethod,
  PREDICTIONS,
  type PredictionRule,
  readEffects,
} from "../../evidence/index.ts";
import { Problem } from "../../terms/index.ts";
import { type PooledTable, poolText } from "./pool-text.ts";

interface Options {
  method: PoolMethod;
  scale: EffectMetric;
  interval: IntervalRule;
  prediction: PredictionRule;
  moderators: string[];
  json?: boolean;
}

/** `soclab evidence pool <table.csv> [--method] [--scale] [--interval] [--prediction] [--moderators] [--json]`: one effect from several studies. */
export function addTo(group: Command): void {
  group
    .command("pool")
    .argument(
      "<table>",
      "a CSV file with id, effect, and variance, se, or low and high (95%); metric and cluster if any",
    )
    .description("Pool the effects of a table of studies, with heterogeneity, prediction and checks.")
    .option("--method <method>", `tau2 by ${POOL_METHODS.join(", ")}`, methodOption, POOL_DEFAULTS.method)
    .option(
      "--scale <metric>",
      `what "effect" is: ${EFFECT_METRICS.join(", ")}`,
      oneOf("scale", EFFECT_METRICS),
      "log-rate-ratio",
    )
    .option("--interval <rule>", INTERVALS.join(", "), oneOf("rule for intervals", INTERVALS), POOL_DEFAULTS.interval)
    .option(
      "--prediction <rule>",
      `${PREDICTIONS.join(", ")}: the quantile of the prediction interval`,
      oneOf("rule for predictions", PREDICTIONS),
      POOL_DEFAULTS.prediction,
    )
    .option(
      "--moderators <columns>",
      "columns of numbers to regress on, for example year,dose",
      (text: string) => text.split(","),
      [],
    )
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      "\nExample:\n  $ soclab evidence pool examples/pool-six-studies.csv --scale standardised-difference",
    )
    .action((path: string, options: Options) => {
      const found = pooledTable(path, options);
      process.stdout.write(options.json ? `${JSON.stringify(found, null, 2)}\n` : poolText(found));
    });
}

function pooledTable(path: string, { method, scale, interval, prediction, moderators }: Options): PooledTable {
  const { file, studies } = readEffects(path, scale, moderators);
  return { file, studies, ...appraise(studies, { method, interval, prediction }, moderators) };
}

const oneOf =
  <T extends string>(what: string, known: readonly T[]) =>
  (text: string): T => {
    const found = known.find((name) => name === text.toLowerCase());
    if (found !== undefined) return found;
    const next = `Give one of ${known.join(", ")}.`;
    throw new Problem({ code: "unknown-name", what, name: text.slice(0, 40), known: [...known], next });
  };

function methodOption(text: string): PoolMethod {
  const found = POOL_METHODS.find((name) => name.toLowerCase() === text.toLowerCase());
  return found ?? oneOf("method", POOL_METHODS)(text.slice(0, 40));
}
