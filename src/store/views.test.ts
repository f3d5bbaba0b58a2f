import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { content, line, temporaryFolder, writeFiles } from "../../test/collate/figures.ts";
import { collate, type Reading, readSource, type Source } from "../collate/index.ts";
import { OTHER_TOPICS, THREAT_IDS } from "../terms/index.ts";
import { openSnapshot, readPlaces, readWiderAreas, type Snapshot } from "./index.ts";
import { MEANING } from "./meaning.ts";

/** A publisher of one small table, whose files carry their date in the name; rows say nothing of it. */
async function publisher(): Promise<Source> {
  const source = await readSource("embedded");
  const { owned, ...declaration } = source.declaration;
  const [table] = declaration.tables;
  const published = "(?<year>\\d{4})(-(?<month>\\d{2}))?(-(?<day>\\d{2}))?\\.csv";
  return {
    ...source,
    declaration: { ...declaration, id: "embedded", tables: [{ ...table!, published }] },
    files: [],
    readRow: (row, info) => {
      const { published: _, ...reading } = source.readRow(row, info) as Reading;
      return reading;
    },
  };
}

const folder = temporaryFolder();
const home = join(folder.path, "home");
const force = (place: string, value: string, breakdown = "Drugs") => line({ place, value, breakdown });
/** In the order of their publication; the last one has no date and was known when it was landed. */
const FILES = {
  "t-2023.csv": content([
    force("E23000001", "100"),
    force("E23000002", "20"),
    force("E23000003", "7"),
    force("E23000004", "0"),
  ]),
  "t-2024-02.csv": content([force("E23000001", "110"), force("E23000002", "20"), force("E23000004", "5")]),
  "t-2024-03-05.csv": content([force("E23000001", "[c]"), force("E23000002", "20"), force("E23000004", "5")]),
  "other-2024.csv": content([force("W15000001", "3"), force("W15000002", "4", "Other")]),
  "undated.csv": content([force("E23000001", "120")]),
};
let snapshot: Snapshot;

beforeAll(async () => {
  const files = writeFiles(folder.path, FILES).map((path) => ({ path, source: "embedded" }));
  await collate(home, undefined, { sources: [await publisher()], files });
  snapshot = await openSnapshot(home);
});
afterAll(() => {
  snapshot.close();
  folder.remove();
});

describe("known time", () => {
  test("a figure is known from the last day of its date, or from the day it was landed", async () => {
    const rows = await snapshot.sql("select name, known_from from release order by name");
    const today = String((await snapshot.sql("select min(landed_at)::date as d from release"))[0]?.d);
    expect(rows.map((r) => [r.name, r.known_from])).toEqual([
      ["other-2024.csv", "2024-12-31"],
      ["t-2023.csv", "2023-12-31"],
      ["t-2024-02.csv", "2024-02-29"],
      ["t-2024-03-05.csv", "2024-03-05"],
      ["undated.csv", today],
    ]);
    const stated = await snapshot.sql(
      "select distinct s.known_from = r.known_from as same from statement s join release r using (sha256, part)",
    );
    expect(stated).toEqual([{ same: true }]);
  });

  test.each([
    ["2023-12-30", []],
    ["2023-12-31", [100, 20, 7, 0]],
    ["2024-02-28", [100, 20, 7, 0]],
    ["2024-02-29", [110, 20, 7, 5]],
    ["2024-03-05", [null, 20, 7, 5]],
  ])("as known on %s", async (day, values) => {
    const rows = await snapshot.sql(`select value from as_known('${day}') where place like 'E%' order by place`);
    expect(rows.map((r) => r.value)).toEqual(values);
  });

  test("latest is the last word of each statistic, whichever way the rows lie", async () => {
    const rows = await snapshot.sql("select place, value, table_id from latest order by place");
    expect(rows.map((r) => [r.place, r.value])).toEqual([
      ["E23000001", 120],
      ["E23000002", 20],
      ["E23000003", 7],
      ["E23000004", 5],
      ["W15000001", 3],
      ["W15000002", 4],
    ]);
    expect(await snapshot.sql("select count(*) as n from latest where place = 'E23000001' and value = 100")).toEqual([
      { n: 0 },
    ]);
  });

  test("restatements: what changed with its size, what became a marker, what vanished; never what merely stands elsewhere", async () => {
    const rows = await snapshot.sql(
      `select kind, place, earlier_value as a, later_value as b, later_missing as why, change, round(relative_change, 3) as share,
         earlier_published as ap, later_published as bp from restatement order by place, later_known_from`,
    );
    expect(
      rows.map(({ kind, place, a, b, why, change, share, ap, bp }) => [kind, place, a, b, why, change, share, ap, bp]),
    ).toEqual([
      ["changed", "E23000001", 100, 110, null, 10, 0.1, "2023", "2024-02"],
      ["changed", "E23000001", 110, null, "confidential", null, null, "2024-02", "2024-03-05"],
      ["changed", "E23000001", null, 120, null, null, null, "2024-03-05", ""],
      // Of the file without a date, whose one row covers Metropolitan Police, the others are missing too.
      ["vanished", "E23000002", 20, null, null, null, null, "2024-03-05", ""],
      ["vanished", "E23000003", 7, null, null, null, null, "2023", "2024-02"],
      ["changed", "E23000004", 0, 5, null, 5, null, "2023", "2024-02"],
      ["vanished", "E23000004", 5, null, null, null, null, "2024-03-05", ""],
    ]);
    const ids = await snapshot.sql("select earlier_id, later_id from restatement");
    for (const { earlier_id, later_id } of ids)
      for (const id of [earlier_id, later_id]) if (id !== null) expect(await snapshot.origin(String(id))).toBeDefined();
  });
});

describe("the database says what it holds", () => {
  test("places and threats: all that a figure can be about", async () => {
    const places = await snapshot.sql("select code, kind, name from place");
    expect(places.filter((p) => p.kind === "police-area").map((p) => p.code)).toEqual(readPlaces().map((p) => p.code));
    expect(places.filter((p) => p.kind === "wider-area")).toHaveLength(readWiderAreas().length);
    const threats = await snapshot.sql("select id, title, unit from threat");
    expect(threats.map((t) => t.id)).toEqual([...THREAT_IDS, ...OTHER_TOPICS]);
    expect(threats.at(-1)).toEqual({ id: "context", title: "Context", unit: "" });
  });

  test("every table, view and column has a meaning, and no meaning is of a column that is not there", async () => {
    const tables = await snapshot.tables();
    expect(tables.map((t) => t.name)).toEqual(MEANING.map((m) => m.name));
    for (const { name, about, columns } of tables) {
      expect(about, name).not.toBe("");
      expect(columns.length, name).toBeGreaterThan(3);
      for (const column of columns) expect(column.meaning, `${name}.${column.name}`).not.toBe("");
    }
    const known = await snapshot.sql("describe select * from as_known('2024-01-01')");
    expect(known.map((c) => c.column_name)).toEqual(
      tables.find((t) => t.name === "as_known")?.columns.map((c) => c.name),
    );
  });

  test("the day it was known is no part of the fingerprint; the rows are", async () => {
    expect(await snapshot.recount()).toBe(snapshot.fingerprint);
  });
});
