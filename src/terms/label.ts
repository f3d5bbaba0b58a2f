import { plainName } from "./plain-name.ts";

/** "Robbery  [note 3]\n[r]" to "Robbery": the words of a label as publishers print it, without notes in square brackets. */
export const withoutNotes = (label: string): string => plainName(label.replace(/\[[^\][]{0,40}\]/g, " "));
