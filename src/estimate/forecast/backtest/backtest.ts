import { type Combined, combine } from "../combine/combination.ts";
import { known, type Member, originsOf, type Panel, type Said } from "../combine/panel.ts";
import { LEVELS } from "../scoring/levels.ts";
import { type Scored, scored } from "./scored.ts";

/** Quarters ahead that are forecast and scored. */
export const HORIZONS = 8;

/** What every forecaster, and the combination, said at every origin of a panel. */
export interface Backtest {
  panel: Panel;
  members: readonly { id: string; title: string }[];
  said: Said[][];
  combined: Combined[];
}

/** How a back-test is watched and stopped. */
export interface BacktestOptions {
  /** Hears how many of the forecasts are made. */
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

/**
 * Rolling origin: every member at every quarter from the first that has history enough for all, then their combination.
 * The first member is the baseline. The last origin is the panel's last quarter: its forecasts are those of today.
 * Throws the signal's reason when stopped; a RangeError when no origin has history enough.
 */
export async function backtest(
  panel: Panel,
  members: readonly Member[],
  { onProgress, signal }: BacktestOptions = {},
): Promise<Backtest> {
  const origins = originsOf(panel, Math.max(...members.map((m) => m.fewest)));
  if (origins.length === 0) throw new RangeError(`${panel.id} has too few quarters to forecast from`);
  const said: Said[][] = members.map(() => []);
  for (const [o, origin] of origins.entries()) {
    // A turn of the event loop between origins, so that a signal can be heard.
    await new Promise<void>((done) => setImmediate(done));
    signal?.throwIfAborted();
    for (const [m, member] of members.entries())
      said[m].push({ origin, quantiles: member.forecast(known(panel, origin), HORIZONS, LEVELS) });
    onProgress?.(o + 1, origins.length);
  }
  const record = { panel, members: members.map((m) => m.id), said };
  return { panel, members: members.map(({ id, title }) => ({ id, title })), said, combined: combine(record) };
}

/** Scores of each member and of the combination, over the origins that `isCounted` lets through. */
export function scoresOf(
  { panel, members, said, combined }: Backtest,
  isCounted: (origin: number) => boolean = () => true,
): { members: { id: string; rows: Scored[] }[]; combined: Scored[] } {
  const counted = (all: readonly Said[]) =>
    scored(
      panel,
      all.filter(({ origin }) => isCounted(origin)),
    );
  return {
    members: members.map(({ id }, m) => ({ id, rows: counted(said[m]) })),
    combined: counted(combined),
  };
}
