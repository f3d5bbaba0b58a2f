/** A published value, or the reason why there is none. A marker such as "[c]" is never a zero. */
export type MissingReason = "confidential" | "not-available" | "suppressed-small" | "unreadable" | "not-estimable";

export type Cell<T> = { value: T } | { missing: MissingReason };

export const isMissing = <T>(cell: Cell<T>): cell is { missing: MissingReason } => "missing" in cell;
