import { readAliases, readPlaces } from "../src/store/index.ts";
import { drawer, type StreetFile, streetText } from "./street-rows.ts";
import { writeZip } from "./zip.ts";

/** What was written: an archive as data.police.uk publishes it, of invented rows. */
export interface StreetArchive {
  entries: number;
  rows: number;
  /** Of the archive, and of what is in it. */
  bytes: number;
  bytesInside: number;
}

/** The newest month of the archive and how many it holds, as the published ones. */
const [NEWEST, MONTHS] = ["2025-12", 36];

/** British Transport Police is no police area; its share of the rows is our guess of its size, one row in a hundred. */
const TRANSPORT = { slug: "btp", force: "British Transport Police" };
const TRANSPORT_SHARE = 0.01;

/**
 * Writes an invented archive of so many rows, one entry for each month and force in the published layout
 * (2025-12/2025-12-kent-street.csv), rows shared out by residents and at least one in each. Streamed: one entry at a time is in
 * memory. The same seed gives the same rows. Its name must be the newest month, 2025-12.zip, to be known as an archive.
 */
export function writeStreetArchive(
  path: string,
  rows: number,
  { seed = 1, months = MONTHS }: { seed?: number; months?: number } = {},
): StreetArchive {
  const files = filesOf(rows, months);
  const draw = drawer(seed);
  const made = { entries: files.length, rows: 0, bytes: 0, bytesInside: 0 };
  const entries = function* () {
    for (const { slug, rows: of, ...file } of files) {
      const data = Buffer.concat([...streetText(of, file, draw)].map((text) => Buffer.from(text)));
      made.rows += of;
      made.bytesInside += data.length;
      yield { name: `${file.month}/${file.month}-${slug}-street.csv`, data };
    }
  };
  made.bytes = writeZip(path, entries());
  return made;
}

/** Rows are shared out by running totals, so that they add up whatever the shares are. */
function filesOf(rows: number, months: number): (StreetFile & { slug: string; rows: number })[] {
  const forces = forcesOf();
  const spare = Math.max(0, rows - months * forces.length);
  let [share, given] = [0, 0];
  return monthsOf(months).flatMap((month) =>
    forces.map(({ slug, force, share: of }) => {
      share += of / months;
      const upTo = Math.round(spare * share);
      const file = { slug, month, force, rows: 1 + upTo - given };
      given = upTo;
      return file;
    }),
  );
}

function forcesOf(): { slug: string; force: string; share: number }[] {
  const places = new Map(readPlaces().map((place) => [place.code, place]));
  const areas = [...readAliases()].flatMap(([slug, code]) => {
    const place = places.get(code);
    return place === undefined || !/^[a-z-]+$/.test(slug)
      ? []
      : [{ slug, force: place.name, people: place.population }];
  });
  const people = areas.reduce((sum, area) => sum + area.people, 0);
  const shares = areas.map(({ people: of, ...area }) => ({ ...area, share: ((1 - TRANSPORT_SHARE) * of) / people }));
  return [...shares, { ...TRANSPORT, share: TRANSPORT_SHARE }].sort((a, b) => (a.slug < b.slug ? -1 : 1));
}

function monthsOf(months: number): string[] {
  const [year = 0, month = 0] = NEWEST.split("-").map(Number);
  return Array.from({ length: months }, (_, k) =>
    new Date(Date.UTC(year, month - months + k, 1)).toISOString().slice(0, 7),
  );
}
