/** Pounds mean nothing without the year whose prices they are in: a financial year, for example "2015-16". */
export interface Money {
  gbp: number;
  priceYear: string;
}

/** The price year of every answer. */
export const ANSWER_PRICES = "2023-24";

/** The unit of an amount in the answer's prices, and of one a year. */
export const GBP_UNIT = `GBP ${ANSWER_PRICES}` as const;
export const GBP_A_YEAR_UNIT = `${GBP_UNIT} a year` as const;

/** An amount in the answer's prices; `factor` is what a pound of its price year is in pounds of the answer's (a row of the deflator). */
export const inAnswerPrices = (money: Money, factor: number): Money => ({
  gbp: money.gbp * factor,
  priceYear: ANSWER_PRICES,
});
