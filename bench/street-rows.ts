import { closeSync, openSync, writeSync } from "node:fs";
import { STREET } from "./street-source.ts";

/** The header of a street file of data.police.uk, as published since 2013. */
const HEADER =
  "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context";

/** Forces by their names in the files; one is no police area. */
const FORCES = [
  "Metropolitan Police Service",
  "West Midlands Police",
  "West Yorkshire Police",
  "Kent Police",
  "Essex Police",
  "Devon & Cornwall Police",
  "South Wales Police",
  "City of London Police",
  "British Transport Police",
];
const STREETS = ["High Street", "Station Road", "Church Lane", "Shopping Area", "Parking Area", "Supermarket"];
const DISTRICTS = ["Westminster", "Birmingham", "Leeds", "Maidstone", "Colchester", "Plymouth", "Cardiff"];

/**
 * Writes an invented street file of so many rows, about 210 bytes each, and returns its size in bytes. The same seed gives
 * the same bytes anywhere. In proportions as City of London Police published them in 2022 to 2025: one row in 20 is
 * anti-social behaviour, without id and outcome; one in 12 has no location. One in 50 has a comma within quotes, which is
 * our addition. `onRows` hears how many rows are written.
 */
export function writeStreetFile(
  path: string,
  rows: number,
  seed = 1,
  onRows: (done: number) => void = () => {},
): number {
  const draw = drawer(seed);
  const file = openSync(path, "w");
  let bytes = 0;
  try {
    let text = `${HEADER}\r\n`;
    for (let row = 0; row < rows; row++) {
      text += `${streetRow(draw)}\r\n`;
      if (text.length > 1 << 20 || row === rows - 1) {
        bytes += writeSync(file, text);
        text = "";
        onRows(row + 1);
      }
    }
  } finally {
    closeSync(file);
  }
  return bytes;
}

/** Of one file of an archive: the month and the force that its name says. */
export interface StreetFile {
  month: string;
  force: string;
}

/**
 * The text of a street file of one month and force, of so many rows as above, in pieces of about 1 MiB. `draw` goes on where the
 * file before left it.
 */
export function* streetText(rows: number, of: StreetFile, draw: Draw): Generator<string> {
  let text = `${HEADER}\r\n`;
  for (let row = 0; row < rows; row++) {
    text += `${streetRow(draw, of)}\r\n`;
    if (text.length < 1 << 20) continue;
    yield text;
    text = "";
  }
  yield text;
}

const TYPES = listOf("Crime type").filter((type) => type !== "Anti-social behaviour");
const OUTCOMES = listOf("Last outcome category").slice(0, 10);

function streetRow(draw: Draw, of?: StreetFile): string {
  const isAntisocial = draw(20) === 0;
  const id = isAntisocial ? "" : ID_WORDS.map(() => hex(draw(65_536)) + hex(draw(65_536))).join("");
  const month = of?.month ?? `${2023 + draw(3)}-${String(1 + draw(12)).padStart(2, "0")}`;
  const force = of?.force ?? FORCES[draw(FORCES.length)]!;
  const type = isAntisocial ? "Anti-social behaviour" : TYPES[draw(TYPES.length)]!;
  const outcome = isAntisocial ? "" : OUTCOMES[draw(OUTCOMES.length)]!;
  return `${id},${month},${force},${force},${place(draw)},${type},${outcome},`;
}

/** Longitude, latitude, location, LSOA code and name; all but the location empty where it is not known. */
function place(draw: Draw): string {
  if (draw(12) === 0) return ",,No Location,,";
  const street = STREETS[draw(STREETS.length)]!;
  const location = draw(50) === 0 ? `"On or near ${street}, North Side"` : `On or near ${street}`;
  const area = draw(33_755);
  const name = `${DISTRICTS[area % DISTRICTS.length]} ${String(area % 100).padStart(3, "0")}${"ABCDEF"[area % 6]}`;
  return `-${draw(5)}.${digits(draw)},5${draw(5)}.${digits(draw)},${location},E0${1_000_000 + area},${name}`;
}

/** 64 hexadecimal digits, as the published ids have. */
const ID_WORDS = [0, 1, 2, 3, 4, 5, 6, 7];
const HEX = Array.from({ length: 65_536 }, (_, n) => n.toString(16).padStart(4, "0"));
const hex = (n: number): string => HEX[n]!;
const digits = (draw: Draw): string => String(draw(1000) * 1000 + draw(1000)).padStart(6, "0");

function listOf(column: string): string[] {
  const as = STREET.bulk.columns[column]?.as;
  return typeof as === "object" ? as.one_of : [];
}

export type Draw = (below: number) => number;

/** Whole numbers below a bound of at most 65,536, from a 32-bit xorshift (Marsaglia 2003): plain and the same everywhere. */
export function drawer(seed: number): Draw {
  let state = (seed * 2_654_435_761) | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 16) % below;
  };
}
