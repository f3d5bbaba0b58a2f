import { type Json, Problem, readJsonStrictly } from "../../terms/index.ts";
import { type Permission, shown } from "../fetch/address.ts";
import type { Clock } from "../fetch/clock.ts";
import { Exchange } from "../fetch/exchange.ts";
import { FETCH_LIMITS, type FetchLimits } from "../fetch/limits.ts";
import type { Network, Reply } from "../fetch/network.ts";
import { Bucket } from "./bucket.ts";
import { unexpected } from "./records.ts";

const BASE = "https://data.police.uk/api/";
/** An answer holds 10,000 crimes at most, about 4 MB. */
const LIMITS: FetchLimits = { ...FETCH_LIMITS, bytesMax: 64_000_000, totalMs: 600_000, redirectsMax: 0 };
/** Longer questions are posted: the service takes addresses of up to 4,094 characters. */
const LONGEST_GET = 4_094;
/** How often one question is asked before giving up. */
const TRIES = 6;
/** Waiting grows from here, doubling, where the server does not say how long. */
const FIRST_WAIT_MS = 1_000;
/** The server is never waited for longer than this at a time. */
const LONGEST_WAIT_MS = 300_000;

export interface ApiOptions {
  network: Network;
  clock: Clock;
  permission: Permission;
  limits?: Partial<FetchLimits>;
  signal?: AbortSignal;
}

export interface Question {
  /** Below the address of the interface, for example "crimes-street/all-crime". */
  path: string;
  fields?: Readonly<Record<string, string>>;
  /** Month that is asked about, for the sentence when the server holds nothing of it. */
  month?: string;
  /** A 503 without a word of when to come back means that the area holds too much. */
  isArea?: boolean;
}

/** The interface of data.police.uk: questions in order, within its limits of calls, asked again when it is busy. */
export class PoliceApi {
  /** Questions put to the server so far. */
  asked = 0;
  private readonly options: ApiOptions;
  private readonly bucket: Bucket;

  constructor(options: ApiOptions) {
    this.options = options;
    this.bucket = new Bucket(options.clock);
  }

  /** The JSON of the answer; "too-many" when an area holds more than 10,000 crimes. Throws a Problem. */
  async ask(question: Question): Promise<Json | "too-many"> {
    for (let tries = 1; ; tries++) {
      const told = await this.once(question);
      if (told === "too-many" || "json" in told) return told === "too-many" ? told : told.json;
      if (tries === TRIES) throw told.problem;
      await this.wait(Math.min(told.waitMs ?? FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS));
    }
  }

  private async once(question: Question): Promise<{ json: Json } | "too-many" | { problem: Problem; waitMs?: number }> {
    const { url, body } = addressOf(question);
    await this.wait();
    this.asked++;
    const { limits, signal, network, permission } = this.options;
    const more = signal === undefined ? {} : { signal };
    const exchange = new Exchange(url, { network, permission, limits: { ...LIMITS, ...limits }, ...more });
    const posted = { method: "POST" as const, headers: { "content-type": "application/x-www-form-urlencoded" } };
    try {
      return await exchange.with({ url, ...(body === undefined ? {} : { ...posted, body }) }, (reply) =>
        this.read(question, url, reply, exchange),
      );
    } catch (error) {
      if (error instanceof Problem && PASSING.has(error.data.code)) return { problem: error };
      throw error;
    }
  }

  private async read(question: Question, url: URL, reply: Reply, exchange: Exchange) {
    const { status, headers } = reply;
    const address = shown(url);
    const waitMs = this.waitOf(headers["retry-after"]);
    const busy = (problem: Problem) => ({ problem, ...(waitMs === undefined ? {} : { waitMs }) });
    if (status === 429) return busy(new Problem({ code: "too-many-requests", address, tries: TRIES }));
    if (status === 503 && question.isArea === true && waitMs === undefined) return "too-many" as const;
    if (status === 404 && question.month !== undefined)
      throw new Problem({ code: "month-not-held", address, month: question.month });
    const refused = new Problem({ code: "server-refused", address, status });
    if (status >= 500) return busy(refused);
    if (status !== 200) throw refused;
    if (/html/i.test(headers["content-type"] ?? "")) throw new Problem({ code: "page-not-file", address });
    return { json: jsonOf(address, await gathered(exchange.bytes(reply))) };
  }

  /** Milliseconds that the server asks to wait: seconds, or a date; undefined when it does not say. */
  private waitOf(retryAfter: string | undefined): number | undefined {
    if (retryAfter === undefined) return undefined;
    if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter) * 1000;
    const date = Date.parse(retryAfter);
    return Number.isNaN(date) ? undefined : Math.max(0, date - this.options.clock.today());
  }

  /** For a time, or for room in the bucket. */
  private async wait(ms?: number): Promise<void> {
    const { clock, signal } = this.options;
    try {
      await (ms === undefined ? this.bucket.take(signal) : clock.sleep(ms, signal));
    } catch (error) {
      if (signal?.aborted === true) throw new Problem({ code: "fetch-interrupted", address: BASE });
      throw error;
    }
  }
}

/** Faults of the way, which may be gone the next time. */
const PASSING: ReadonlySet<string> = new Set(["no-connection", "fetch-cut", "fetch-slow"]);

function addressOf({ path, fields = {} }: Question): { url: URL; body?: string } {
  const url = new URL(path, BASE);
  const query = new URLSearchParams(fields).toString();
  const asked = new URL(query === "" ? url : `${url.href}?${query}`);
  return asked.href.length <= LONGEST_GET ? { url: asked } : { url, body: query };
}

function jsonOf(address: string, bytes: Uint8Array): Json {
  try {
    return readJsonStrictly(address, bytes);
  } catch (error) {
    if (!(error instanceof Problem) || error.data.code !== "json-fault") throw error;
    throw unexpected(address, `it is no JSON (line ${error.data.line}: ${error.data.why})`);
  }
}

async function gathered(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}
