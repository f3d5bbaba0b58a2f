import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { writeParquet } from "../../store/index.ts";
import { readForeign } from "./read-foreign.ts";

const folder = mkdtempSync(join(tmpdir(), "soclab-parquet-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a Parquet file of others", () => {
  test("gives its column names as line 0 and every record as text", async () => {
    const path = join(folder, "a.parquet");
    await writeParquet(path, {
      force: ["Dyfed-Powys", "", 'Gwent "W"'],
      seizures: Int32Array.of(1, -2, 3),
      kilograms: Float64Array.of(0.1, 1e-7, 5),
    });
    const rows: unknown[] = [];
    for await (const { line, cells } of readForeign(path, { kind: "parquet" })) rows.push([line, ...cells]);
    expect(rows).toEqual([
      [0, "force", "seizures", "kilograms"],
      [1, "Dyfed-Powys", "1", "0.1"],
      [2, "", "-2", "0.0000001"],
      [3, 'Gwent "W"', "3", "5"],
    ]);
  });

  test("of a few bytes and endless records is stopped, and a name like a pattern is a name", async () => {
    const path = join(folder, "a*[1]?.parquet");
    await writeParquet(path, { n: new Int32Array(300_000) });
    const given: string[] = [];
    for await (const row of readForeign(path, { kind: "parquet" })) if (row.line < 2) given.push(...row.cells);
    expect(given).toEqual(["n", "0"]);
    const reading = async (): Promise<void> => {
      for await (const _ of readForeign(path, { kind: "parquet" }, { bytesMax: 100_000 }));
    };
    await expect(reading()).rejects.toMatchObject({ data: { code: "too-large", limit: "bytes" } });
  });

  test("cut short, or no Parquet at all, is refused and names no other path", async () => {
    const whole = join(folder, "b.parquet");
    await writeParquet(whole, { n: Int32Array.of(1, 2) });
    for (const [name, bytes] of [
      ["cut.parquet", readFileSync(whole).subarray(0, -6)],
      ["text.parquet", Buffer.from("a,b\n")],
    ] as const) {
      writeFileSync(join(folder, name), bytes);
      const reading = readForeign(join(folder, name), { kind: "parquet" }).next();
      await expect(reading).rejects.toMatchObject({ data: { code: "damaged-parquet", file: name } });
      await expect(reading).rejects.not.toThrow(folder);
    }
  });
});
