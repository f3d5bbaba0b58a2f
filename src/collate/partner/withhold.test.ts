import fc from "fast-check";
import { expect, test } from "vitest";
import { type CountCell, type Fate, fatesOf, LARGEST_SMALL, TOTAL } from "./withhold.ts";

const [PLACES, KINDS, AREAS] = [
  ["a", "b"],
  ["x", "y", "z"],
  ["town", "city", "rural"],
] as const;

/** Every part and every total over kind and area, out of the parts' numbers. */
function cube(numbers: readonly number[]): CountCell[] {
  const parts = PLACES.flatMap((place) => KINDS.flatMap((kind) => AREAS.map((area) => [place, kind, area]))).map(
    (dims, i) => ({ series: "s", dims, value: { value: numbers[i] ?? 0 } }),
  );
  const over = (isTotal: readonly boolean[]): CountCell[] => {
    const sums = new Map<string, CountCell>();
    for (const { dims, value } of parts) {
      const key = dims.map((dim, i) => (isTotal[i] ? TOTAL : dim));
      const sum = sums.get(key.join()) ?? { series: "s", dims: key, value: { value: 0 } };
      sums.set(key.join(), { ...sum, value: { value: (sum.value as { value: number }).value + value.value } });
    }
    return [...sums.values()];
  };
  return [
    ...parts,
    ...over([false, false, true]),
    ...over([false, true, false]),
    ...over([false, true, true]),
    ...over([true, true, true]),
  ];
}

const numberOf = ({ value }: CountCell): number => (value as { value: number }).value;
const isUnder = (part: CountCell, whole: CountCell): boolean =>
  whole.dims.every((dim, i) => dim === TOTAL || dim === part.dims[i]);
const patternOf = ({ dims }: CountCell): string => dims.map((dim) => (dim === TOTAL ? 1 : 0)).join("");

/**
 * The attack: every pair of public tables, each cell of one against the cells of the other that make it up, and the two sums of
 * every cell that both could be added up to. Gives the small counts that come out.
 */
function hadBySubtraction(cells: readonly CountCell[], fates: readonly Fate[]): string[] {
  const isOpen = new Map(cells.map((cell, i) => [cell, fates[i] === "given"]));
  const tables = grouped(cells);
  const found: string[] = [];
  for (const left of tables.values())
    for (const right of tables.values()) {
      if (left === right) continue;
      for (const common of cells) {
        const [ofLeft, ofRight] = [left, right].map((table) => table.filter((cell) => isUnder(cell, common)));
        if (ofLeft === undefined || ofRight === undefined || sumOf(ofLeft) !== sumOf(ofRight)) continue;
        if (!ofLeft.every((cell) => isOpen.get(cell))) continue;
        const hidden = ofRight.filter((cell) => isOpen.get(cell) !== true);
        const rest = sumOf(ofLeft) - sumOf(ofRight.filter((cell) => isOpen.get(cell)));
        const isPinned = hidden.length === 1 || rest === hidden.length || rest === hidden.length * LARGEST_SMALL;
        if (hidden.length > 0 && isPinned) found.push(`${hidden.map(({ dims }) => dims.join("/")).join()}=${rest}`);
      }
    }
  return found;
}

const sumOf = (cells: readonly CountCell[]): number => cells.reduce((sum, cell) => sum + numberOf(cell), 0);
function grouped(cells: readonly CountCell[]): Map<string, CountCell[]> {
  const tables = new Map<string, CountCell[]>();
  for (const cell of cells) tables.set(patternOf(cell), [...(tables.get(patternOf(cell)) ?? []), cell]);
  return tables;
}

const FIXTURE = [12, 9, 3, 20, 11, 0, 2, 2, 0, 10, 8, 0, 0, 0, 1, 15, 40, 33];

test("no pair of tables gives a small count by subtraction; without withholding the same search finds them", () => {
  const cells = cube(FIXTURE);
  expect(hadBySubtraction(cells, fatesOf(cells))).toEqual([]);
  const bandsAlone = cells.map(
    (cell): Fate => (numberOf(cell) >= 1 && numberOf(cell) <= LARGEST_SMALL ? "banded" : "given"),
  );
  expect(hadBySubtraction(cells, bandsAlone)).toContain("a/x/rural=3");
});

test("whatever the numbers are", () => {
  const numbers = fc.array(fc.oneof(fc.nat(9), fc.nat(60)), { minLength: 18, maxLength: 18 });
  fc.assert(
    fc.property(numbers, (given) => {
      const cells = cube(given);
      expect(hadBySubtraction(cells, fatesOf(cells))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test("every part that is given is the number itself, and no count of 1 to 7 is given at all", () => {
  const cells = cube(FIXTURE);
  for (const [i, fate] of fatesOf(cells).entries())
    if (fate === "given") expect(numberOf(cells[i]!) === 0 || numberOf(cells[i]!) > LARGEST_SMALL).toBe(true);
});

test("a total that its parts do not add up to is withheld; one of another breakdown is not taken", () => {
  const part = (dims: string[], value: number): CountCell => ({ series: "s", dims, value: { value } });
  const rows = [part(["x", "town"], 20), part(["x", "city"], 30), part(["x", TOTAL], 53)];
  expect(fatesOf(rows)).toEqual(["given", "given", "withheld"]);
  expect(
    fatesOf([part(["x", TOTAL], 20), part(["y", TOTAL], 9), part([TOTAL, "town"], 25), part([TOTAL, "city"], 4)]),
  ).toContain("aside");
});
