import { fitField } from "../src/estimate/areas/field/fit.ts";
import { fitFields } from "../src/estimate/areas/field/fit-fields.ts";
import { type FieldRun, fieldOfThreat } from "./field.ts";

// Run as a process of its own by bench/field.ts: fits the threats on two threads, then one of them with a quarter more, and prints times and memory.
const THREATS = 11;
const inputs = Array.from({ length: THREATS }, (_, k) => fieldOfThreat(k + 1));
const began = measured();
const fits = await fitFields(
  inputs.map((input, k) => ({ input, options: { seed: k + 1 } })),
  { workers: 2 },
);
const all = began();
const longer = fieldOfThreat(1, 33);
const warmBegan = measured();
fitField(longer, { seed: 1, start: fits[0], keepHyperparameters: true });
const warm = warmBegan();
const run: FieldRun = {
  ...{ threats: THREATS, ...all, warmWall: warm.wall, warmProcessor: warm.processor },
  megabytes: process.resourceUsage().maxRSS / 1024,
};
process.stdout.write(`${JSON.stringify(run)}\n`);

function measured(): () => { wall: number; processor: number } {
  const [start, before] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { wall: performance.now() - start, processor: (user + system) / 1000 };
  };
}
