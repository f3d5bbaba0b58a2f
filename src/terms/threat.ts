/**
 * The eleven threats of serious and organised crime, in the one order used everywhere (arrays of the twin included).
 * The list follows the Home Office definition of SOC; the crosswalk to cost categories is data/threats/crosswalk.csv.
 */
export interface Threat {
  id: ThreatId;
  title: string;
  /** What one unit of extent is, as counted by the estimate and by the twin. */
  unit: string;
  /** Online or cross-border threats: the victim's place is not the offender's place. */
  isRemote: boolean;
}

export const THREAT_IDS = [
  "drug-supply",
  "modern-slavery",
  "immigration-crime",
  "fraud",
  "cyber-crime",
  "child-abuse",
  "firearms",
  "acquisitive-crime",
  "money-laundering",
  "corruption",
  "sanctions-evasion",
] as const;

export type ThreatId = (typeof THREAT_IDS)[number];

export const THREATS: readonly Threat[] = [
  { id: "drug-supply", title: "Drug supply", unit: "people dependent on opiates or crack cocaine", isRemote: false },
  { id: "modern-slavery", title: "Modern slavery and human trafficking", unit: "people exploited", isRemote: false },
  { id: "immigration-crime", title: "Organised immigration crime", unit: "irregular arrivals", isRemote: true },
  { id: "fraud", title: "Fraud", unit: "fraud incidents", isRemote: true },
  { id: "cyber-crime", title: "Cyber-crime", unit: "computer misuse incidents", isRemote: true },
  {
    id: "child-abuse",
    title: "Child sexual exploitation and abuse",
    unit: "offences against children",
    isRemote: true,
  },
  { id: "firearms", title: "Illegal firearms", unit: "firearms offences", isRemote: false },
  {
    id: "acquisitive-crime",
    title: "Organised acquisitive crime",
    unit: "burglaries, robberies and vehicle crimes",
    isRemote: false,
  },
  { id: "money-laundering", title: "Money laundering", unit: "GBP laundered", isRemote: true },
  { id: "corruption", title: "Bribery and corruption", unit: "corrupt acts", isRemote: false },
  { id: "sanctions-evasion", title: "Sanctions evasion", unit: "evasions", isRemote: true },
];

/** Index of a threat in every array that runs over threats. */
export const threatIndex = (id: ThreatId): number => THREAT_IDS.indexOf(id);

export const isThreatId = (text: string): text is ThreatId => (THREAT_IDS as readonly string[]).includes(text);
