/** How other kinds of file begin (bytes as Latin-1). They come under a table's name when a download goes wrong. */
const BEGINNINGS: readonly [beginning: string, what: string][] = [
  ["PK\u0003\u0004", "a ZIP archive or a workbook (.xlsx, .ods)"],
  ["PK\u0005\u0006", "an empty ZIP archive"],
  ["\u001f\u008b", "a gzip archive"],
  ["%PDF-", "a PDF document"],
  ["\u00d0\u00cf\u0011\u00e0", "an old workbook or document of Microsoft Office (.xls, .doc)"],
  ["PAR1", "a Parquet file"],
];

/** Markup at the head of the text: `<!DOCTYPE html>`, `<html>`, `<?xml ...>`. The text is short, so the pattern is quick. */
const MARKUP = /^(?:\u00ef\u00bb\u00bf)?\s*<(?:!doctype|html|head|body|\?xml)/i;

/** What a file is when it is no table of text; undefined when its beginning does not show that. */
export function notATable(bytes: Uint8Array): string | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 512));
  if (MARKUP.test(head)) return "a web page or XML document";
  return BEGINNINGS.find(([beginning]) => head.startsWith(beginning))?.[1];
}
