/** The named processes. A number, once given, is never used for another process. */
export const PROCESS = {
  parameters: 1,
  leverEffects: 2,
  world: 3,
  groups: 4,
  reactions: 5,
  unaffiliated: 6,
  formation: 7,
  nodes: 8,
  demand: 9,
  drugs: 10,
  slavery: 11,
  crossings: 12,
  events: 13,
  violence: 14,
  recovery: 15,
  observation: 16,
  unitCosts: 17,
  enablers: 18,
  indexExtents: 19,
  indexWeights: 20,
  listResamples: 21,
  fieldDraws: 22,
  fieldForecasts: 23,
  fieldInvented: 24,
} as const;

export type Process = (typeof PROCESS)[keyof typeof PROCESS];
