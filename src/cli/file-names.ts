/**
 * A declared pattern of file names (a regular expression of source.yaml) as a person reads it: "…" stands for anything,
 * YYYY, MM and DD for a date, N for digits, [..] for what may be absent. What it does not know it leaves as it stands. Pure.
 */
export function fileNames(pattern: string): string {
  return SPELLINGS.reduce((text, [what, shown]) => text.replace(what, shown), pattern);
}

/** In order: what comes later sees what came before. */
const SPELLINGS: readonly [RegExp, string][] = [
  [/\(\?<year>\\d\{4\}\)/g, "YYYY"],
  [/\(\?<year>(?:20)?\\d\{2\}\)/g, "YY"],
  [/\(\?<year>[^()]*\)/g, "YYYY"],
  [/\(\?<month>[^()]*\)/g, "MM"],
  [/\(\?<day>[^()]*\)/g, "DD"],
  [/\(\?<\w+>/g, "("],
  [/\(\?:/g, "("],
  [/\\d\{4\}/g, "NNNN"],
  [/\\d\{2\}/g, "NN"],
  [/\\d(?:[+*]|\{[\d,]+\})?/g, "N"],
  [/(?:\[[^\]]*\]|\\w|\\S|(?<!\\)\.)(?:[+*]\??|\{[\d,]+\})/g, "…"],
  [/\[([^\]])[^\]]*\](\??)/g, "$1$2"],
  [/\\s[+*?]?/g, " "],
  [/\(([^()]*)\)\?/g, "[$1]"],
  [/(?<!\\)[\^$]/g, ""],
  [/\\(.)\?/g, "[$1]"],
  [/([A-Za-z0-9_-])\?/g, "[$1]"],
  [/\\(.)/g, "$1"],
  [/\(([^()|]*)\)/g, "$1"],
  [/…+/g, "…"],
];
