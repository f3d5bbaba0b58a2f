import {
  breakdownOf,
  type Discrepancy,
  partOf,
  type Reading,
  readingsByPeriod,
  refuseNote,
  type TableInfo,
  unevenMargins,
} from "../../src/collate/index.ts";
import { recorderNamed } from "../../src/store/index.ts";
import {
  anyOf,
  financialYearEnding,
  financialYearText,
  isMissing,
  oneOf,
  publishedValueWith,
  type Row,
  text,
} from "../../src/terms/index.ts";

const ENGLAND_AND_WALES = "K04000001";
const recorder = recorderNamed();
/** "-" is printed where nothing was seized. */
const YEARS = { period: anyOf(financialYearText, financialYearEnding), value: publishedValueWith({ "-": "nil" }) };
const units = oneOf("Kilograms", "Doses", "Plants", "Millilitres");

/** Seizures, or the amount seized, of one drug by one authority or force: a figure for each year. */
export function readRow(row: Row, { table }: TableInfo): Reading[] {
  refuseNote(row);
  const [place, by] = table === "force" ? ofForce(row) : ofAuthority(row);
  const readings = readingsByPeriod(row, YEARS, {
    measure: table === "quantity" ? "drug-quantity-seized" : "drug-seizures",
    threat: "drug-supply",
    place,
    breakdown: breakdownOf(by),
    unit: table === "quantity" ? row.take("Unit", units).toLowerCase() : "seizures",
  });
  row.done();
  return readings;
}

/** Whose seizures a row counts: the place, and the parts of the breakdown. */
type By = [place: string, parts: Record<string, string>];

function ofForce(row: Row): By {
  const { place, body } = row.take("Force", recorder);
  return [place, { "recorded by": body, class: row.take("Drug class", text) }];
}

const ofAuthority = (row: Row): By => [
  ENGLAND_AND_WALES,
  {
    authority: row.take("Authority", text),
    class: row.take("Drug class", text),
    drug: row.take("Drug type", text),
  },
];

/**
 * Police and Border Force add up to all authorities. Drugs do not add up to all drugs, but a seizure holds at least one of
 * them, so their sum cannot be smaller.
 */
export const checkTable = (readings: readonly Reading[], { table }: TableInfo): Discrepancy[] => [
  ...unevenMargins(readings, { key: "authority", whole: "All authorities", rounding: table === "quantity" ? 0.5 : 0 }),
  ...(table === "number" ? tooFewByDrug(readings) : []),
];

const ALL_DRUGS = "All drugs";

function tooFewByDrug(readings: readonly Reading[]): Discrepancy[] {
  return readings.flatMap((all) => {
    if (partOf(all.breakdown, "drug") !== ALL_DRUGS || isMissing(all.value)) return [];
    const drugs = readings.filter((of) => isDrugOf(of, all)).map(({ value }) => value);
    if (drugs.length === 0 || drugs.some(isMissing)) return [];
    const parts = drugs.reduce((sum, value) => sum + (isMissing(value) ? 0 : value.value), 0);
    const what = `drugs in ${all.breakdown}, ${all.period.start} to ${all.period.end}, where a seizure holds one or more`;
    return parts < all.value.value ? [{ what, parts, whole: all.value.value }] : [];
  });
}

const isDrugOf = (of: Reading, all: Reading): boolean =>
  of.period.start === all.period.start &&
  partOf(of.breakdown, "authority") === partOf(all.breakdown, "authority") &&
  partOf(of.breakdown, "drug") !== ALL_DRUGS;
