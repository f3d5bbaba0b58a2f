import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { answersOf } from "./child.ts";
import { odsOf } from "./fixture.ts";
import { type Limits, limitsWith } from "./limits.ts";
import type { Task } from "./order.ts";
import { readForeign, sheetsOf } from "./read-foreign.ts";

const folder = mkdtempSync(join(tmpdir(), "soclab-child-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const task = (limits: Partial<Limits>): Task => ({
  does: "entries",
  path: "none",
  shown: "file.bin",
  limits: limitsWith(limits),
});

/** What becomes of a child that does this. */
async function answers(name: string, program: string, limits: Partial<Limits> = {}): Promise<unknown[]> {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(path, program);
  const found: unknown[] = [];
  for await (const answer of answersOf(task(limits), path)) found.push(answer);
  return found;
}

const refused = (data: object): unknown =>
  expect.objectContaining({ name: "Problem", data: expect.objectContaining({ file: "file.bin", ...data }) });

describe.concurrent("a child process that breaks down is a Problem, and this process goes on", () => {
  test("killed by a fault in its memory", async () => {
    await expect(answers("segv", "process.kill(process.pid, 'SIGSEGV'); setInterval(() => {}, 9)")).rejects.toEqual(
      refused({ code: "reader-crashed", why: "SIGSEGV" }),
    );
  });

  test("an error that nobody foresaw", async () => {
    await expect(answers("error", "throw new TypeError('of the reader')")).rejects.toEqual(
      refused({ code: "reader-crashed", why: "exit 1 TypeError: of the reader" }),
    );
  });

  test("ends without its last word", async () => {
    await expect(answers("silent", "process.stdout.write('{\"entries\":[]}\\n')")).rejects.toEqual(
      refused({ code: "reader-crashed", why: "exit 0" }),
    );
  });

  test("more memory than it may have", async () => {
    const program = "const all = []; for (;;) all.push(new Array(1000).fill(all.length));";
    await expect(answers("heap", program, { memoryMb: 32 })).rejects.toEqual(
      refused({ code: "too-large", limit: "memory", most: 32 }),
    );
  });

  test("without end, and deaf", async () => {
    await expect(answers("endless", "for (;;);", { secondsMax: 0.3 })).rejects.toEqual(
      refused({ code: "too-slow", seconds: 0.3 }),
    );
  });
});

describe.concurrent("a child process of this project", () => {
  const rows = Array.from(
    { length: 20_000 },
    (_, at) => `<table:table-row><table:table-cell office:value-type="float" office:value="${at}"/></table:table-row>`,
  );
  const path = join(folder, "rows.ods");
  writeFileSync(path, odsOf(`<table:table table:name="T">${rows.join("")}</table:table>`));

  test("gives every row in order, also to a slow reader whose time does not count", async () => {
    let next = 0;
    for await (const row of readForeign(path, { kind: "workbook" }, { secondsMax: 20 })) {
      if (next === 0) await new Promise((resolve) => setTimeout(resolve, 200));
      expect(row).toEqual({ part: "T", line: next + 1, cells: [String(next)] });
      next++;
    }
    expect(next).toBe(rows.length);
  });

  test("ends when nobody listens any more", async () => {
    const reading = readForeign(path, { kind: "workbook" });
    expect((await reading.next()).value?.cells).toEqual(["0"]);
    await reading.return(undefined);
    expect((await reading.next()).done).toBe(true);
  });

  test("lists sheets, and a file that is not there is a fault of the disk", async () => {
    expect(await sheetsOf(path)).toEqual([{ name: "T", isHidden: false }]);
    await expect(sheetsOf(join(folder, "none.ods"))).rejects.toMatchObject({ data: { code: "file-fault" } });
    expect(existsSync(join(folder, "none.ods"))).toBe(false);
  });

  // Below what Node takes to start, so that the watch over all memory answers and not the limit of the heap.
  test("memory beyond its limit is a refusal", async () => {
    await expect(readForeign(path, { kind: "workbook" }, { memoryMb: -60 }).next()).rejects.toMatchObject({
      data: { code: "too-large", limit: "memory" },
    });
  });
});
