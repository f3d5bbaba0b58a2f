/** What the two crime types of the dashboard are called here. */
export const dashboardMeasures = {
  Fraud: { threat: "fraud", count: "nfib-reported-fraud", losses: "nfib-reported-losses" },
  Cyber: { threat: "cyber-crime", count: "nfib-reported-cyber-crime", losses: "nfib-reported-cyber-losses" },
} as const;

type Measured = readonly [column: string, measure: string, unit: string];

const measured = (referred: string, total: string, judicial: string, other: string): readonly Measured[] => [
  [referred, "fraud-crimes-referred-to-force", "crimes"],
  [total, "action-fraud-outcomes", "outcomes"],
  [judicial, "action-fraud-judicial-outcomes", "outcomes"],
  [other, "action-fraud-non-judicial-outcomes", "outcomes"],
];

/** The headings of the tables of outcomes, as the pages of 2019-20 and of the years before print them. */
export const OUTCOMES = {
  "outcomes-2020": {
    force: "Force / Agency",
    measures: measured("Referred Crimes", "Total Outcomes", "Total Judicial Outcomes", "NFA / Non-judicial outcomes"),
  },
  "outcomes-before": {
    force: "FORCE",
    measures: measured("REFERRED CRIMES", "TOTAL OUTCOMES", "JUDICIAL OUTCOMES", "NON-JUDICIAL OUTCOMES"),
  },
} as const;
