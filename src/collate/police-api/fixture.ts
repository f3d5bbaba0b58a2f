/** For tests: a service that behaves like data.police.uk about a made-up force, and a clock that jumps. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../fetch/clock.ts";
import { CALL_LIMITS } from "./bucket.ts";
import type { Corner, Ring } from "./polygon.ts";

/** Time that passes only while somebody sleeps. */
export function jumpingClock(): Clock & { slept: number[] } {
  let now = 0;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    today: () => Date.UTC(2024, 2, 1) + now,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      slept.push(ms);
      now += ms;
    },
  };
}

export interface Crime {
  id: number;
  at: Corner;
}

/** Even-odd rule. */
export function isInside([lat, lng]: Corner, ring: Ring): boolean {
  let isIn = false;
  for (const [i, [lat1, lng1]] of ring.entries()) {
    const [lat0, lng0] = ring.at(i - 1) ?? [lat1, lng1];
    if (lat0 > lat !== lat1 > lat && lng < ((lng1 - lng0) * (lat - lat0)) / (lat1 - lat0) + lng0) isIn = !isIn;
  }
  return isIn;
}

/** Two neighbourhoods side by side, the first with a bay in it; crowded in the middle and on every line that cuts them. */
export const NEIGHBOURHOODS: Record<string, Ring> = {
  N1: [
    [52, -1],
    [52.4, -1],
    [52.2, -0.9],
    [52.4, -0.8],
    [52, -0.8],
  ],
  "N/2": [
    [52, -0.8],
    [52.4, -0.8],
    [52.4, -0.6],
    [52, -0.6],
  ],
};

/** A grid that has points on the seams of every cut in four, and a crowd around one corner. */
export const CRIMES: Crime[] = [
  ...Array.from(
    { length: 31 * 15 },
    (_, i): Corner => [52.0125 + (i % 31) * 0.0125, -0.975 + Math.floor(i / 31) * 0.025],
  ),
  ...Array.from({ length: 100 }, (_, i): Corner => [52.1 + (i % 10) * 5e-4, -0.9 + Math.floor(i / 10) * 5e-4]),
]
  .map(([lat, lng], i) => ({ id: 1000 + i, at: [Number(lat.toFixed(6)), Number(lng.toFixed(6))] as const }))
  .filter(({ at }) => Object.values(NEIGHBOURHOODS).some((ring) => isInside(at, ring)));

const crimeText = ({ id, at }: Crime, month: string) => ({
  category: id % 3 === 0 ? "drugs" : "burglary",
  location_type: "Force",
  location: {
    latitude: at[0].toFixed(6),
    street: { id: 1, name: "On or near Made-up Street" },
    longitude: at[1].toFixed(6),
  },
  context: "",
  outcome_status: null,
  persistent_id: "",
  id,
  location_subtype: "",
  month,
});

const STOP = {
  type: "Person search",
  involved_person: true,
  datetime: "2024-01-06T22:45:00+00:00",
  operation: false,
  operation_name: null,
  location: null,
  gender: "Male",
  age_range: "18-24",
  self_defined_ethnicity: "a secret",
  officer_defined_ethnicity: "a secret",
  legislation: "Misuse of Drugs Act 1971 (section 23)",
  object_of_search: "Controlled drugs",
  outcome: false,
  outcome_linked_to_object_of_search: null,
  removal_of_more_than_outer_clothing: false,
};

export interface ServiceOptions {
  clock: Clock;
  /** Crimes that one answer may hold. */
  most: number;
}

/** The service: answers, and counts what came too fast. */
export function policeService({ clock, most }: ServiceOptions) {
  const seen = { tooFast: 0, posted: 0, tooMany: 0 };
  let [level, last] = [0, clock.now()];
  const isTooFast = (): boolean => {
    level = Math.max(0, level - ((clock.now() - last) / 1000) * CALL_LIMITS.perSecond) + 1;
    last = clock.now();
    // A ten-thousandth of a drop for the rounding of two clocks.
    return level > CALL_LIMITS.burst + 1e-4;
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (isTooFast()) {
      seen.tooFast++;
      response.writeHead(429).end();
      return;
    }
    const url = new URL(request.url ?? "/", "https://data.police.uk");
    if (request.method === "POST") {
      seen.posted++;
      for (const [name, value] of new URLSearchParams(await bodyOf(request))) url.searchParams.set(name, value);
    }
    const found = answerTo(url, most);
    if (found === undefined) seen.tooMany++;
    if (found === undefined) response.writeHead(503).end();
    else response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(found));
  };
  return { seen, answer };
}

/** undefined stands for too many crimes. */
function answerTo(url: URL, most: number): unknown {
  const path = decodeURIComponent(url.pathname.replace("/api/", ""));
  const month = url.searchParams.get("date") ?? "";
  if (path === "forces") return [{ id: "essex", name: "Essex Police" }];
  if (path === "crime-last-updated") return { date: "2024-03-01" };
  if (path === "essex/neighbourhoods") return Object.keys(NEIGHBOURHOODS).map((id) => ({ id, name: id }));
  const id = /^essex\/(.*)\/boundary$/.exec(path)?.[1];
  if (id !== undefined)
    return [...NEIGHBOURHOODS[id]!, NEIGHBOURHOODS[id]![0]!].map(([lat, lng]) => ({
      latitude: `${lat}`,
      longitude: `${lng}`,
    }));
  if (path === "crimes-no-location")
    return [{ ...crimeText({ id: 5, at: [0, 0] }, month), location: null, location_type: null }];
  if (path === "stops-force") return [STOP, STOP];
  const ring = (url.searchParams.get("poly") ?? "").split(":").map((corner) => {
    const [lat = 0, lng = 0] = corner.split(",").map(Number);
    return [lat, lng] as const;
  });
  const inside = CRIMES.filter(({ at }) => isInside(at, ring));
  return inside.length > most ? undefined : inside.map((crime) => ({ ...crimeText(crime, month), brand_new: 1 }));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString();
}
