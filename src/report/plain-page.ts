import { STYLESHEET } from "./css.ts";
import { type Html, html, raw } from "./html.ts";

/** Nothing may be fetched, run or sent: the page is whole as it stands. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** A page in the style of an answer's, for what is no answer: self-contained, no script. Pure. */
export function plainPage(page: { title: string; about: string; skipTo: string; main: Html }): string {
  return html`<!doctype html>
<html lang="en-GB">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${page.title} – SOC Lab</title>
<link rel="icon" href="data:,"><style>${raw(STYLESHEET)}</style></head>
<body><a class="skip" href="#main">${page.skipTo}</a>
<div class="page"><header><h1>${page.title}</h1><p>${page.about}</p></header>
<main id="main" tabindex="-1">${page.main}</main></div></body></html>
`.markup;
}
