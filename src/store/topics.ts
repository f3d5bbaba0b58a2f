import { optionalText, text } from "../terms/index.ts";
import { readTable } from "./files.ts";

/**
 * The topic of a label by the words in it, for publishers that print headings and no codes: a table with the columns words,
 * threat and basis, of which the first row counts whose words stand in the label, in any case of letters. Undefined when
 * none does. `path` is that of the table; throws a Problem when a row of it is bad.
 */
export function topicsByWords(path: string): (label: string) => string | undefined {
  const topics = readTable(path, (row) => {
    row.take("basis", optionalText);
    return { words: row.take("words", text).toLowerCase(), threat: row.take("threat", text) };
  });
  return (label) => topics.find(({ words }) => label.toLowerCase().includes(words))?.threat;
}
