import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, expect, it } from "vitest";
import { writeParquet } from "./parquet.ts";

const folder = mkdtempSync(join(tmpdir(), "soclab-parquet-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("rows come back as they were written, and nothing else is left in the folder", async () => {
  const path = join(folder, "it's.parquet");
  await writeParquet(path, {
    run: Int32Array.of(0, 1),
    outcome: ["arrests", "custody"],
    value: Float64Array.of(1.5, -2),
  });
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const rows = (await connection.runAndReadAll(`SELECT * FROM '${path.replace("'", "''")}'`)).getRowObjectsJS();
  expect(rows).toEqual([
    { run: 0, outcome: "arrests", value: 1.5 },
    { run: 1, outcome: "custody", value: -2 },
  ]);
  expect(readdirSync(folder)).toEqual(["it's.parquet"]);
});

it("a folder below a file cannot be made, which is a sentence that names it", async () => {
  await expect(
    writeParquet(join(folder, "it's.parquet", "x.parquet"), { a: Float64Array.of(1) }),
  ).rejects.toMatchObject({
    name: "Problem",
  });
});
