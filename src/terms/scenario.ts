import Type from "typebox";

const Month = Type.String({ pattern: "^[0-9]{4}-(0[1-9]|1[0-2])$" });

/** A dated lever: `until` is the last month; without it the lever stays to the end. */
const DatedLever = Type.Object(
  {
    lever: Type.String({ pattern: "^[LK][0-9]{2}$" }),
    from: Month,
    until: Type.Optional(Month),
    /** In the lever's own unit. For a lever that is a budget (L10): GBP a year, spent by `split`. */
    dose: Type.Number(),
    split: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);

/** What is tried on the simulated country. Plain JSON; its hash is its id and `title` and `question` do not enter it. */
export const ScenarioSchema = Type.Object(
  {
    name: Type.String({ pattern: "^[a-z0-9][a-z0-9-]{0,63}$" }),
    title: Type.String({ maxLength: 200 }),
    question: Type.Optional(Type.String({ maxLength: 2000 })),
    levers: Type.Array(DatedLever, { maxItems: 100 }),
    /** Parameters fixed by hand instead of drawn: id to value. */
    assumptions: Type.Optional(Type.Record(Type.String(), Type.Number())),
    /** The named structure of the twin (data/structures.csv); "default" when absent. */
    structure: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);

export type Scenario = Type.Static<typeof ScenarioSchema>;

/** The months over which an answer is summed: April 2027 to March 2037 unless asked otherwise. */
export interface Horizon {
  from: string;
  until: string;
}

export const DEFAULT_HORIZON: Horizon = { from: "2027-04", until: "2037-03" };
