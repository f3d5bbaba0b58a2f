import { projectFile, readTable } from "../../src/store/index.ts";
import { oneOf, optionalText, text } from "../../src/terms/index.ts";

/** What an offence is called at the three levels of the tables. */
export interface Offence {
  code: string;
  group: string;
  subgroup: string;
}

const key = (level: string, name: string): string => `${level} ${name.toLowerCase()}`;

/**
 * The topic of an offence by threats.csv: by its code, else its subgroup, else its group, in any case of letters; undefined
 * when none of the three is listed. The embedded figures are assigned alike.
 */
export function threatOf({ code, group, subgroup }: Offence): string | undefined {
  return topics.get(key("code", code)) ?? topics.get(key("subgroup", subgroup)) ?? topics.get(key("group", group));
}

const topics = new Map(
  readTable(projectFile("sources", "police-recorded-crime", "threats.csv"), (row) => {
    row.take("basis", optionalText);
    return [
      key(row.take("level", oneOf("code", "subgroup", "group")), row.take("name", text)),
      row.take("threat", text),
    ];
  }),
);
