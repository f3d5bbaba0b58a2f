import { type ExternalNode, number, oneOf, type Parser, type Place, share, text, yesNo } from "../terms/index.ts";
import { projectFile, readTable } from "./files.ts";

const table = (name: string): string => projectFile("data", "places", name);

const areaCode: Parser<string> = {
  expected: "the ONS code of a police area, such as E23000001",
  parse: (t) => (/^(E23|W15|S92|N92)\d{6}$/.test(t) ? t : undefined),
};
const positive: Parser<number> = {
  expected: "a number above 0",
  parse: (t) => {
    const value = number.parse(t);
    return value !== undefined && value > 0 ? value : undefined;
  },
};

/**
 * The 45 territorial police areas in the order of data/places/places.csv: England, Wales, Scotland, Northern Ireland.
 * Population in usual residents (sources and dates stand in the table), area in square kilometres, centroid in WGS84 degrees.
 * Throws a Problem that names the line when a field is wrong.
 */
export function readPlaces(): Place[] {
  return readTable(table("places.csv"), (row) => {
    row.ignore("population_source", "deprived_source", "geometry_source", "licence");
    return {
      code: row.take("code", areaCode),
      name: row.take("name", text),
      region: row.take("region", text),
      nation: row.take("nation", oneOf("E", "W", "S", "N")),
      population: row.take("population", positive),
      deprivedShare: row.take("deprived_share", share),
      areaKm2: row.take("area_km2", positive),
      lon: row.take("lon", number),
      lat: row.take("lat", number),
      hasResidentRates: row.take("resident_rates", yesNo),
    };
  });
}

/**
 * Pairs of ONS codes of areas that share a border, each pair once. The one sea link (Scotland, Northern Ireland) is
 * marked in the table's column `basis`. Throws a Problem on a bad row.
 */
export function readNeighbours(): [string, string][] {
  return readTable(table("neighbours.csv"), (row) => {
    row.ignore("basis");
    return [row.take("a", areaCode), row.take("b", areaCode)];
  });
}

/**
 * Every spelling seen of a police area (force names, police.uk slugs, publishers' variants) to its ONS code, exact match
 * after trimming. Throws a Problem on a bad row.
 */
export function readAliases(): Map<string, string> {
  return new Map(readTable(table("aliases.csv"), (row) => [row.take("alias", text), row.take("code", areaCode)]));
}

/** The eight parts of the world where organisers sit; cooperation is a share of 0 to 1, assumed. Throws a Problem on a bad row. */
export function readExternalNodes(): ExternalNode[] {
  return readTable(table("external-nodes.csv"), (row) => {
    row.ignore("source");
    return { id: row.take("id", text), title: row.take("title", text), cooperation: row.take("cooperation", share) };
  });
}

/** Nations, unions of nations and English regions that figures are published for besides the 45 places: code and title. */
export function readWiderAreas(): { code: string; title: string }[] {
  return readTable(table("wider-areas.csv"), (row) => ({
    code: row.take("code", text),
    title: row.take("title", text),
  }));
}
