// What was known when? Asks the collated database how many referrals the National Referral Mechanism had a year, as known at the
// end of the year after and as known last, and where the newest figure stands. Run it after `npm start`:
//   node dist/examples/query-the-database.js
import { pathToFileURL } from "node:url";
import { homeFolder, openSnapshot, type Snapshot } from "../src/store/index.ts";

/** One year of referrals: what was said of it first and last, and the observation that says it. */
export interface Year {
  year: number;
  /** As known at the end of the year after; null when nothing was said of it by then. */
  before: number | null;
  /** As known last. */
  now: number;
  /** What `soclab explain` takes. */
  id: string;
}

/** Referrals in the United Kingdom by calendar year, oldest first. */
export async function referrals(snapshot: Snapshot): Promise<Year[]> {
  const whole = `source = 'embedded' and measure = 'nrm-referrals' and place = 'K02000001' and breakdown = 'all' and unit = 'referrals'
    and dayofyear(period_start) = 1 and period_end = make_date(year(period_start), 12, 31)`;
  const rows = await snapshot.sql(
    `select year(period_start) as year, value, id from latest where ${whole} order by year`,
  );
  const years: Year[] = [];
  for (const { year, value, id } of rows) {
    const [known] = await snapshot.sql(
      `select value from as_known('${Number(year) + 1}-12-31') where ${whole} and year(period_start) = ${year}`,
    );
    years.push({
      year: Number(year),
      before: known === undefined ? null : Number(known.value),
      now: Number(value),
      id: String(id),
    });
  }
  return years;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const snapshot = await openSnapshot(homeFolder());
  const years = await referrals(snapshot);
  for (const { year, before, now, id } of years)
    console.log(
      `${year}: ${now} referrals${before === null || before === now ? "" : ` (${before} as known a year later)`}, ${id}`,
    );
  const origin = await snapshot.origin(years.at(-1)?.id ?? "");
  console.log(`The last of them stands in ${origin?.file}, line ${origin?.line}, SHA-256 ${origin?.sha256}`);
  snapshot.close();
}
