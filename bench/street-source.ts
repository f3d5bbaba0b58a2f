import type { BulkSource } from "../src/collate/index.ts";

/** Crime types of data.police.uk: the 14 since 2013, and two of 2011 to 2013. */
const CRIME_TYPES = [
  "Anti-social behaviour",
  "Bicycle theft",
  "Burglary",
  "Criminal damage and arson",
  "Drugs",
  "Other crime",
  "Other theft",
  "Possession of weapons",
  "Public disorder and weapons",
  "Public order",
  "Robbery",
  "Shoplifting",
  "Theft from the person",
  "Vehicle crime",
  "Violence and sexual offences",
  "Violent crime",
];

/** Last outcome categories of data.police.uk, in the order of its documentation of outcomes. */
const OUTCOMES = [
  "Under investigation",
  "Investigation complete; no suspect identified",
  "Unable to prosecute suspect",
  "Status update unavailable",
  "Awaiting court outcome",
  "Court result unavailable",
  "Court case unable to proceed",
  "Local resolution",
  "Offender given a caution",
  "Offender given a drugs possession warning",
  "Offender given penalty notice",
  "Formal action is not in the public interest",
  "Further action is not in the public interest",
  "Further investigation is not in the public interest",
  "Action to be taken by another organisation",
  "Suspect charged as part of another case",
  "Suspect charged",
  "Defendant found not guilty",
  "Defendant sent to Crown Court",
  "Offender sent to prison",
  "Offender given suspended prison sentence",
  "Offender given community sentence",
  "Offender given conditional discharge",
  "Offender given absolute discharge",
  "Offender fined",
  "Offender ordered to pay compensation",
  "Offender deprived of property",
  "Offender otherwise dealt with",
];

/**
 * The street file of data.police.uk as a bulk table: the columns that are needed, with the headers of today and of 2012.
 * The benchmark and the tests of the fast path read by it.
 */
export const STREET: BulkSource = {
  columns: ["Month", "Reported by", "Falls within", "Location", "LSOA code", "LSOA name", "Crime type", "Context"],
  optional: ["Crime ID", "Longitude", "Latitude", "Easting", "Northing", "Last outcome category"],
  dialect: { encoding: "utf-8", delimiter: ",", quote: '"' },
  bulk: {
    table: "police_uk_crime",
    columns: {
      Month: { name: "month", as: "month" },
      "Reported by": { name: "reported_by", as: "recorder" },
      "Falls within": { name: "force", as: "recorder" },
      "LSOA code": { name: "lsoa", as: "small-area", empty: "allowed" },
      "Crime type": { name: "category", as: { one_of: CRIME_TYPES } },
      "Last outcome category": { name: "outcome", as: { one_of: OUTCOMES }, empty: "allowed" },
    },
    ignored: ["Crime ID", "Longitude", "Latitude", "Easting", "Northing", "Location", "LSOA name", "Context"],
    counts: [
      {
        measure: "police-uk-crimes",
        unit: "crimes",
        period: "month",
        place: "force",
        threat: {
          by: "category",
          map: {
            Drugs: "drug-supply",
            Burglary: "acquisitive-crime",
            Robbery: "acquisitive-crime",
            "Vehicle crime": "acquisitive-crime",
            "Theft from the person": "acquisitive-crime",
          },
          otherwise: "context",
        },
        breakdown: ["category"],
      },
    ],
  },
};
