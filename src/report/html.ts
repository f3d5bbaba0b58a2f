/**
 * Text that is already safe to stand in the page. Only this folder makes it, with the `html` tag below, so a value that
 * came from data can never become markup.
 */
export interface Html {
  readonly markup: string;
}

type Part = Html | string | number | undefined | readonly Part[];

const ENTITY: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** `&`, `<`, `>` and `"` as entities: safe in text and in an attribute in double quotes, the only kind written here. */
export const escapeText = (text: string): string => text.replace(/[&<>"]/g, (c) => ENTITY[c]!);

/** Markup that this folder wrote itself. Never call it on data. */
export const raw = (markup: string): Html => ({ markup });

const show = (part: Part): string => {
  if (part === undefined) return "";
  if (typeof part === "string" || typeof part === "number") return escapeText(String(part));
  return "markup" in part ? part.markup : part.map(show).join("");
};

/** html`<p>${text}</p>`: every value is escaped unless it is itself Html; arrays are joined. */
export const html = (literals: TemplateStringsArray, ...parts: Part[]): Html =>
  raw(literals.reduce((page, literal, i) => page + show(parts[i - 1]) + literal));
