/** What a cell of the aggregate is about; "" where it is about all of a kind. */
export interface CellKey {
  measure: string;
  unit: string;
  area: string;
  sector: string;
  /** "2026-02". */
  month: string;
  kind: string;
}

/** One cell: what it is about, and how many. */
export interface TallyCell extends CellKey {
  value: number;
}

/** A record that was left out: why, how many, and where the first stands. Never what it says. */
export interface SetAside {
  why: string;
  rows: number;
  firstLine: number;
}

/** The counts of one pass over a register. Its size follows areas, sectors and months, never the number of records. */
export class Tally {
  private readonly counts = new Map<string, number>();
  private readonly aside = new Map<string, SetAside>();
  rowsRead = 0;

  add(measure: string, unit: string, of: Partial<Omit<CellKey, "measure" | "unit">> = {}, value = 1): void {
    const key = `${measure}|${unit}|${of.area ?? ""}|${of.sector ?? ""}|${of.month ?? ""}|${of.kind ?? ""}`;
    this.counts.set(key, (this.counts.get(key) ?? 0) + value);
  }

  setAside(line: number, why: string): void {
    const before = this.aside.get(why);
    if (before === undefined) this.aside.set(why, { why, rows: 1, firstLine: line });
    else before.rows++;
  }

  /** Reasons in the order in which they were met. */
  get left(): SetAside[] {
    return [...this.aside.values()];
  }

  /** Cells sorted by what they are about. */
  get cells(): TallyCell[] {
    return [...this.counts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => {
        const [measure = "", unit = "", area = "", sector = "", month = "", kind = ""] = key.split("|");
        return { measure, unit, area, sector, month, kind, value };
      });
  }
}
