import { existsSync } from "node:fs";
import type { Command } from "commander";
import { homeFolder } from "../store/index.ts";
import { Problem } from "../terms/index.ts";
import { type Branch, branchText } from "./explain/branch.ts";
import { walkExtent, walkParameter, walkReconcile, walkTable } from "./explain/figures.ts";
import { walkLever, walkNamedScenario } from "./explain/levers.ts";
import { walkObservation } from "./explain/observations.ts";
import { walkAnswer, walkManifest, walkRun } from "./explain/runs.ts";
import { Sources } from "./explain/sources.ts";

interface Options {
  home?: string;
  all?: boolean;
  json?: boolean;
}

/** How a kind of figure is written, and how to walk it. `rest` is what follows "kind:". */
interface Kind {
  form: string;
  walk: (rest: string, sources: Sources) => Branch | Promise<Branch>;
}

/** Every kind of figure that can be explained. A new kind is a line here. */
export const KINDS: Record<string, Kind> = {
  extent: { form: "extent:<threat>:<place>:<year or quarter>", walk: walkExtent },
  obs: {
    form: "obs:<12 hex>:<line> (also :p<part>:<line>.<figure>)",
    walk: (rest, sources) => walkObservation(`obs:${rest}`, sources),
  },
  anchor: { form: "anchor:<id>", walk: (rest, sources) => walkTable("anchor", rest, sources) },
  process: { form: "process:<indicator>", walk: (rest, sources) => walkTable("process", rest, sources) },
  rule: { form: "rule:<id>", walk: (rest, sources) => walkTable("rule", rest, sources) },
  param: { form: "param:<id>", walk: walkParameter },
  lever: { form: "lever:<id>", walk: (rest, sources) => walkLever(rest, sources) },
  effect: { form: "effect:<lever>:<move>", walk: (rest, sources) => walkLever(rest.split(":")[0], sources) },
  scenario: { form: "scenario:<name>", walk: (rest, sources) => walkNamedScenario(rest, sources) },
  study: { form: "study:<id>", walk: (rest, sources) => walkTable("study", rest, sources) },
  transfer: { form: "transfer:<id>", walk: (rest, sources) => walkTable("transfer", rest, sources) },
  cost: { form: "cost:<id>", walk: (rest, sources) => walkTable("cost", rest, sources) },
  weight: { form: "weight:<scheme>-<threat>", walk: (rest, sources) => walkTable("weight", rest, sources) },
  disruption: { form: "disruption:<id>", walk: (rest, sources) => walkTable("disruption", rest, sources) },
  harm: { form: "harm:<id>", walk: (rest, sources) => walkTable("harm", rest, sources) },
  attribution: { form: "attribution:<harm>-<tier>", walk: (rest, sources) => walkTable("attribution", rest, sources) },
  reconcile: { form: "reconcile:<row>", walk: walkReconcile },
  run: { form: "run:<result hash>", walk: walkRun },
  answer: { form: "answer:<outcome>", walk: walkAnswer },
};

/** `soclab explain <figure> [--home] [--all] [--json]`: the way from a printed figure down to files, lines, hashes and licences. */
export function addTo(program: Command): void {
  const forms = Object.values(KINDS).map((kind) => `  ${kind.form}`);
  program
    .command("explain")
    .description("Walk a figure back to its rows and licences, or to its run and the run's assumptions.")
    .argument("<figure>", "what to explain, or the path of a manifest.json")
    .option("--home <folder>", "where collated figures live (default: SOCLAB_HOME, else .soclab in the project)")
    .option("--all", "print long lists of like rows in full")
    .option("--json", "print the tree as JSON")
    .addHelpText("after", `\nForms:\n${forms.join("\n")}\n\nExample:\n  $ soclab explain extent:fraud:K02000001:2023`)
    .action(async (figure: string, { home, all = false, json }: Options) => {
      const sources = new Sources(homeFolder(home));
      try {
        const tree = await explain(figure, sources);
        process.stdout.write(json ? `${JSON.stringify(tree, null, 2)}\n` : branchText(tree, all));
      } finally {
        await sources.close();
      }
    });
}

/** The tree of one figure. Throws a Problem that lists the forms when it is of no known kind, or leads nowhere. */
export async function explain(figure: string, sources: Sources): Promise<Branch> {
  const [kind, ...rest] = figure.split(":");
  if (rest.length > 0 && Object.hasOwn(KINDS, kind)) return KINDS[kind].walk(rest.join(":"), sources);
  if (/\.json$/.test(figure) || existsSync(figure)) return walkManifest(figure, sources);
  const forms = Object.values(KINDS).map((k) => k.form);
  const next = `Write one of ${forms.join(", ")}, or the path of a manifest.json.`;
  throw new Problem({ code: "unknown-name", what: "figure", name: figure, known: forms, next });
}
