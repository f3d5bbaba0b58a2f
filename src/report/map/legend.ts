import { type Html, html } from "../html.ts";

export interface Key {
  className: string;
  mark: string;
  text: string;
}

/** The classes of a map as a list: each swatch carries its mark, so that it can be told without colour. */
export function legendOf(title: string, keys: readonly Key[], hasUnknown: boolean, hasNoRate: boolean): Html {
  const all = [
    ...keys,
    ...(hasUnknown ? [{ className: "none", mark: "", text: "not estimable" }] : []),
    ...(hasNoRate ? [{ className: "no-rate", mark: "", text: "no resident rate" }] : []),
  ];
  return html`<div class="legend"><p>${title}</p><ul>${all.map((k) => html`<li><span class="swatch ${k.className} on-${k.className}" aria-hidden="true">${k.mark}</span>${k.text}</li>`)}</ul></div>`;
}
