import { readFileSync } from "node:fs";
import { projectFile } from "../../store/index.ts";
import { MappingSchema } from "./mapping.ts";
import { SubmissionSchema } from "./submission.ts";
import { TableSchemaSchema, tableSchemaOf } from "./table-schema.ts";

const DRAFT = "https://json-schema.org/draft/2020-12/schema";

/** Returns that partners can fill in as they are: folders of data/partner-templates. */
const TEMPLATES = ["force-extract", "financial-typologies"] as const;

/**
 * What docs/reference publishes for partners, by path below it: JSON Schemas of the papers, the table schemas of the templates, and a
 * page with the meaning of every field. `node scripts/partner-schemas.mjs` writes them after a build; a test compares.
 */
export function publishedForPartners(): ReadonlyMap<string, string> {
  const schema = (of: object): string => `${JSON.stringify({ $schema: DRAFT, ...of }, null, 2)}\n`;
  return new Map([
    ["mapping.schema.json", schema(MappingSchema)],
    ["submission.schema.json", schema(SubmissionSchema)],
    ["partner/table-schema.schema.json", schema(TableSchemaSchema)],
    ...TEMPLATES.map((id): [string, string] => [`partner/${id}.table-schema.json`, templateText(id)]),
    ["partner/fields.md", fieldsPage()],
  ]);
}

const templateText = (id: string): string =>
  readFileSync(projectFile("data", "partner-templates", id, "table-schema.json"), "utf8");

function fieldsPage(): string {
  return [
    "# What the fields of a partner's files mean\n",
    "Made from the schemas by `node scripts/partner-schemas.mjs`; [how to contribute data](../../how-to/contribute-data.md) says what to do with them.\n",
    "## The record of a submission (JSON)\n",
    ...tableLines(Object.entries(SubmissionSchema.properties).map(([name, of]) => [name, meaningOf(of)])),
    "\n## The mapping (YAML or JSON)\n",
    ...tableLines(Object.entries(MappingSchema.properties).map(([name, of]) => [name, meaningOf(of)])),
    ...TEMPLATES.flatMap(templateLines),
    "",
  ].join("\n");
}

function templateLines(id: string): string[] {
  const { title = id, description = "", fields } = tableSchemaOf(id, Buffer.from(templateText(id)));
  return [
    `\n## ${title} (data/partner-templates/${id})\n`,
    `${description}\n`,
    ...tableLines(fields.map(({ name, type = "string", description: is = "" }) => [name, `${is} (${type})`])),
  ];
}

const tableLines = (rows: readonly (readonly [name: string, meaning: string])[]): string[] => [
  "| field | meaning |\n|---|---|",
  ...rows.map(([name, meaning]) => `| ${name} | ${meaning.replaceAll("|", "\\|")} |`),
];

const meaningOf = (of: object): string => ("description" in of ? String(of.description) : "");
