/** A number in decimal digits without an exponent or idle zeros: "1.20E+3" is "1200", "5.0" is "5". Other text comes back as it is. */
export function plainDecimal(text: string): string {
  const parts = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,4}))?$/.exec(text);
  if (!parts || !/\d/.test(text)) return text;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = parts;
  const point = whole.length + Number(exponent);
  const digits = whole + fraction;
  const left =
    point > 0
      ? digits
          .slice(0, point)
          .padEnd(point, "0")
          .replace(/^0+(?=\d)/, "")
      : "0";
  const right = (point >= 0 ? digits.slice(point) : "0".repeat(-point) + digits).replace(/0+$/, "");
  const size = right === "" ? left : `${left}.${right}`;
  return sign === "-" && /[1-9]/.test(size) ? `-${size}` : size;
}

/**
 * A stored number as text: the shortest decimal that gives back the same double. A whole number written out keeps all its digits, also
 * past 2^53. Undefined when the text is no number.
 */
export function storedNumber(text: string): string | undefined {
  if (/^-?[1-9]\d*$/.test(text)) return text;
  if (!/^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? plainDecimal(String(value)) : undefined;
}

/** What a number format makes of a number: a day, a time of day, both (a moment), or elapsed hours that may pass 24. */
export interface DateFormat {
  hasDay: boolean;
  hasTime: boolean;
  isElapsed: boolean;
}

/** Undefined when the format code shows a number. Quoted text, escapes and colours in brackets are no letters of a date. */
export function dateFormatOf(code: string): DateFormat | undefined {
  const first = code.replace(/"[^"]*"|\\.|[_*]./g, "").split(";")[0] ?? "";
  const letters = first.replace(/\[(?![hms]+\])[^\]]*\]/gi, "").toLowerCase();
  if (/general|[0#?]e[+-]/.test(letters) || !/[ymdhs]/.test(letters)) return undefined;
  const hasTime = /[hs]/.test(letters);
  const isElapsed = /\[[hms]+\]/.test(letters);
  return { hasTime, isElapsed, hasDay: /[yd]/.test(letters) || (!hasTime && /m/.test(letters)) };
}

const DAY_MS = 86_400_000;
/** Day 0 of Excel's calendar from 1 March 1900 on; before that it counts a 29 February 1900 that never was. */
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
const LAST_SERIAL = 2_958_465;

/** A serial number of days as ISO text, to the millisecond; one outside Excel's calendar stays a number. */
export function serialText(serial: number, format: DateFormat, from1904: boolean): string {
  const ms = Math.round(serial * DAY_MS);
  if (serial < 0 || serial > LAST_SERIAL) return plainDecimal(String(serial));
  if (format.isElapsed) return timeText(ms);
  if (!from1904 && Math.floor(ms / DAY_MS) === 0) return format.hasTime ? timeText(ms) : plainDecimal(String(serial));
  if (!format.hasDay) return ms < DAY_MS ? timeText(ms) : momentText(ms, from1904);
  return momentText(ms, from1904);
}

function momentText(ms: number, from1904: boolean): string {
  const day = Math.floor(ms / DAY_MS);
  const rest = ms - day * DAY_MS;
  return rest === 0 ? dayText(day, from1904) : `${dayText(day, from1904)}T${timeText(rest)}`;
}

function dayText(day: number, from1904: boolean): string {
  if (!from1904 && day === 60) return "1900-02-29";
  const epoch = from1904 ? EPOCH_1904 : day < 60 ? EPOCH_1900 + DAY_MS : EPOCH_1900;
  return new Date(epoch + day * DAY_MS).toISOString().slice(0, 10);
}

/** Hours, minutes and seconds; thousandths only when there are any. */
function timeText(ms: number): string {
  const two = (n: number): string => String(Math.floor(n)).padStart(2, "0");
  const thousandths = ms % 1000;
  const text = `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}`;
  return thousandths === 0 ? text : `${text}.${String(thousandths).padStart(3, "0")}`;
}

/** An ISO moment without a time of day that is midnight: "2024-01-01T00:00:00" is the day. */
export const isoDay = (text: string): string => text.replace(/T00:00(:00(\.0+)?)?Z?$/, "");

/** An ISO duration of OpenDocument as hours, minutes and seconds: "PT36H05M00S" is "36:05:00". Other text comes back as it is. */
export function durationText(text: string): string {
  const [, sign = "", h = "0", m = "0", s = "0"] = /^(-?)PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.,]+)S)?$/.exec(text) ?? [];
  if (!text.includes("PT")) return text;
  const [whole = "0", fraction = ""] = s.replace(",", ".").split(".");
  const thousandths = fraction.replace(/0+$/, "");
  return `${sign}${h.padStart(2, "0")}:${m.padStart(2, "0")}:${whole.padStart(2, "0")}${thousandths && `.${thousandths}`}`;
}
