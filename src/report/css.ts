import { TABS_MAX } from "./sections/tabs.ts";

/**
 * The page's only stylesheet: plain, the reader's own system font, light and dark, paper, and a phone of 360 px.
 * Text and lines keep 4.5:1 and 3:1 or more against their ground in both schemes (checked by page.test.ts).
 */
export const LIGHT = {
  ground: "#ffffff",
  ink: "#0b0c0c",
  quiet: "#484d51",
  rule: "#d4d7da",
  edge: "#6b7276",
  link: "#144e8c",
  focus: "#ffd400",
  warn: "#fff6dc",
  "warn-edge": "#8a5a00",
  "fan-95": "#cfe0f0",
  "fan-80": "#9fc3e3",
  "fan-50": "#5f97c9",
  "fan-edge": "#2f6496",
  "fan-line": "#0b2f54",
  c1: "#eef4f8",
  c2: "#c3d9e8",
  c3: "#8fb8d6",
  c4: "#5a93c0",
  c5: "#2a6399",
  w1: "#f5f1e8",
  w2: "#dcc9a0",
  w3: "#b8964f",
  w4: "#8a6426",
  "less-2": "#007a6c",
  "less-1": "#69b3a6",
  same: "#f3f3f1",
  "more-1": "#e0a15e",
  "more-2": "#b35310",
  border: "#0b0c0c",
};
export const DARK: typeof LIGHT = {
  ground: "#14171a",
  ink: "#f2f4f5",
  quiet: "#b9c0c5",
  rule: "#3b4146",
  edge: "#8b949a",
  link: "#8ec5ff",
  focus: "#ffd400",
  warn: "#2b2410",
  "warn-edge": "#e0b04a",
  "fan-95": "#1f3a54",
  "fan-80": "#2f5c85",
  "fan-50": "#4a88bd",
  "fan-edge": "#8dbbe2",
  "fan-line": "#f2f8ff",
  c1: "#1c2830",
  c2: "#24445c",
  c3: "#2d6189",
  c4: "#3576a8",
  c5: "#528fc0",
  w1: "#2a2823",
  w2: "#4d4027",
  w3: "#7d6434",
  w4: "#a38247",
  "less-2": "#429688",
  "less-1": "#256158",
  same: "#24282b",
  "more-1": "#7d4f1c",
  "more-2": "#c87a35",
  border: "#f2f4f5",
};

/** Ink of the marks on each class: dark on light grounds and the other way about. */
const PALE_LIGHT = ["c1", "c2", "c3", "c4", "w1", "w2", "w3", "less-1", "same", "more-1"];
const PALE_DARK = ["c5", "w4", "less-2", "more-2"];
const FILLS = ["c1", "c2", "c3", "c4", "c5", "w1", "w2", "w3", "w4", "less-2", "less-1", "same", "more-1", "more-2"];

const variables = (scheme: typeof LIGHT, pale: string[]): string =>
  [
    ...Object.entries(scheme).map(([name, colour]) => `--${name}:${colour}`),
    ...FILLS.map((f) => `--on-${f}:${pale.includes(f) ? "#0b0c0c" : "#ffffff"}`),
  ].join(";");

const TABS = Array.from(
  { length: TABS_MAX },
  (_, i) => `.tabs:has(label:nth-of-type(${i + 1}) input:checked)>.panel:nth-of-type(${i + 1})`,
).join(",");

const HATCH = "repeating-linear-gradient(45deg,var(--ground) 0 3px,var(--edge) 3px 4.5px)";
const DOTS = "radial-gradient(var(--edge) 1px,var(--ground) 1.4px) 0 0/5px 5px";

