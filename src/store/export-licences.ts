import { text } from "../terms/index.ts";
import { projectFile, readTable } from "./files.ts";

/** A licence as a data package names it: `name` is an identifier of the Open Definition. */
export interface PackageLicence {
  name: string;
  title: string;
  path?: string;
}

/** Licences of rows, in their publishers' words, as data packages name them (data/licences.csv); words not listed are kept as title. */
export function packageLicences(licences: readonly string[]): PackageLicence[] {
  const known = new Map(
    readTable(projectFile("data", "licences.csv"), (row) => {
      row.ignore("source");
      const words = row.take("licence", text);
      return [words, { name: row.take("name", text), title: row.take("title", text), path: row.take("path", text) }];
    }),
  );
  const found = licences.map((words) => known.get(words) ?? { name: "notspecified", title: words });
  return [...new Map(found.map((licence) => [licence.title, licence])).values()];
}
