import { type Parser, plainName, text } from "../terms/index.ts";
import { projectFile, readTable } from "./files.ts";

/**
 * The name of a council area of Scotland or a district of Northern Ireland (policing districts are the same eleven), in any
 * spelling of data/places/districts.csv, to its ONS code.
 */
export const districtNamed = (): Parser<string> => {
  const codes = new Map(
    readTable(projectFile("data", "places", "districts.csv"), (row) => [
      row.take("name", text),
      row.take("code", text),
    ]),
  );
  return {
    expected: "a council area or district that SOC Lab knows (data/places/districts.csv)",
    parse: (t) => codes.get(plainName(t)),
  };
};
