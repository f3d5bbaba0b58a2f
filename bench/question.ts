import type { EnsembleQuestion } from "../src/ensemble/index.ts";
import type { Scenario } from "../src/terms/index.ts";
import { COUNTRY } from "./loop.ts";

/** No change, in the country of the benchmark, over ten years. */
const NO_CHANGE: Scenario = {
  name: "bench",
  title: "The benchmark's country without a lever",
  levers: [],
  assumptions: COUNTRY,
};

/** What the benchmark asks of an ensemble: 120 months of one scenario. */
export const QUESTION: Omit<EnsembleQuestion, "input" | "runs"> = {
  scenarios: [NO_CHANGE],
  seed: 1,
  horizon: { from: "2021-04", until: "2031-03" },
};
