import {
  type FittedExtent,
  fingerprintOfObserved,
  observedFigures,
  type StartingExtent,
  startingExtent,
} from "../estimate/index.ts";
import type { Parameter, TwinInput, UnitCostPrior } from "../simulate/index.ts";
import { readExternalNodes, readNeighbours, readPlaces, type Snapshot } from "../store/index.ts";
import { isNotEstimable, type LeverCatalogue } from "../terms/index.ts";
import { readEnablerTies, readNodeTies, readParameters } from "./parameters.ts";

/**
 * Everything that a run of the twin starts from, out of one snapshot, the extent estimated from it (`extentIn`) and the tables of data/.
 * The estimated extent of each threat enters
 * as one more parameter, `extent.<threat>`, so that its doubt is drawn with the rest.
 */
export async function twinInput(
  snapshot: Snapshot,
  fitted: Pick<FittedExtent, "years">,
  catalogue: LeverCatalogue,
  unitCosts: UnitCostPrior[],
): Promise<TwinInput> {
  const places = readPlaces();
  const observed = await observedFigures(snapshot);
  const extent = startingExtent(observed, places, fitted);
  return {
    places,
    nodes: readExternalNodes(),
    nodeTies: readNodeTies(),
    enablerTies: readEnablerTies(),
    neighbours: readNeighbours(),
    extent: extent.map(({ threat, national, weights }) => ({
      threat,
      weights,
      national: isNotEstimable(national) ? null : { value: national.value, low: national.low, high: national.high },
    })),
    parameters: [...readParameters(), ...extent.flatMap(extentParameter)],
    catalogue,
    unitCosts,
    dataFingerprint: fingerprintOfObserved(observed),
  };
}

/** The parameter that carries an estimated extent; none where nothing is estimable. */
export function extentParameter({ threat, national }: StartingExtent): Parameter[] {
  if (isNotEstimable(national)) return [];
  const { value, low, high, unit } = national;
  const kind = national.kind === "assumed" ? "assumed" : "seen";
  const id = `extent.${threat}`;
  const shape = low < value || high > value ? "lognormal" : "fixed";
  const note = national.from.join(" ");
  return [
    {
      id,
      title: `Extent in the starting year: ${threat}`,
      unit,
      central: value,
      low,
      high,
      shape,
      kind,
      source: "estimate",
      note,
    },
  ];
}
