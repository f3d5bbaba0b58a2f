import type { Command } from "commander";
import * as aggregate from "./aggregate.ts";
import * as answer from "./answer.ts";
import * as attribution from "./attribution.ts";
import * as bench from "./bench.ts";
import * as check from "./check.ts";
import * as collate from "./collate.ts";
import * as compare from "./compare.ts";
import * as completeness from "./completeness.ts";
import * as doctor from "./doctor.ts";
import * as evidence from "./evidence/index.ts";
import * as explain from "./explain.ts";
import * as exportFigures from "./export.ts";
import * as extent from "./extent.ts";
import * as fetch from "./fetch.ts";
import * as forecast from "./forecast.ts";
import * as hidden from "./hidden.ts";
import * as levers from "./levers.ts";
import * as metric from "./metric.ts";
import * as mse from "./mse.ts";
import * as reconcile from "./reconcile.ts";
import * as report from "./report.ts";
import * as restatements from "./restatements.ts";
import * as scenarios from "./scenarios.ts";
import * as simulate from "./simulate.ts";
import * as sources from "./sources.ts";
import * as sql from "./sql.ts";
import * as submissions from "./submissions.ts";
import * as withdraw from "./withdraw.ts";

/** One file a command; the order here is the order of `soclab --help`. */
export const COMMANDS: readonly { addTo: (program: Command) => void }[] = [
  answer,
  compare,
  simulate,
  collate,
  check,
  submissions,
  withdraw,
  fetch,
  aggregate,
  sources,
  sql,
  restatements,
  completeness,
  exportFigures,
  extent,
  forecast,
  hidden,
  mse,
  metric,
  attribution,
  reconcile,
  levers,
  evidence,
  scenarios,
  explain,
  report,
  doctor,
  bench,
];
