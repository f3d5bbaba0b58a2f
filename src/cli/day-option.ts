import { isoDate, Problem } from "../terms/index.ts";

/** Reads an option that is a day of the calendar (ISO). Throws a Problem on any other text. */
export const dayOption =
  (command: string, option: string) =>
  (text: string): string => {
    if (isoDate.parse(text) !== undefined) return text;
    throw new Problem({
      ...{ code: "usage", command },
      fault: `${option} is "${text.slice(0, 40)}", which is no day such as 2024-01-31`,
    });
  };
