/**
 * The level of a set of rows: the sum of those with the most "=Total" in their breakdown (the publisher's own total where there
 * is one), else of all. A cube's margins are so not added to its parts. It is for comparing a thing with itself and is never
 * shown as a figure. Sums are exact, so that the order of rows does not matter.
 */
export const TOTALS = `case when breakdown in ('', 'all') then 1000
  else length(breakdown) - length(replace(breakdown, '=Total', '=Tota')) end`;

/** Sum of `value` over rows, the same in whatever order they come. */
export const exactSum = (value: string): string => `sum(${value}::decimal(30, 6))::double`;
