import { type DateFormat, dateFormatOf } from "./cell-text.ts";
import type { WorkbookParts } from "./workbook-parts.ts";

const DAY: DateFormat = { hasDay: true, hasTime: false, isElapsed: false };
const TIME: DateFormat = { hasDay: false, hasTime: true, isElapsed: false };
const MOMENT: DateFormat = { hasDay: true, hasTime: true, isElapsed: false };
const ELAPSED: DateFormat = { hasDay: false, hasTime: true, isElapsed: true };

/** Number formats that a file names without saying them (ECMA-376 part 1, section 18.8.30), those for East Asia too. */
function builtInFormat(id: number): DateFormat | undefined {
  if (id === 22) return MOMENT;
  if (id === 46) return ELAPSED;
  if ((id >= 18 && id <= 21) || id === 45 || id === 47 || (id >= 32 && id <= 35)) return TIME;
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return DAY;
  return undefined;
}

/** By the number of a cell's style: what it shows of a day or time, undefined for a plain number. Throws a Problem. */
export async function dateFormats(parts: WorkbookParts, path: string | undefined): Promise<(DateFormat | undefined)[]> {
  const formats: (DateFormat | undefined)[] = [];
  if (path === undefined || !parts.has(path)) return formats;
  const own = new Map<number, DateFormat | undefined>();
  let isOfCells = false;
  await parts.readAll(path, {
    open(name, attributes) {
      if (name === "cellXfs") isOfCells = true;
      if (name === "numFmt") own.set(Number(attributes().numFmtId), dateFormatOf(attributes().formatCode ?? ""));
      if (name !== "xf" || !isOfCells) return;
      const id = Number(attributes().numFmtId ?? 0);
      formats.push(own.has(id) ? own.get(id) : builtInFormat(id));
    },
    close(name) {
      if (name === "cellXfs") isOfCells = false;
    },
    text() {},
  });
  return formats;
}
