import { join } from "node:path";
import { makeFolder, writeDurably } from "../../store/index.ts";
import { type JsonObject, Problem } from "../../terms/index.ts";
import { type Clock, systemClock } from "../fetch/clock.ts";
import type { FetchLimits } from "../fetch/limits.ts";
import { internet, type Network } from "../fetch/network.ts";
import { readSource } from "../source.ts";
import { Answers, clearAnswers } from "./answers.ts";
import { PoliceApi, type Question } from "./api.ts";
import { monthsIn } from "./months.ts";
import { areaSlug, areasOf, boundaryOf, checkForce, neighbourhoodsOf, openRing, type Where } from "./order.ts";
import { polyText, quarters, type Ring } from "./polygon.ts";
import { CRIME, eachOnce, isObject, keptOf, listText, type RecordKind, STOP, unexpected } from "./records.ts";

export interface PoliceApiOrder {
  where: Where;
  /** "2024-01" or "2024-01..2024-03". */
  months: string;
  /** Folder for the files. */
  out: string;
}

export interface PoliceApiOptions {
  network?: Network;
  clock?: Clock;
  limits?: Partial<FetchLimits>;
  signal?: AbortSignal;
  /** Areas done of all areas of a month. */
  onProgress?: (progress: { month: string; done: number; total: number }) => void;
}

export interface PoliceApiReport {
  /** In order of month; `path` is "" where the service has nothing, as an empty file is no data. */
  files: { path: string; month: string; what: "crimes" | "crimes without location" | "stops"; records: number }[];
  /** Questions put to the service, and answers that lay there from a run before. */
  asked: number;
  reused: number;
  /** Areas that held more than 10,000 crimes and were cut in four. */
  split: number;
  /** Fields of records that the service gave, that nobody knew and that were left out. */
  unknownFields: string[];
}

/** Half a degree cut in two so often is about 200 m: no such place has 10,000 crimes a month. */
const SPLITS_MAX = 8;

/**
 * Asks data.police.uk for the street crimes of an area by month, and writes them as JSON files that collating reads. For a
 * force its neighbourhoods are asked one by one, then its crimes without a location and its stops, without all that is about
 * a person. A run that was stopped goes on where it was. Throws a Problem; what had come stays on disk for the next run.
 */
export async function fetchPoliceApi(order: PoliceApiOrder, options: PoliceApiOptions = {}): Promise<PoliceApiReport> {
  const months = monthsIn(order.months);
  const areas = "poly" in order.where ? areasOf(order.where.poly) : [];
  const run = await Run.begin(order, options);
  makeFolder(order.out);
  const rings = "force" in order.where ? await run.forceAreas(order.where.force) : areas;
  for (const month of months) await run.month(month, rings);
  clearAnswers(order.out);
  return run.report();
}

class Run {
  private readonly order: PoliceApiOrder;
  private readonly options: PoliceApiOptions;
  private readonly api: PoliceApi;
  private readonly answers: Answers;
  /** Date (ISO) on which the service's data were last updated. */
  private readonly updated: string;
  private readonly files: PoliceApiReport["files"] = [];
  private readonly unknown = new Set<string>();
  private split = 0;

  private constructor(order: PoliceApiOrder, options: PoliceApiOptions, api: PoliceApi, updated: string) {
    this.order = order;
    this.options = options;
    this.api = api;
    this.updated = updated;
    this.answers = new Answers(order.out, updated);
  }

  static async begin(order: PoliceApiOrder, options: PoliceApiOptions): Promise<Run> {
    const { network = internet, clock = systemClock, limits, signal } = options;
    const { id, hosts = [] } = (await readSource("police-uk-api")).declaration;
    const api = new PoliceApi({
      network,
      clock,
      permission: { source: id, hosts },
      ...(limits === undefined ? {} : { limits }),
      ...(signal === undefined ? {} : { signal }),
    });
    if ("force" in order.where) await checkForce(api, order.where.force);
    return new Run(order, options, api, await lastUpdated(api));
  }

