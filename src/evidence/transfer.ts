import { projectFile, readTable } from "../store/index.ts";
import { number, optionalText, text } from "../terms/index.ts";

/** One assumption about how far a study carries: a penalty (an sd on the log rate scale), a default, or a base. */
export interface TransferRow {
  id: string;
  title: string;
  value: number;
  from: string;
  note: string;
}

/** The rows of evidence/transfer.csv by id. Throws a Problem on a row that is not as agreed. */
export function readTransfer(path: string = projectFile("evidence", "transfer.csv")): Map<string, TransferRow> {
  const rows = readTable(
    path,
    (row): TransferRow => ({
      id: row.take("id", text),
      title: row.take("title", text),
      value: row.take("value", number),
      from: row.take("from", text),
      note: row.take("note", optionalText),
    }),
  );
  return new Map(rows.map((row) => [row.id, row]));
}
