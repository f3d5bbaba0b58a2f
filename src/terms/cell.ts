/** Why a published value is not there. Shorthand such as "[c]" becomes one of these and never a zero. */
export type MissingReason =
  | "confidential"
  | "not-available"
  | "not-applicable"
  | "low-reliability"
  | "rounds-to-zero"
  | "not-significant"
  | "none-in-survey"
  | "suppressed-small"
  | "unreadable"
  | "not-estimable";

/** What a publisher says about a value that it does give: "12 [r]" is 12, revised. */
export type ValueMark = "provisional" | "revised" | "estimated" | "forecast" | "low-reliability" | "break-in-series";

/** A published value, with its publisher's marks where it has any, or the reason why there is none. */
export type Cell<T> = { value: T; marks?: ValueMark[] } | { missing: MissingReason };

export const isMissing = <T>(cell: Cell<T>): cell is { missing: MissingReason } => "missing" in cell;
