export type Nation = "E" | "W" | "S" | "N";

/** One of the 45 territorial police areas. The list is data/places/places.csv; nobody spells a place elsewhere. */
export interface Place {
  /** ONS code: E23000001 to E23000039, W15000001 to W15000004, S92000003, N92000002. */
  code: string;
  name: string;
  /** Regional organised crime unit membership; "London" has none, "Scotland" and "Northern Ireland" stand alone. */
  region: string;
  nation: Nation;
  /** Usual residents; City of London has hardly any, so no resident rate is shown there. */
  population: number;
  /** Share of people in the most deprived tenth of their nation's areas, 0 to 1. */
  deprivedShare: number;
  /** Square kilometres. */
  areaKm2: number;
  /** Centroid, WGS84 degrees. */
  lon: number;
  lat: number;
  hasResidentRates: boolean;
}

/** A part of the world outside the United Kingdom where organisers sit. Reach depends on cooperation. */
export interface ExternalNode {
  id: string;
  title: string;
  /** Share of requests for help that are answered, 0 to 1, assumed. */
  cooperation: number;
}

export const UNITED_KINGDOM = "K02000001";
