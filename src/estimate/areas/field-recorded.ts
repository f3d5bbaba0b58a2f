import type { Cell, Figure, Kind, Nation, NotEstimable, OriginId, ThreatId } from "../../terms/index.ts";
import { hiddenShare, unreportedShare } from "../hidden/share.ts";
import { anchorsOf } from "../national.ts";
import { nationsOf } from "../nations.ts";
import type { Spread } from "../spread.ts";
import { type FittedThreat, logOf, type NationalQuarter, type Range } from "./field-national.ts";
import type { SourcedCount } from "./process-counts.ts";
import { quarterName } from "./quarters.ts";
import type { FieldSources } from "./threat-field.ts";

/** What all rows of a threat share. */
export interface Scene {
  threat: ThreatId;
  unit: string;
  kind: Kind;
  anchor: string;
  fitted: FittedThreat;
  national: NationalQuarter[];
  conflicts: string[];
  spread: Spread | undefined;
  sources: FieldSources;
}

/** Sum of the counts in the threat's own unit in one quarter, and the nations it covers; missing where none is published for the quarter. */
export function recordedOf(
  scene: Scene,
  q: number,
  area: number | undefined,
): { recorded: Cell<number>; recordedIn: string } {
  const { fields } = scene.fitted;
  const isOwn = (c: SourcedCount) => area === undefined || (c.areas.length === 1 && c.areas[0] === area);
  const found = fields.flatMap((f) =>
    f.places || area === undefined
      ? f.counts.filter(
          (c) => f.row.recorded.includes(c.indicator) && c.quarters.length === 1 && c.quarters[0] === q && isOwn(c),
        )
      : [],
  );
  if (found.length === 0 || fields.some((f) => f.row.recorded.length === 0))
    return { recorded: { missing: "not-available" }, recordedIn: "" };
  const { places } = scene.sources;
  const covered = fields[0].places
    ? new Set(found.flatMap((c) => c.areas.map((i) => places[i].nation)))
    : new Set(nationsOf(fields[0].covers));
  return {
    recorded: { value: found.reduce((sum, c) => sum + c.value, 0) },
    recordedIn: NATIONS.filter((nation) => covered.has(nation)).join(" "),
  };
}

const NATIONS: readonly Nation[] = ["E", "W", "S", "N"];

/** Whether the share that the first series does not see is that of the recorded count. */
const isSeenBy = ({ fields }: FittedThreat): boolean =>
  fields.every((f) => f.row.recorded.length > 0 && f.input.indicators[0]?.id === f.row.recorded[0]);

/** Hidden share of the nation: a survey's unreported share, else by the field, else why there is none. */
export function nationalHidden(scene: Scene, q: number, from: OriginId[]): Figure | NotEstimable {
  const { fitted, sources, threat, national, kind } = scene;
  const [{ row, range }] = fitted.fields;
  const survey = unreportedShare(
    anchorsOf(sources.book.anchors, threat, "reported-share"),
    Number(quarterName(range, q).slice(0, 4)),
  );
  if (survey) return survey;
  const [none] = anchorsOf(sources.book.anchors, threat, "no-hidden-share");
  if (none) return { notEstimable: none.note, from: [`anchor:${none.id}`] };
  if (row.unitKind === "flow" && !isSeenBy(fitted)) return noCount("No recorded count in the same unit is collated");
  if (row.unitKind === "flow") return shareFigure(national[q].hidden, kind, from);
  const year = [q - 3, q - 2, q - 1, q].map((k) => recordedOf(scene, k, undefined).recorded);
  if (year.some((cell) => "missing" in cell))
    return noCount("Of people at one time the hidden share needs the counts of four quarters, and one is not collated");
  const recorded = year.reduce((sum, cell) => sum + ("value" in cell ? cell.value : 0), 0);
  return hiddenShare(recorded, logOf(national[q].extent), kind, from);
}

const noCount = (reason: string): NotEstimable => ({ notEstimable: reason, from: ["rule:hidden-share"] });

const shareFigure = (range: Range, kind: Kind, from: OriginId[]): Figure => ({
  ...range,
  ...{ level: 0.9 as const, unit: "share", kind },
  from: [...new Set([...from, "rule:hidden-share"])],
});

/** Where all of the recorded count is published by place the field knows what share of it each place records. */
export function localHidden(scene: Scene, i: number, q: number, from: OriginId[]): Figure | NotEstimable {
  const { fitted, sources, threat, kind } = scene;
  const [{ row }] = fitted.fields;
  const [none] = anchorsOf(sources.book.anchors, threat, "no-hidden-share");
  if (none) return { notEstimable: none.note, from: [`anchor:${none.id}`] };
  const processes = sources.book.processes.filter((p) => row.recorded.includes(p.indicator));
  // A place without a count of its own (Scotland, where the series is of England and Wales) has no recorded share either.
  const isCounted = fitted.fields[0].counts.some(
    (c) => c.indicator === processes[0]?.indicator && c.areas.length === 1 && c.areas[0] === i,
  );
  const isLocal = row.unitKind === "flow" && isSeenBy(fitted) && processes.length === 1 && isCounted;
  if (!isLocal || scene.spread)
    return noCount(
      "No recorded count of this place is collated in the threat's unit; the national share need not hold here",
    );
  const { middle, low, high } = fitted.fits[0].hidden;
  const at = i * sources.range.count + q;
  return shareFigure({ value: middle[at], low: low[at], high: high[at] }, kind, from);
}
