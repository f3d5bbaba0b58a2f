import { countBulk, type Database } from "../../store/index.ts";
import { Problem } from "../../terms/index.ts";
import { personIn } from "../text/person.ts";
import type { CellLine } from "../text/table.ts";
import type { BulkPlan } from "./plan.ts";

/**
 * Looks at every loaded row of these files for people's records, in the columns that hold free text: all others hold months, codes,
 * known words or numbers, which their kinds see to. The same texts count once, so this is quick. Throws the Problem that refuses
 * the first file with any.
 */
export async function refusePersons(
  database: Database,
  { source }: BulkPlan,
  sha256: string,
  files: readonly { file: string; part: string }[],
): Promise<void> {
  const texts = Object.entries(source.bulk.columns).filter(
    ([column, { as }]) => as === "text" && source.not_persons?.includes(column) !== true,
  );
  if (texts.length === 0) return;
  const by = texts.map(([, { name }]) => name);
  const columns = texts.map(([column]) => column);
  const found = await countBulk(database, source.bulk.table, { sha256, parts: files.map(({ part }) => part) }, by);
  const rowsOf = new Map(files.map(({ part }) => [part, [] as CellLine[]]));
  for (const { part, values, line } of found)
    rowsOf.get(part)?.push({ line, cells: values.map((value) => value ?? "") });
  for (const { file, part } of files) {
    const rows = rowsOf.get(part) ?? [];
    const sign = personIn(columns, rows);
    if (sign !== undefined) throw new Problem({ code: "personal-data-suspected", file, ...sign });
  }
}
