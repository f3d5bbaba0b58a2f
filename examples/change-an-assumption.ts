// How much of the answer hangs on one assumption? Runs the same scenario twice, with drug harm that hardly follows supply and with drug
// harm that follows it strongly, and prints the harm that more investigators avert in each. Run it after `npm start`:
//   node dist/examples/change-an-assumption.js
import { pathToFileURL } from "node:url";
import { twinInput } from "../src/calibrate/index.ts";
import { readScenario } from "../src/decide/index.ts";
import { extentIn } from "../src/estimate/index.ts";
import { readCatalogue } from "../src/evidence/index.ts";
import { createEngine, outcomeIndex, type RunResult, simulateRun, type TwinInput } from "../src/simulate/index.ts";
import { homeFolder, openSnapshot } from "../src/store/index.ts";
import { monthIndex } from "../src/terms/index.ts";

const ASSUMPTION = "elasticity.drug-supply";
const FROM = monthIndex("2027-04")!;
const MONTHS = monthIndex("2032-03")! + 1;

/** Person-months of dependent drug use that `parity-investigation` averts by March 2032, by the value of the assumption; means of a few runs. */
export function averted(
  input: TwinInput,
  values: readonly number[],
  runs: number,
): { value: number; personMonths: number }[] {
  const engine = createEngine(input);
  const [baseline, policy] = [readScenario("baseline"), readScenario("parity-investigation")];
  return values.map((value) => {
    const assumptions = { [ASSUMPTION]: value };
    let total = 0;
    for (let run = 0; run < runs; run++) {
      const [a, b] = simulateRun(
        engine,
        [
          { ...baseline, assumptions },
          { ...policy, assumptions },
        ],
        1,
        run,
        MONTHS,
        FROM,
      );
      total += drugUse(a!) - drugUse(b!);
    }
    return { value, personMonths: total / runs };
  });
}

function drugUse(result: RunResult): number {
  const row = outcomeIndex("harm-events.drug-supply") * result.months;
  return result.series.subarray(row + FROM, row + MONTHS).reduce((sum, people) => sum + people, 0);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const snapshot = await openSnapshot(homeFolder());
  const input = await twinInput(snapshot, await extentIn(snapshot), readCatalogue(), []);
  snapshot.close();
  for (const { value, personMonths } of averted(input, [0.02, 0.3], 5))
    console.log(
      `${ASSUMPTION} ${value}: ${Math.round(personMonths).toLocaleString("en-GB")} person-months of dependent use averted`,
    );
}
