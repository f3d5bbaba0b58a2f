import { isMissing, type Observation, type OriginId, type Parser, Problem } from "../terms/index.ts";

/** Names one published value: measure, ONS code of the area ("" for none), breakdown, first day of the period. */
export interface Selector {
  measure: string;
  place: string;
  breakdown: string;
  start: string;
}

/** A published value, or two of them multiplied or divided. */
export interface PublishedExpression {
  text: string;
  first: Selector;
  operator: "*" | "/" | "";
  second: Selector | undefined;
}

/** Parser of "measure|area|breakdown|start", alone or as "… * …" or "… / …". */
export const publishedExpression: Parser<PublishedExpression> = {
  expected: 'an observation "measure|area|breakdown|first day", or two with " * " or " / " between them',
  parse(text) {
    const [, left, operator, right] = /^(.*?)(?: ([*/]) (.*))?$/.exec(text) ?? [];
    const [first, second] = [selectorOf(left ?? ""), right === undefined ? undefined : selectorOf(right)];
    if (!first || (right !== undefined && !second)) return undefined;
    return { text, first, operator: (operator ?? "") as PublishedExpression["operator"], second };
  },
};

function selectorOf(text: string): Selector | undefined {
  const [measure, place, breakdown, start, ...rest] = text.split("|");
  if (!measure || place === undefined || breakdown === undefined || !start || rest.length > 0) return undefined;
  return { measure, place, breakdown, start };
}

/** A published number with the observations it was read from and who published them. */
export interface Published {
  value: number;
  from: OriginId[];
  source: string;
}

/**
 * Value of an expression times `factor`. Of several publications of one value the earliest counts; revisions are for a
 * row's note. Throws a Problem when no observation fits, or the one that does carries no number.
 */
export function publishedValue(
  expression: PublishedExpression,
  factor: number,
  observations: readonly Observation[],
): Published {
  const first = find(expression.first, observations);
  if (!expression.second) return { value: first.number * factor, from: [first.id], source: sourceOf(first) };
  const second = find(expression.second, observations);
  const value = expression.operator === "*" ? first.number * second.number : first.number / second.number;
  return {
    value: value * factor,
    from: [first.id, second.id],
    source: [...new Set([sourceOf(first), sourceOf(second)])].join("; "),
  };
}

type Found = Observation & { number: number };

function find(wanted: Selector, observations: readonly Observation[]): Found {
  const fits = observations
    .filter(
      (o) =>
        o.measure === wanted.measure &&
        o.place === wanted.place &&
        o.breakdown === wanted.breakdown &&
        o.period.start === wanted.start,
    )
    .sort((a, b) => (a.published < b.published ? -1 : a.published > b.published ? 1 : a.id < b.id ? -1 : 1));
  const [first] = fits.filter((o) => !isMissing(o.value));
  if (!first || isMissing(first.value))
    throw new Problem({
      code: "unknown-name",
      what: "published value",
      name: `${wanted.measure}|${wanted.place}|${wanted.breakdown}|${wanted.start}`,
      known: [],
      next: 'Collate the figures that ship with the project ("soclab collate"), or mend the row of data/ that names it.',
    });
  return { ...first, number: first.value.value };
}

const sourceOf = (o: Observation): string =>
  `${o.publisher}, ${o.sourceTitle}${o.published ? ` (${o.published})` : ""}`;