  report(): PoliceApiReport {
    const { files, split } = this;
    const unknownFields = [...this.unknown].sort();
    return { files, asked: this.api.asked, reused: this.answers.reused, split, unknownFields };
  }

  /** The outlines of a force's neighbourhoods. */
  async forceAreas(force: string): Promise<Ring[]> {
    const { api, answers } = this;
    const ids = (await answers.of(["neighbourhoods", force], () => neighbourhoodsOf(api, force))) ?? [];
    const rings: Ring[] = [];
    for (const id of ids) {
      const ring = (await answers.of(["boundary", force, id], () => boundaryOf(api, force, id))) ?? [];
      rings.push(openRing(ring));
    }
    return rings;
  }

  async month(month: string, rings: readonly Ring[]): Promise<void> {
    const { where } = this.order;
    const crimes: JsonObject[] = [];
    for (const [i, ring] of rings.entries()) {
      for (const record of await this.crimesIn(ring, month)) crimes.push(record);
      this.options.onProgress?.({ month, done: i + 1, total: rings.length });
    }
    this.write("crimes", month, eachOnce("crimes-street", crimes));
    if (!("force" in where)) return;
    const { force } = where;
    const nowhere = { path: "crimes-no-location", fields: { category: "all-crime", force, date: month }, month };
    this.write("crimes without location", month, eachOnce(nowhere.path, (await this.records(nowhere, CRIME)) ?? []));
    const stops = { path: "stops-force", fields: { force, date: month }, month };
    this.write("stops", month, (await this.records(stops, STOP)) ?? []);
  }

  /** The crimes of an area, in parts where it holds more than the service gives at once; those on a seam come twice. */
  private async crimesIn(ring: Ring, month: string, depth = 0): Promise<JsonObject[]> {
    const path = "crimes-street/all-crime";
    const fields = { poly: polyText(ring), date: month };
    const whole = await this.records({ path, fields, month, isArea: true }, CRIME);
    if (whole !== undefined) return whole;
    if (depth === SPLITS_MAX) throw new Problem({ code: "too-many-crimes", address: path, splits: SPLITS_MAX });
    this.split++;
    const parts: JsonObject[] = [];
    for (const part of quarters(ring))
      for (const record of await this.crimesIn(part, month, depth + 1)) parts.push(record);
    return parts;
  }

  /** The records of an answer; undefined when the area holds too many. */
  private records(question: Question, kind: RecordKind): Promise<JsonObject[] | undefined> {
    const { path, fields = {} } = question;
    return this.answers.of([path, ...Object.entries(fields).flat()], async () => {
      const answer = await this.api.ask(question);
      if (answer === "too-many") return undefined;
      const { records, unknown } = keptOf(path, answer, kind);
      for (const name of unknown) this.unknown.add(name);
      return records;
    });
  }

  private write(what: PoliceApiReport["files"][number]["what"], month: string, records: readonly JsonObject[]): void {
    const { where, out } = this.order;
    const area = "force" in where ? where.force : areaSlug(where.poly);
    const name = `${NAMES[what]}-${month}-${area}-updated-${this.updated}.json`;
    const path = records.length === 0 ? "" : join(out, name);
    if (path !== "") writeDurably(path, listText(records));
    this.files.push({ path, month, what, records: records.length });
  }
}

const NAMES = {
  crimes: "crimes-street-all-crime",
  "crimes without location": "crimes-no-location-all-crime",
  stops: "stops-force",
} as const;

async function lastUpdated(api: PoliceApi): Promise<string> {
  const path = "crime-last-updated";
  const answer = await api.ask({ path });
  const date = isObject(answer) ? answer.date : undefined;
  if (typeof date === "string" && /^\d{4}-\d{2}-\d{2}$/.test(date)) return date;
  throw unexpected(path, "no date came");
}
