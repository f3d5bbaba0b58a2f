import type { EnablerTies } from "./input.ts";
import type { Parameters } from "./parameters.ts";
import { saturating } from "./response.ts";
import { binomial, halved, monthly } from "./sample.ts";
import { nationalRate, type Twin } from "./twin.ts";
import { ENABLERS, THREAT_COUNT } from "./world.ts";

/** Enablers of a kind at the start: a scale for whole-number draws, not a headcount of anyone. */
const SCALE = 1000;
const LAUNDERING = "laundering-services";

/** Enablers at their steady level under April 2021's takedowns. `need[enabler * 11 + threat]`: share of a threat's supply that falls away with one. */
export function startEnablers(
  ties: readonly EnablerTies[],
  p: Parameters,
): { enablers: Float64Array; need: Float64Array } {
  const share = p.get("enabler.share");
  const taken = monthly(p.get("enabler.taken-per-year"));
  const back = replaced(p);
  const steady = Math.round((SCALE * back) / (back + taken - back * taken));
  const need = new Float64Array(ENABLERS * THREAT_COUNT);
  const largest = Math.max(1, ...ties.flatMap((row) => row.ties));
  ties.slice(0, ENABLERS).forEach((row, e) => {
    const rows = ties.length;
    for (let k = 0; k < THREAT_COUNT; k++) need[e * THREAT_COUNT + k] = (share * row.ties[k]!) / largest / rows;
  });
  return { enablers: Float64Array.from({ length: ENABLERS }, (_, e) => (e < ties.length ? steady : 0)), need };
}

/**
 * A month of the market for enablers: the response puts some out of action, as far as national capacity reaches; others take their
 * place within months, so a takedown fades. A lever on laundering capacity keeps a part of its services shut.
 */
export function enablersMonth(t: Twin): void {
  const { state, p, fixed, input } = t;
  const national = state.national[0]! + p.get("response.trainee-worth") * state.national[1]!;
  const reach = saturating(national / fixed.nationalWorkers, p.get("response.half-saturation"));
  const taken = monthly(p.get("enabler.taken-per-year") * reach);
  const back = replaced(p);
  for (let e = 0; e < input.enablerTies.length; e++) {
    const isLaundering = input.enablerTies[e]!.enabler === LAUNDERING;
    const room = Math.round(SCALE * (isLaundering ? Math.min(1, nationalRate(t, "launder.capacity")) : 1));
    const gone = binomial(state.enablers[e]!, taken, t.chance.enablers.unit(e, t.month, 0));
    const left = state.enablers[e]! - gone;
    const vacant = Math.max(0, room - left);
    state.enablers[e] =
      left + binomial(vacant, back, t.chance.enablers.unit(e, t.month, 1)) - Math.min(left, Math.max(0, left - room));
  }
}

/** Share of the gap that is filled in a month. */
const replaced = (p: Parameters): number => 1 - halved(1, p.get("enabler.replace-months"));

/** What is left of a threat's supply when its enablers are short, against April 2021's steady state: 1 when they are as they were. */
export function enabledShare(t: Twin, threat: number): number {
  let share = 1;
  for (let e = 0; e < t.input.enablerTies.length; e++) {
    const need = t.fixed.enablerNeed[e * THREAT_COUNT + threat]!;
    if (need > 0) share -= need * (1 - t.state.enablers[e]! / t.fixed.enablers[e]!);
  }
  return share;
}

/** Extra cost of enablers to groups: share of takings, 0 when none is short. */
export function enablerDearness(t: Twin): number {
  let short = 0;
  const kinds = t.input.enablerTies.length;
  for (let e = 0; e < kinds; e++) short += 1 - t.state.enablers[e]! / t.fixed.enablers[e]!;
  return kinds > 0 ? (short / kinds) * t.p.get("enabler.dear") * 10 : 0;
}
