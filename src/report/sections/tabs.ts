import { type Html, html } from "../html.ts";

export interface Tab {
  title: string;
  content: Html;
}

/**
 * A choice of panels without script: radio buttons, and a stylesheet that shows the chosen panel. Where the stylesheet is
 * not understood, and in print, every panel is shown.
 */
export function tabs(name: string, legend: string, panels: readonly Tab[]): Html {
  const choice = panels.map(
    (p, i) =>
      html`<label><input type="radio" name="${name}" ${i === 0 ? html`checked` : ""}><span>${p.title}</span></label>`,
  );
  return html`<div class="tabs"><fieldset><legend>${legend}</legend>${choice}</fieldset>${panels.map((p) => html`<div class="panel">${p.content}</div>`)}</div>`;
}

/** How many panels the stylesheet knows; one a threat. */
export const TABS_MAX = 12;
