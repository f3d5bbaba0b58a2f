import type { DescribedTable } from "../../src/store/index.ts";

/** The page docs/reference/database.md: every table, view and macro of a snapshot, out of the database's own comments. Pure. */
export const databasePage = (tables: readonly DescribedTable[]): string =>
  [
    "# The database\n",
    "What `soclab sql` can ask. Made from the comments in the database itself; `soclab sql --tables` prints the same. Sources that keep rows",
    "as rows add tables of their own, which that command lists too.\n",
    ...tables.map(({ call, name, kind, about, columns }) =>
      [
        `## ${name}\n`,
        `${kind === "table" ? "Table" : kind === "view" ? "View" : `Macro: \`select * from ${call}\``}. ${about}\n`,
        "| column | type | what it is |\n|---|---|---|",
        ...columns.map((c) => `| ${c.name} | ${c.type} | ${c.meaning.replaceAll("|", "\\|")} |`),
        "",
      ].join("\n"),
    ),
  ].join("\n");
