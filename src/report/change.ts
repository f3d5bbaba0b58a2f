import { spread } from "../decide/index.ts";
import { OUTCOMES, outcomeIndex } from "../simulate/index.ts";
import { THREAT_IDS } from "../terms/index.ts";
import { type Runs, resultsOf } from "./fan.ts";
import type { Change, ReportPlace } from "./input.ts";

/**
 * Change of harm by place and threat: for every pair of runs with the same luck the scenario's harm events less
 * do-nothing's, over the whole financial years `fromYear` to `untilYear` (both included). Levels (people in a state) are read as the mean over the years.
 * `places` in the twin's own order (that of data/places/places.csv).
 */
export function changeOf(
  runs: Runs,
  scenario: string,
  baseline: string,
  places: readonly ReportPlace[],
  fromYear: number,
  untilYear: number,
): Change[] {
  const before = resultsOf(runs, baseline);
  const after = resultsOf(runs, scenario);
  return places.flatMap((place, p) =>
    THREAT_IDS.map((threat, t) => {
      const cell = (map: Float64Array) => cellOf(map, p, t, places.length, fromYear, untilYear);
      const base = before.map((r) => cell(r.map));
      const difference = spread(Float64Array.from(after, (r, i) => cell(r.map) - base[i]!));
      return {
        scenario,
        place: place.code,
        threat,
        baseline: spread(Float64Array.from(base)).median,
        difference: { ...difference, level: 0.9 as const },
      };
    }),
  );
}

function cellOf(
  map: Float64Array,
  place: number,
  threat: number,
  places: number,
  fromYear: number,
  untilYear: number,
): number {
  let sum = 0;
  for (let year = fromYear; year <= untilYear; year++)
    sum += map[((year - 2021) * places + place) * THREAT_IDS.length + threat]!;
  return OUTCOMES[outcomeIndex(`harm-events.${THREAT_IDS[threat]}`)]!.kind === "level"
    ? sum / 12 / (untilYear - fromYear + 1)
    : sum;
}
