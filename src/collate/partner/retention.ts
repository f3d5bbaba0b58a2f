import { Problem } from "../../terms/index.ts";
import type { Ledger } from "../ledger.ts";
import { brought } from "./withdraw.ts";

/** Days before the end of retention from which the doctor says so. */
const WARNING_DAYS = 30;

/** A file whose agreed time ends soon, or has ended. */
export interface Expiring {
  source: string;
  file: string;
  /** Last day on which it may be kept, ISO. */
  until: string;
  /** Days from today; negative when that day has passed. */
  days: number;
  sentence: string;
}

/** Partners' files that may be kept for 30 days more or less, soonest first. `today` is an ISO day. */
export function expiring(ledger: Ledger, today: string): Expiring[] {
  return brought(ledger)
    .flatMap(({ source, name: file, partner }) => {
      const until = partner?.submission.retention_until;
      const days = until === undefined ? Number.POSITIVE_INFINITY : daysBetween(today, until);
      if (until === undefined || days > WARNING_DAYS) return [];
      const { message } = new Problem({ code: "retention-near", file, until, days });
      return [{ source, file, until, days, sentence: message }];
    })
    .sort((a, b) => a.days - b.days);
}

const daysBetween = (from: string, until: string): number =>
  Math.round((Date.parse(until) - Date.parse(from)) / 86_400_000);
