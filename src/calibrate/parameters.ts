import type { EnablerTies, NodeTies, Parameter } from "../simulate/index.ts";
import { projectFile, readTable } from "../store/index.ts";
import { number, oneOf, optionalText, type Row, THREAT_IDS, text } from "../terms/index.ts";

/** The parameters of the twin, data/parameters/twin.csv: each with a range and a source or "assumed". Throws a Problem on a bad row. */
export const readParameters = (): Parameter[] =>
  readTable(projectFile("data", "parameters", "twin.csv"), readParameter);

function readParameter(row: Row): Parameter {
  return {
    id: row.take("id", text),
    title: row.take("title", text),
    unit: row.take("unit", text),
    central: row.take("central", number),
    low: row.take("low", number),
    high: row.take("high", number),
    shape: row.take("shape", oneOf("fixed", "uniform", "lognormal")),
    kind: row.take("kind", oneOf("seen", "assumed")),
    source: row.take("source", text),
    note: row.take("note", optionalText),
  };
}

/** Which overseas nodes serve which threats, data/parameters/node-ties.csv. */
export const readNodeTies = (): NodeTies[] =>
  readTable(projectFile("data", "parameters", "node-ties.csv"), (row) => {
    const ties = { node: row.take("node", text), ties: THREAT_IDS.map((id) => row.take(id, number)) };
    row.ignore("source");
    return ties;
  });

/** How strongly each threat needs each kind of enabler, data/parameters/enabler-ties.csv. */
export const readEnablerTies = (): EnablerTies[] =>
  readTable(projectFile("data", "parameters", "enabler-ties.csv"), (row) => {
    const ties = { enabler: row.take("enabler", text), ties: THREAT_IDS.map((id) => row.take(id, number)) };
    row.ignore("title", "source");
    return ties;
  });
