import { number, type Observation, type OriginId, optionalText, type Row, text } from "../terms/index.ts";
import { type PublishedExpression, publishedExpression, publishedValue } from "./selector.ts";

/** A row of data/disagreements.csv: where the paper and an official table say different things, and where that is argued out. */
export interface DisagreementRow {
  id: string;
  title: string;
  paper: { expression: PublishedExpression; factor: number };
  official: { expression: PublishedExpression; factor: number };
  unit: string;
  decision: string;
  note: string;
}

export interface Disagreement {
  id: string;
  title: string;
  unit: string;
  paper: number;
  official: number;
  from: OriginId[];
  decision: string;
  note: string;
}

/** Reads one row of data/disagreements.csv. Throws a Problem on a fault. */
export const readDisagreementRow = (row: Row): DisagreementRow => ({
  id: row.take("id", text),
  title: row.take("title", text),
  paper: { expression: row.take("paper", publishedExpression), factor: row.take("paper_factor", number) },
  official: { expression: row.take("official", publishedExpression), factor: row.take("official_factor", number) },
  unit: row.take("unit", text),
  decision: row.take("decision", text),
  note: row.take("note", optionalText),
});

/** Both values of each row, neither made to agree with the other. Throws a Problem when one was never collated. Pure. */
export const disagreements = (rows: readonly DisagreementRow[], observations: readonly Observation[]): Disagreement[] =>
  rows.map(({ id, title, unit, decision, note, ...sides }) => {
    const paper = publishedValue(sides.paper.expression, sides.paper.factor, observations);
    const official = publishedValue(sides.official.expression, sides.official.factor, observations);
    return {
      id,
      title,
      unit,
      paper: paper.value,
      official: official.value,
      from: [...paper.from, ...official.from],
      decision,
      note,
    };
  });
