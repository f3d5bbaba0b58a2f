/** Invented registers in the published shape, for the tests. The names in them are planted: none may come out again. */

/** Two words that stand for every name; they are in no other text of the project. */
export const PLANTED = ["QUARTERMAINE", "ZEBEDEE"] as const;

/** The header of the register of companies, with the blanks that stand before some of its names, cut down to what is read and more. */
export const HEADER = [
  "CompanyName",
  " CompanyNumber",
  "RegAddress.CareOf",
  "RegAddress.AddressLine1",
  " RegAddress.AddressLine2",
  "RegAddress.PostCode",
  "CompanyStatus",
  "IncorporationDate",
  "SICCode.SicText_1",
  ...[1, 2, 3, 4, 5, 6].map((n) => ` PreviousName_${n}.CompanyName`),
].join(",");

interface Company {
  line?: string;
  postcode?: string;
  incorporated?: string;
  sic?: string;
  previousNames?: number;
}

/** One company as a line of the register, every cell in quotes. */
export function companyLine(n: number, of: Company = {}): string {
  const { line = `${n} Zebedee Way`, postcode = "M1 1AA", incorporated = "05/06/2019" } = of;
  const { sic = "47910 - Retail sale via mail order houses or via Internet", previousNames = 0 } = of;
  return [
    `QUARTERMAINE ""${n}"" TRADING, LIMITED`,
    String(n).padStart(8, "0"),
    "ZEBEDEE QUARTERMAINE",
    line,
    "",
    postcode,
    "Active",
    incorporated,
    sic,
    ...[1, 2, 3, 4, 5, 6].map((k) => (k <= previousNames ? `ZEBEDEE ${k} LTD` : "")),
  ]
    .map((cell) => `"${cell}"`)
    .join(",");
}

/** One record of the register of people with significant control. */
export const controlLine = (company: string, data: Record<string, unknown>): string =>
  JSON.stringify({ company_number: company, data });

/** An individual in control, as `data` of a record. */
export const individual = (of: Record<string, unknown> = {}): Record<string, unknown> => ({
  kind: "individual-person-with-significant-control",
  name: "Mr Zebedee Quartermaine",
  name_elements: { title: "Mr", forename: "Zebedee", surname: "Quartermaine" },
  nationality: "British",
  notified_on: "2026-01-15",
  address: { premises: "1", address_line_1: "Quartermaine House", postal_code: "SW1A 1AA" },
  date_of_birth: { month: 10, year: 1955 },
  natures_of_control: ["ownership-of-shares-75-to-100-percent"],
  ...of,
});
