/** One step on the way from a printed figure to what it stands on. The same shape is the JSON of `soclab explain --json`. */
export interface Branch {
  /** What `soclab explain` takes for this very step. */
  id: string;
  title: string;
  /** Facts of the step as name and text, in reading order. */
  facts: Record<string, string>;
  from: Branch[];
  /** Branches of one group stand for each other when the tree is long: all lines of one file, for example. */
  group?: string;
}

/** Siblings of one group that the tree prints before it only counts them. */
const SHOWN_OF_GROUP = 3;

/**
 * An indented tree, two spaces a step. A step that was told in full before is only named again ("above"); unless `all`,
 * long groups of like steps are counted instead of printed. Pure; ends with a line feed.
 */
export function branchText(branch: Branch, all = false): string {
  return linesOf(branch, { all, depth: 0, told: new Set() }).join("");
}

interface Telling {
  all: boolean;
  depth: number;
  /** Ids told in full so far. */
  told: Set<string>;
}

function linesOf(branch: Branch, telling: Telling): string[] {
  const pad = "  ".repeat(telling.depth);
  const isOrigin = /^[a-z]+:/.test(branch.id);
  if (isOrigin && telling.told.has(branch.id)) return [`${pad}${branch.id}  (above)\n`];
  if (isOrigin) telling.told.add(branch.id);
  const facts = Object.entries(branch.facts).map(([name, text]) => `${pad}    ${name}: ${text}\n`);
  return [`${`${pad}${branch.id}  ${branch.title}`.trimEnd()}\n`, ...facts, ...childLines(branch.from, telling)];
}

function childLines(branches: readonly Branch[], telling: Telling): string[] {
  const seen = new Map<string, number>();
  const deeper = { ...telling, depth: telling.depth + 1 };
  const lines = branches.flatMap((branch) => {
    const count = (seen.get(branch.group ?? branch.id) ?? 0) + 1;
    seen.set(branch.group ?? branch.id, count);
    return telling.all || branch.group === undefined || count <= SHOWN_OF_GROUP ? linesOf(branch, deeper) : [];
  });
  const pad = "  ".repeat(deeper.depth);
  const counted = [...seen].flatMap(([group, count]) =>
    telling.all || count <= SHOWN_OF_GROUP
      ? []
      : [`${pad}… and ${count - SHOWN_OF_GROUP} more of ${group} (--all prints them)\n`],
  );
  return [...lines, ...counted];
}

/** Facts without the empty ones; numbers as they are. */
export const factsOf = (facts: Record<string, string | number | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(facts).flatMap(([name, fact]) => (fact === undefined || fact === "" ? [] : [[name, String(fact)]])),
  );
