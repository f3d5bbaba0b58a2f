import { STYLESHEET } from "./css.ts";
import { html, raw } from "./html.ts";
import type { ReportInput } from "./input.ts";
import { mapDefinitions } from "./map/map.ts";
import { outlinesOf } from "./map/outline.ts";
import { back } from "./sections/back.ts";
import { change } from "./sections/change.ts";
import { comparison } from "./sections/comparison.ts";
import { displacement } from "./sections/displacement.ts";
import { extent } from "./sections/extent.ts";
import { fans } from "./sections/fans.ts";
import { answer, caveats } from "./sections/front.ts";
import { TITLES } from "./wording.ts";

/** Nothing may be fetched, run or sent: the page is whole as it stands. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

const CONTENTS = [
  ["caveats", TITLES.caveats],
  ["question", TITLES.question],
  ["comparison", TITLES.comparison],
  ["fans", TITLES.fans],
  ["extent", TITLES.extent],
  ["change", TITLES.change],
  ["displacement", TITLES.displacement],
  ["not-monetised", TITLES.notMonetised],
  ["sources", TITLES.sources],
  ["manifest", TITLES.manifest],
] as const;

/** An answer as one self-contained HTML page: no script, no network, caveats before numbers. Pure. */
export function renderReport(input: ReportInput): string {
  const outlines = outlinesOf(input.boundaries);
  const page = html`<!doctype html>
<html lang="en-GB">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${input.question} – SOC Lab</title>
<link rel="icon" href="data:,"><style>${raw(STYLESHEET)}</style></head>
<body><a class="skip" href="#main">Skip to the answer</a>${mapDefinitions(outlines)}
<div class="page"><header><h1>What would change in serious and organised crime</h1><p>An answer of SOC Lab, a simulated United Kingdom. All figures of the twin are simulated.</p></header>
<nav aria-label="Contents"><ul>${CONTENTS.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
<main id="main" tabindex="-1">
${caveats(input)}
${answer(input)}
${comparison(input)}
${fans(input)}
${extent(input, outlines)}
${change(input, outlines)}
${displacement(input)}
${back(input)}
</main></div></body></html>
`;
  return page.markup;
}
