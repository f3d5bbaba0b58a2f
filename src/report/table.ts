import { type Html, html } from "./html.ts";

export interface Column {
  title: string;
  /** Numbers stand to the right. */
  isNumber?: boolean;
}

export type CellText = string | Html;

/** A table with a caption, column scopes and its first cell of each row as the row's heading; scrolls alone when too wide. */
export function dataTable(caption: string, columns: readonly Column[], rows: readonly (readonly CellText[])[]): Html {
  const cell = (text: CellText, i: number): Html => {
    const kind = columns[i]?.isNumber ? "number" : "text";
    return i === 0 ? html`<th scope="row">${text}</th>` : html`<td class="${kind}">${text}</td>`;
  };
  return scrolling(
    caption,
    html`<table><caption>${caption}</caption><thead><tr>${columns.map((c) => html`<th scope="col" class="${c.isNumber ? "number" : "text"}">${c.title}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map(cell)}</tr>`)}</tbody></table>`,
  );
}

/** A region that can be reached and scrolled by keyboard when its table is wider than the screen. */
export const scrolling = (label: string, content: Html): Html =>
  html`<div class="scroll" role="region" aria-label="${label}" tabindex="0">${content}</div>`;

/** A disclosure that works without script. */
export const details = (summary: string, content: Html): Html =>
  html`<details><summary>${summary}</summary>${content}</details>`;
