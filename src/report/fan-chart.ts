import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { financialYearName } from "../terms/index.ts";
import { type Html, raw } from "./html.ts";
import type { Fan } from "./input.ts";
import { shown } from "./numbers.ts";

export interface FanChartOptions {
  /** Read aloud in place of the picture. */
  label: string;
  /** Do-nothing's fan: its median is drawn as a dashed line beneath a scenario. Absent on do-nothing's own chart. */
  baseline?: Fan | undefined;
  /** Top of the scale, shared by all charts of an outcome. */
  top: number;
  /** Financial year in which the first lever starts. */
  startYear: number;
}

const WIDTH = 320;
const HEIGHT = 210;

/**
 * A fan over financial years: bands of 95, 80 and 50 % of runs and the median. Each band has its own edge lines, so that
 * the steps do not rest on colour alone. Pure: rows in, SVG out; colours are the page's own (`--fan-…`).
 */
export function fanChart(fan: Fan, options: FanChartOptions): Html {
  const { document } = parseHTML("<html></html>");
  const rows = fan.years.map(({ year, quantiles: q }) => ({ year, q }));
  const band = (low: number, high: number, name: string) => [
    Plot.areaY(rows, { x: "year", y1: (d: Row) => d.q[low], y2: (d: Row) => d.q[high], fill: `var(--fan-${name})` }),
    ...[low, high].map((i) =>
      Plot.lineY(rows, {
        x: "year",
        y: (d: Row) => d.q[i],
        stroke: "var(--fan-edge)",
        strokeWidth: 0.8,
        strokeDasharray: name === "95" ? "1.5,2" : "none",
      }),
    ),
  ];
  const base = options.baseline?.years.map(({ year, quantiles: q }) => ({ year, q })) ?? [];
  const plot = Plot.plot({
    document: document as never,
    width: WIDTH,
    height: HEIGHT,
    marginLeft: 58,
    marginBottom: 26,
    marginTop: 12,
    marginRight: 26,
    style: { fontSize: "12px" },
    x: { ticks: ticksOf(fan), tickFormat: (year: number) => financialYearName(year), label: null, tickSize: 4 },
    y: {
      domain: [0, options.top],
      nice: 4,
      ticks: 4,
      tickFormat: (value: number) => shown(value, fan.unit).replace(" million", "m").replace(" billion", "bn"),
      label: null,
      tickSize: 0,
    },
    marks: [
      Plot.gridY({ ticks: 4, stroke: "var(--rule)", strokeOpacity: 1 }),
      ...band(0, 6, "95"),
      ...band(1, 5, "80"),
      ...band(2, 4, "50"),
      Plot.ruleX([options.startYear], { stroke: "currentColor", strokeDasharray: "2,3" }),
      Plot.lineY(rows, { x: "year", y: (d: Row) => d.q[3], stroke: "var(--fan-line)", strokeWidth: 2.2 }),
      ...(base.length > 0
        ? [
            Plot.lineY(base, {
              x: "year",
              y: (d: Row) => d.q[3],
              stroke: "currentColor",
              strokeWidth: 1.6,
              strokeDasharray: "6,3",
            }),
          ]
        : []),
      Plot.ruleY([0], { stroke: "currentColor" }),
    ],
  });
  plot.querySelector("style")?.remove();
  for (const name of ["class", "width", "height", "fill"]) plot.removeAttribute(name);
  plot.setAttribute("class", "fan");
  plot.setAttribute("role", "img");
  plot.setAttribute("aria-label", options.label);
  return raw(withoutInnerLabels(plot.outerHTML));
}

type Row = { year: number; q: number[] };

/** Three years at most fit a phone: the first, the middle and the last. */
function ticksOf(fan: Fan): number[] {
  const years = fan.years.map((y) => y.year);
  return [...new Set([years[0]!, years[Math.floor((years.length - 1) / 2)]!, years.at(-1)!])];
}

/** The one name is the picture's own; Plot's names of groups inside it would only repeat and swell the page. */
const withoutInnerLabels = (svg: string): string =>
  svg.replace(/(<g[^>]*?) aria-label="[^"]*"/g, "$1").replace(/(\d+\.\d)\d+/g, "$1");

/** The largest 97.5 % quantile of several fans: the top of their shared scale. */
export const topOf = (fans: readonly Fan[]): number =>
  Math.max(1e-9, ...fans.flatMap((f) => f.years.map((y) => y.quantiles[6]!)));
