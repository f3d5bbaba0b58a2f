import type { Finding } from "../../store/index.ts";
import { fileTitle } from "../source.ts";
import { KINDS, type Matter } from "./health.ts";

/** Most urgent first: faults before notes, then by kind, source and what is said. Pure. */
export const mostUrgentFirst = (matters: readonly Matter[]): Matter[] =>
  [...matters].sort(
    (a, b) =>
      Number(b.severity === "fault") - Number(a.severity === "fault") ||
      KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
      compare(a.source, b.source) ||
      compare(a.code, b.code) ||
      compare(a.where, b.where),
  );

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What is known of a matter besides its sentence. */
type About = Pick<Matter, "kind" | "severity" | "code" | "source"> & { count?: number; where?: string };

/**
 * The parts of a sentence of wording.ts, which runs "where: what. why. what next." The last sentence says what to do, those
 * between say why; where it names no place first, `where` of the caller stands. Pure.
 */
export function matterOf(sentence: string, { where = "", count = 1, ...about }: About): Matter {
  const parts = sentence.trim().split(/(?<=[.?!])\s+(?=[A-Z"`])/);
  const next = parts.length > 1 ? (parts.pop() ?? "") : "";
  const [first = "", ...why] = parts;
  const what = where !== "" && first.startsWith(`${where}: `) ? first.slice(where.length + 2) : first;
  return { ...about, count, where, what, why: why.join(" "), next };
}

/** Findings of a snapshot, many of a kind in one source as one. Pure. */
export function findingMatters(findings: readonly Finding[]): Matter[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.code === "not-a-figure") continue;
    const key = JSON.stringify([finding.source, finding.code]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()].map((group) => {
    const [first] = group as [Finding];
    const { source, code, severity, sentence } = first;
    const kind = code.startsWith("drift") ? "changed" : "set aside";
    return matterOf(sentence, { kind, severity, code, source, count: group.length, where: whereOf(first) });
  });
}

const whereOf = ({ source, name, part, line }: Finding): string =>
  `${fileTitle(source, name, part)}${line === undefined ? "" : `, line ${line}`}`;
