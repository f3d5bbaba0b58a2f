import { Problem } from "../../terms/index.ts";
import type { Ledger } from "../ledger.ts";
import type { Matter } from "../quality/health.ts";
import { matterOf } from "../quality/matter.ts";
import { brought } from "./withdraw.ts";

/** Days before the end of retention from which the doctor says so. */
const WARNING_DAYS = 30;

/** Partners' files that may be kept for 30 days more or less (a note), or not any more (a fault). `today` is an ISO day. */
export function retentionMatters(ledger: Ledger, today: string): Matter[] {
  return brought(ledger).flatMap(({ source, name, partner }) => {
    const until = partner?.submission.retention_until;
    if (until === undefined) return [];
    const days = daysBetween(today, until);
    if (days > WARNING_DAYS) return [];
    const { message } = new Problem({ code: "retention-near", file: name, until, days });
    const severity = days < 0 ? ("fault" as const) : ("note" as const);
    return [matterOf(message, { kind: "withdrawn", severity, code: "retention-near", source, where: name })];
  });
}

const daysBetween = (from: string, until: string): number =>
  Math.round((Date.parse(until) - Date.parse(from)) / 86_400_000);
