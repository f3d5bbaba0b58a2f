import { type Html, html, raw } from "../html.ts";
import type { Box, Outline, Outlines } from "./outline.ts";

/** How one place is drawn: a class of the stylesheet, a short mark that repeats the class without colour, and a tooltip. */
export interface Shade {
  className: string;
  mark: string;
  tooltip: string;
}

export interface MapOptions {
  /** Read aloud in place of the picture. */
  label: string;
  shades: ReadonlyMap<string, Shade>;
  /** Height of a mark in map units; 0 for a map too small for marks. */
  markUnits: number;
  /** Width of a border in map units. */
  borderUnits: number;
}

const METROPOLITAN = "E23000001";
const CITY = "E23000034";

/** Two squares in the North Sea that enlarge what is too small to see. */
const INSETS = [
  { name: "london", title: "London", code: METROPOLITAN, margin: 0.1, row: 0 },
  { name: "city", title: "City of London", code: CITY, margin: 0.5, row: 1 },
] as const;
/** Side of an inset, as a share of the frame's width. */
const INSET_SIDE = 0.3;

/** The outlines once, for every map of the page, with the patterns that stand for "no number" at the scale of each inset. */
export function mapDefinitions(outlines: Outlines): Html {
  const scales = INSETS.map((i) => ({
    suffix: `-${i.name}`,
    scale: (outlines.frame.width * INSET_SIDE) / insetBox(outlines, i.code, i.margin).width,
  }));
  return html`<svg aria-hidden="true" focusable="false" width="0" height="0" class="definitions"><defs>
${[{ suffix: "", scale: 1 }, ...scales].map(({ suffix, scale }) => patterns(suffix, scale))}
${outlines.areas.map((a) => raw(`<path id="a-${a.code}" d="${a.path}"/>`))}</defs></svg>`;
}

/** Hatching for "not estimable" and dots for "no clear number", drawn so that they look the same at any scale. */
const patterns = (suffix: string, scale: number): Html =>
  html`<pattern id="hatch${suffix}" width="60" height="60" patternUnits="userSpaceOnUse" patternTransform="scale(${1 / scale}) rotate(45)"><rect width="60" height="60" class="pattern-ground"/><path d="M15,0V60" class="hatch-line"/></pattern>
<pattern id="dots${suffix}" width="56" height="56" patternUnits="userSpaceOnUse" patternTransform="scale(${1 / scale})"><rect width="56" height="56" class="pattern-ground"/><circle cx="28" cy="28" r="10" class="dot"/></pattern>`;

/** One map of the 45 places, London and the City of London enlarged beside it where the sea leaves room. */
export function mapOf(outlines: Outlines, options: MapOptions): Html {
  const { frame } = outlines;
  return html`<svg class="map" role="img" aria-label="${options.label}" viewBox="-20 -20 ${frame.width + 40} ${frame.height + 40}" stroke-width="${options.borderUnits}">
${outlines.areas.map((a) => area(a, options))}${marks(outlines.areas, options, options.markUnits)}
${INSETS.map((i) => inset(i, outlines, options))}</svg>`;
}

const shadeOf = (options: MapOptions, code: string): Shade =>
  options.shades.get(code) ?? { className: "none", mark: "", tooltip: "" };

function area(a: Outline, options: MapOptions): Html {
  const shade = shadeOf(options, a.code);
  return html`<use href="#a-${a.code}" class="${shade.className}"><title>${shade.tooltip}</title></use>`;
}

/** The mark of each place whose box can hold it, at a point of its largest part; `units` is its height. */
function marks(areas: readonly Outline[], options: MapOptions, units: number): Html[] {
  if (units === 0) return [];
  return areas
    .filter((a) => Math.min(a.box.width, a.box.height) > units * 1.2)
    .map((a) => mark(a, options, units, a.label[1]));
}

function mark(a: Outline, options: MapOptions, units: number, y: number): Html {
  const shade = shadeOf(options, a.code);
  if (units === 0 || shade.mark === "") return html``;
  return html`<text x="${a.label[0]}" y="${y.toFixed(1)}" font-size="${units.toFixed(1)}" class="mark on-${shade.className}">${shade.mark}</text>`;
}

/** A square around an area, with a margin as a share of its larger side. */
function insetBox(outlines: Outlines, code: string, margin: number): Box {
  const { box } = outlines.areas.find((a) => a.code === code) ?? { box: outlines.frame };
  const side = Math.max(box.width, box.height) * (1 + 2 * margin);
  return { x: box.x + box.width / 2 - side / 2, y: box.y + box.height / 2 - side / 2, width: side, height: side };
}

function inset(
  { name, title, code, margin, row }: (typeof INSETS)[number],
  outlines: Outlines,
  options: MapOptions,
): Html {
  const view = insetBox(outlines, code, margin);
  const side = Math.round(outlines.frame.width * INSET_SIDE);
  const [x, y] = [outlines.frame.width - side, 640 + row * (side + 230)];
  const scale = side / view.width;
  const shown = outlines.areas.filter((a) => overlap(a.box, view));
  const own = shown.find((a) => a.code === code)!;
  // The City lies in the middle of the Met, where the Met's own mark would hide it.
  const markY = own.label[1] + (code === METROPOLITAN ? own.box.height * 0.22 : 0);
  return html`<text x="${x}" y="${y - 40}" font-size="${Math.max(options.markUnits, 100)}" class="inset-title">${title}</text>
<svg aria-hidden="true" x="${x}" y="${y}" width="${side}" height="${side}" viewBox="${[view.x, view.y, view.width, view.height].map((n) => n.toFixed(1)).join(" ")}" class="inset ${name}" stroke-width="${(options.borderUnits / scale).toFixed(3)}">
${shown.map((a) => html`<use href="#a-${a.code}" class="${shadeOf(options, a.code).className}"/>`)}${mark(own, options, options.markUnits / scale, markY)}</svg>
<rect x="${x}" y="${y}" width="${side}" height="${side}" class="inset-frame"/>`;
}

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
