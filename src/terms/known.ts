/**
 * The last day of a date that is known to the day, the month or the year ("2019" to "2019-12-31"): a figure that came out
 * some time in a month could surely be known at its end. Undefined where no date is known.
 */
function lastDayOf(published: string): string | undefined {
  if (/^\d{4}-\d{2}-\d{2}$/.test(published)) return published;
  const [year, month = "12"] = /^\d{4}(-\d{2})?$/.test(published) ? published.split("-") : [];
  if (year === undefined) return undefined;
  return new Date(Date.UTC(Number(year), Number(month), 0)).toISOString().slice(0, 10);
}

/** The day from which a release could be known: the last day of its date of publication, else the day it was landed. */
export const knownFrom = (published: string, landedAt: string): string => lastDayOf(published) ?? landedAt.slice(0, 10);
