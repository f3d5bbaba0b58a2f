import fc from "fast-check";
import { expect, test } from "vitest";
import { hadBySubtraction } from "../../../test/collate/subtraction.ts";
import { type CountCell, fatesOf, LARGEST_SMALL, TOTAL } from "./withhold.ts";

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
const FIXTURE = [12, 9, 3, 20, 11, 0, 2, 2, 0, 10, 8, 0, 0, 0, 1, 15, 40, 33];

const open = (cells: readonly CountCell[]) => {
  const given = new Set(cells.filter((_, i) => fatesOf(cells)[i] === "given"));
  return (cell: CountCell) => given.has(cell);
};

test("no pair of tables gives a small count by subtraction; with bands alone the same search finds them", () => {
  const cells = cube(FIXTURE);
  expect(hadBySubtraction(cells, open(cells))).toEqual([]);
  const isLarge = (cell: CountCell) => numberOf(cell) === 0 || numberOf(cell) > LARGEST_SMALL;
  expect(hadBySubtraction(cells, isLarge)).toContain("a/x/rural=3");
});

test("whatever the numbers are", () => {
  const numbers = fc.array(fc.oneof(fc.nat(9), fc.nat(60)), { minLength: 18, maxLength: 18 });
  fc.assert(
    fc.property(numbers, (given) => {
      const cells = cube(given);
      expect(hadBySubtraction(cells, open(cells))).toEqual([]);
    }),
    { numRuns: 40 },
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
