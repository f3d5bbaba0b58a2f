import type { Parser } from "./row.ts";

/**
 * Codes by their shape (ONS Code History Database: three characters name the kind of area, six digits the area).
 * Lower case, a letter of another alphabet or a missing digit is another code, so it is refused. Whether an area of
 * that code exists is a question for the list of places.
 */
export const areaCode = (...kinds: readonly string[]): Parser<string> => ({
  expected: `an ONS code beginning with ${kinds.join(", ")}`,
  parse: (t) => (t.length === 9 && kinds.includes(t.slice(0, 3)) && /^\d{6}$/.test(t.slice(3)) ? t : undefined),
});

/** Police force areas of England and Wales (E23, W15); Scotland and Northern Ireland are one force each. */
export const forceCode: Parser<string> = {
  expected: "the ONS code of a police force area",
  parse: (t) => areaCode("E23", "W15").parse(t) ?? (t === "S92000003" || t === "N92000002" ? t : undefined),
};

/** Small areas: LSOA of England and Wales (E01, W01), data zone of Scotland (S01) and Northern Ireland (N20), SOA before (95GG01S1). */
export const smallAreaCode: Parser<string> = {
  expected: "the ONS code of a lower layer super output area or data zone",
  parse: (t) => areaCode("E01", "W01", "S01", "N20").parse(t) ?? northernSoa(t),
};

const northernSoa = (t: string): string | undefined =>
  t.length === 8 && /^95[A-Z]{2}\d{2}[A-Z]\d$/.test(t) ? t : undefined;
