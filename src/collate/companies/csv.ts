import type { RegisterFile } from "./input.ts";
import type { SetAside, TallyCell } from "./tally.ts";

/** Columns of the aggregate, in their order. The reader is sources/companies-house/read.ts. */
const COLUMNS = [
  "register",
  "snapshot",
  "measure",
  "postcode_area",
  "sic_division",
  "month",
  "kind",
  "value",
  "unit",
  "input",
  "input_sha256",
];

interface Rows {
  rowsRead: number;
  rowsCounted: number;
  setAside: readonly SetAside[];
}

/** The aggregate as CSV: what became of the records first, then the cells. Pure; no cell holds a comma or a quote. */
export function aggregateCsv(file: RegisterFile, sha256: string, rows: Rows, cells: readonly TallyCell[]): string {
  const accounts: TallyCell[] = [
    account("register-rows-read", rows.rowsRead),
    account("register-rows-counted", rows.rowsCounted),
    ...rows.setAside.map(({ why, rows: aside }) => account("register-rows-set-aside", aside, why)),
  ];
  const lines = [...accounts, ...cells].map(({ measure, area, sector, month, kind, value, unit }) =>
    [file.register, file.snapshot, measure, area, sector, month, kind, value, unit, file.name, sha256].join(","),
  );
  return `${[COLUMNS.join(","), ...lines].join("\n")}\n`;
}

const account = (measure: string, value: number, kind = ""): TallyCell => ({
  ...{ measure, unit: "rows", area: "", sector: "", month: "", kind },
  value,
});