export const STYLESHEET = `
:root{color-scheme:light dark;${variables(LIGHT, PALE_LIGHT)}}
@media (prefers-color-scheme:dark){:root{${variables(DARK, PALE_DARK)}}}
*{box-sizing:border-box}
html{font:1.0625rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;background:var(--ground);color:var(--ink);-webkit-text-size-adjust:100%}
body{margin:0}
.page{max-width:70rem;margin:0 auto;padding:0 1rem 4rem}
p,ul,figcaption,.note{max-width:44rem}
header{border-bottom:4px solid var(--ink);margin-bottom:1.5rem;padding:1.25rem 0 .75rem}
h1{font-size:clamp(1.6rem,5vw,2.4rem);line-height:1.15;margin:0 0 .25rem;max-width:44rem}
h2{font-size:1.5rem;line-height:1.2;margin:3rem 0 .75rem;padding-top:.75rem;border-top:1px solid var(--rule)}
h3{font-size:1.17rem;line-height:1.25;margin:1.75rem 0 .4rem}
h4{font-size:.95rem;line-height:1.3;margin:.25rem 0}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--focus);outline-offset:0;box-shadow:0 0 0 5px #0b0c0c}
.skip{position:absolute;left:-999rem;top:0;padding:.5rem .75rem;background:var(--focus);color:#0b0c0c}
.skip:focus{left:0;z-index:2}
nav ul{list-style:none;padding:0;margin:0;columns:2;max-width:40rem}
nav{margin-bottom:1.5rem}nav li{padding:.2rem 0;margin:0;break-inside:avoid}
.warning{border-left:8px solid var(--warn-edge);background:var(--warn);padding:.25rem 1.25rem .75rem}
.warning h2{margin-top:.75rem;border:0;padding:0}
li{margin:.3rem 0}
.question{font-size:1.17rem;font-weight:600}
.note,figcaption,summary,.legend{font-size:.9rem}
.note,figcaption{color:var(--quiet)}
small{display:block;font-size:.86rem;font-weight:400;color:var(--quiet)}small b{color:var(--ink)}small b,small i{font-style:normal;white-space:nowrap}
figure{margin:0 0 1.5rem}figcaption{margin-top:.6rem}
.multiples{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,15.5rem),1fr));gap:1rem}
.small-multiple{display:flex;flex-direction:column;max-width:30rem}
.small-multiple h4{flex:1}
svg{display:block;width:100%;height:auto;overflow:visible}
svg.fan{fill:currentColor;color:var(--ink);font-family:inherit}
svg.definitions{position:absolute;width:0;height:0}
svg.inset{overflow:hidden}
.maps{display:flex;flex-wrap:wrap;gap:1.5rem 2.5rem;align-items:flex-start}
.main-map{flex:1 1 20rem;max-width:31rem}.side-map{flex:1 1 14rem;max-width:19rem}
svg.map{overflow:hidden}
.map use{stroke:var(--border)}
.inset-frame{fill:none;stroke:var(--border);stroke-width:6}
.inset-title{fill:var(--ink);stroke:none}
.mark{text-anchor:middle;dominant-baseline:central;font-weight:700;stroke:none}
.pattern-ground{fill:var(--ground);stroke:none}.hatch-line{stroke:var(--edge);stroke-width:20}.dot{fill:var(--edge);stroke:none}
.none{fill:url(#hatch)}.no-rate,.unclear{fill:url(#dots)}
.london .none{fill:url(#hatch-london)}.london .no-rate,.london .unclear{fill:url(#dots-london)}
.city .none{fill:url(#hatch-city)}.city .no-rate,.city .unclear{fill:url(#dots-city)}
.swatch.none{background:${HATCH}}.swatch.no-rate,.swatch.unclear{background:${DOTS}}
${FILLS.map((f) => `.${f}{fill:var(--${f});--sw:var(--${f})}.on-${f}{--on:var(--on-${f})}`).join("\n")}
text.mark{fill:var(--on)}
.legend ul{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.2rem 1.1rem}
.legend p{margin:.5rem 0 .2rem;font-weight:600}
.legend li{display:flex;align-items:center;gap:.4rem;margin:0}
.swatch{display:inline-block;min-width:1.5rem;height:1.5rem;line-height:1.4rem;border:1px solid var(--border);background:var(--sw);color:var(--on);text-align:center;font-weight:700;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.scroll{overflow-x:auto;margin:.75rem 0}
table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding:.25rem 0 .5rem;max-width:44rem}
th,td{text-align:left;vertical-align:top;padding:.4rem .75rem .4rem 0;border-bottom:1px solid var(--rule)}
thead th{border-bottom:2px solid var(--ink);vertical-align:bottom}
tbody th{font-weight:600}
.number{text-align:right}td.number{white-space:nowrap}.side td.number{white-space:normal}
.numbers td,.numbers thead th+th{text-align:right;white-space:nowrap}.numbers th{white-space:nowrap}
.group{padding-top:1rem}
.side th[scope=row]{min-width:11rem}
.side thead th.number{min-width:8.5rem}
.side th[scope=row],.side thead th:first-child{position:sticky;left:0;background:var(--ground)}
.address{overflow-wrap:anywhere}.whole{white-space:nowrap}
details{margin:.6rem 0}
summary{cursor:pointer;color:var(--link);padding:.25rem 0;min-height:24px}
pre{overflow-x:auto;border:1px solid var(--rule);padding:.75rem;font-size:.9rem}
fieldset{border:1px solid var(--rule);padding:.5rem .75rem .75rem;margin:0;display:flex;flex-wrap:wrap;gap:.15rem 1.1rem}
legend{font-weight:600;padding:0 .25rem}
label{display:flex;align-items:center;gap:.4rem;min-height:2rem;font-size:.95rem;cursor:pointer}
input[type=radio]{width:1.15rem;height:1.15rem;margin:0;accent-color:var(--link)}
@supports selector(:has(a)){@media screen{.panel{display:none}${TABS}{display:block}}}
@media screen and (max-width:40rem){nav ul{columns:1}.page{padding:0 .75rem 3rem}
.side,.side tbody,.side caption{display:block}.side thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
.side tr{display:block;padding:.5rem 0;border-bottom:1px solid var(--rule)}.side th[scope=row]{display:block;position:static;border:0;max-width:none}
.side td.number{display:grid;grid-template-columns:minmax(0,1fr) auto;grid-template-rows:auto 1fr;gap:0 .75rem;border:0;padding:.3rem 0;text-align:right}
.side td::before{grid-row:span 2;text-align:left;font-size:.86rem;content:var(--c)}.side td small{grid-column:2;max-width:12rem}
${[1, 2, 3, 4, 5, 6, 7, 8].map((i) => `.side td:nth-of-type(${i}){--c:var(--s${i})}`).join("")}}
@media print{
:root{${variables(LIGHT, PALE_LIGHT)}}
@page{size:A4;margin:15mm}
html{font-size:9.5pt}.page{max-width:none;padding:0}nav,fieldset,.skip,details:not([open]){display:none}
figure,.small-multiple,tr{break-inside:avoid}h2,h3,h4,caption{break-after:avoid}.scroll{overflow:visible}
.multiples{grid-template-columns:repeat(auto-fit,minmax(4.2cm,1fr))}
.main-map{max-width:9cm;flex-basis:8cm}.side-map{max-width:6cm;flex-basis:5cm}
.side{font-size:8pt}.side th[scope=row],.side thead th.number{min-width:0;position:static}.side small b,.side small i{white-space:normal}
.map .none,.swatch.none{fill:#b4b9bd;background:#b4b9bd}.map .no-rate,.map .unclear,.swatch.no-rate,.swatch.unclear{fill:#fff;background:#fff}
.panel{display:block}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
a{color:inherit;text-decoration:none}}
`.trim();
