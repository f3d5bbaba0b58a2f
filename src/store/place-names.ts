import { type Parser, text } from "../terms/index.ts";
import { projectFile, readTable } from "./files.ts";
import { readAliases, readWiderAreas } from "./places.ts";

/** Who recorded a figure: a police area, or a body whose work is not bound to one. */
export interface Recorder {
  /** ONS code; "" for a body without an area. */
  place: string;
  /** Title of the body; "" for a police area. */
  body: string;
}

/** A name as tables are searched by it: composed letters (NFC), single blanks, no note such as "[note 6]" at its end. */
const plain = (name: string): string =>
  name
    .normalize("NFC")
    .replace(/\[[^\]]{0,20}\]$/, "")
    .replace(/\s+/g, " ")
    .trim();

/** Any known spelling of a police area (data/places/aliases.csv) to its ONS code. */
export const policeAreaNamed = (): Parser<string> => {
  const codes = readAliases();
  return { expected: "a police area that SOC Lab knows (data/places/aliases.csv)", parse: (t) => codes.get(plain(t)) };
};

/** A police area as above, or a body of data/places/bodies.csv such as British Transport Police or Action Fraud. */
export const recorderNamed = (): Parser<Recorder> => {
  const [codes, bodies] = [readAliases(), readBodies()];
  return {
    expected: "a police area or a body that SOC Lab knows (data/places/aliases.csv, data/places/bodies.csv)",
    parse: (t) => {
      const [place, body] = [codes.get(plain(t)), bodies.get(plain(t))];
      return place !== undefined ? { place, body: "" } : body !== undefined ? { place: "", body } : undefined;
    },
  };
};

/** The name of a nation, a union of nations or an English region (data/places/wider-areas.csv) to its ONS code. */
export const widerAreaNamed = (): Parser<string> => {
  const codes = new Map(readWiderAreas().map(({ code, title }) => [title.toLowerCase(), code]));
  return {
    expected: "a nation or an English region (data/places/wider-areas.csv)",
    parse: (t) => codes.get(plain(t).toLowerCase()),
  };
};

/** Every spelling of a body without an area to its title (data/places/bodies.csv). Throws a Problem on a bad row. */
export const readBodies = (): Map<string, string> =>
  new Map(
    readTable(projectFile("data", "places", "bodies.csv"), (row) => {
      row.ignore("id");
      return [row.take("name", text), row.take("title", text)];
    }),
  );
