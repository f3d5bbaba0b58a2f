import type { Reread } from "../../collate/index.ts";
import type { OriginRow } from "../../store/index.ts";
import { isMissing, type Observation, Problem } from "../../terms/index.ts";
import { placeNames } from "../extent-options.ts";
import { type Branch, factsOf } from "./branch.ts";
import type { Sources } from "./sources.ts";

/** What stands behind a figure: what the snapshot says of its origin, and what the kept bytes say when they are read again. */
export interface Behind {
  origin: OriginRow;
  /** Date of publication of its release. */
  published: string;
  /** Undefined when the kept bytes cannot be read; then `fault` says why. */
  reread: Reread | undefined;
  fault: string;
}

/** The origin of an observation, its file read again. Throws a Problem when the snapshot has no such observation. */
export async function behind(id: string, sources: Sources): Promise<Behind> {
  const snapshot = await sources.snapshot();
  const origin = await snapshot.origin(id);
  if (!origin)
    throw new Problem({
      code: "unknown-name",
      what: "observation in this snapshot",
      name: id,
      known: [],
      next: 'Observations are named obs:<12 hex of the file>:<line>; "soclab extent --json" shows some.',
    });
  const { sha256, part, line, observation } = origin;
  const name = origin.file.slice(observation.source.length + 1);
  const [release] = (await snapshot.releases()).filter((r) => r.sha256 === sha256 && r.part === part);
  const published = release?.published ?? "";
  try {
    const order = { id, source: observation.source, name, sha256, part, line, published };
    const reread = await sources.rereader.reread(order);
    return { origin, published, reread, fault: reread === undefined ? "the file has no such line" : "" };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { origin, published, reread: undefined, fault: error.message };
  }
}

/** `obs:<hash>:<line>`: one published value, its publication, and the row of the kept file, read again. */
export async function walkObservation(id: string, sources: Sources): Promise<Branch> {
  const { origin, reread, fault } = await behind(id, sources);
  const { observation: o, file, part, line, sha256, path, landedAt, text } = origin;
  const where = part === "" ? file : `${file}, ${part}`;
  return {
    id,
    title: `${shownValue(o)} ${o.unit}: ${o.measure}${o.breakdown ? `, ${o.breakdown}` : ""}`,
    facts: factsOf({
      place: o.place === "" ? "no place" : `${o.place} ${placeNames().get(o.place) ?? ""}`.trim(),
      period: `${o.period.start} to ${o.period.end}`,
      "published range": o.low === undefined ? undefined : `${o.low} to ${o.high}`,
      source: o.sourceTitle,
      publisher: o.publisher,
      published: o.published,
      address: o.locator,
      licence: o.licence,
      note: o.note,
      file: `${where}, line ${line}`,
      sha256,
      "kept copy": `${path}, landed ${landedAt}`,
      ...rowFacts(reread, text),
      "read again": againWords(o, reread, fault),
    }),
    from: [],
    group: file,
  };
}

/** The line as the file has it; cells under their columns where a row of a sheet or an archive is meant; the first rows of a count. */
function rowFacts(reread: Reread | undefined, text: string | undefined): Record<string, string> {
  if (reread?.counted !== undefined) {
    const { rows, first } = reread.counted;
    return { rows: `${rows}`, ...Object.fromEntries(first.map((row) => [`line ${row.line}`, row.text])) };
  }
  if (reread?.isWithheld === true) return { line: "not shown: a partner's row stays with the Lab" };
  const cells = Object.entries(reread?.cells ?? {}).map(([column, cell]) => `${column}: ${cell}`);
  return factsOf({ line: text ?? cells.join("; ") });
}

function againWords(o: Observation, reread: Reread | undefined, fault: string): string {
  if (reread === undefined) return `not possible: ${fault}`;
  if (reread.observation === undefined) return "the row gives no such figure any more; run soclab collate";
  const isSame = JSON.stringify(reread.observation.value) === JSON.stringify(o.value);
  return isSame ? "the same figure" : `${shownValue(reread.observation)}, which differs; run soclab collate`;
}

const shownValue = (o: Observation): string =>
  isMissing(o.value) ? `missing (${o.value.missing})` : String(o.value.value);
