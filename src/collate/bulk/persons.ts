import { type BulkKey, countBulk, type Database } from "../../store/index.ts";
import { Problem } from "../../terms/index.ts";
import { personIn } from "../text/person.ts";
import type { BulkPlan } from "./plan.ts";

/**
 * Looks at every loaded row for people's records, in the columns that hold free text: all others hold months, codes, known words or
 * numbers, which their kinds see to. The same texts count once, so this is quick. Throws the Problem that refuses the file.
 */
export async function refusePersons(
  database: Database,
  { source }: BulkPlan,
  file: string,
  key: BulkKey,
): Promise<void> {
  const texts = Object.entries(source.bulk.columns).filter(
    ([column, { as }]) => as === "text" && source.not_persons?.includes(column) !== true,
  );
  if (texts.length === 0) return;
  const by = texts.map(([, { name }]) => name);
  const found = await countBulk(database, source.bulk.table, key, by);
  const rows = found.map(({ values, line }) => ({ line, cells: values.map((value) => value ?? "") }));
  const sign = personIn(
    texts.map(([column]) => column),
    rows,
  );
  if (sign !== undefined) throw new Problem({ code: "personal-data-suspected", file, ...sign });
}
