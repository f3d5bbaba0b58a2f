import { HEADLINE } from "../decide/index.ts";
import { THREATS } from "../terms/index.ts";

/** What the one-paragraph answer tells of each scenario. */
export const ANSWER_OUTCOMES: readonly string[] = [HEADLINE, "drug-deaths", HEADLINE.replace(/^harm/, "npv")];

const FIRST_OF_TABLE = /^(harm|npv)\.[a-z-]+$|^cost\.discounted$/;
const REST_OF_TABLE = [
  ...THREATS.map((t) => `harm-events.${t.id}`),
  "drug-deaths",
  "arrivals.total",
  "homicides",
  "serious-violence",
  "groups.true",
  "groups.known",
  "members",
  "custody",
  "court-queue",
  "assets.recovered",
  "spend.added",
  "spend.unspent",
];

/** Rows of the table that stands open; every other outcome is one click away. */
export const isOpenRow = (id: string): boolean => FIRST_OF_TABLE.test(id) || REST_OF_TABLE.includes(id);

/** Outcomes with a fan chart, all of them series of the twin. */
export const FAN_OUTCOMES: readonly string[] = [
  "drug-deaths",
  "harm-events.modern-slavery",
  "harm-events.fraud",
  "arrivals.small-boat",
  "serious-violence",
  "groups.true",
  "custody",
  "assets.recovered",
];
