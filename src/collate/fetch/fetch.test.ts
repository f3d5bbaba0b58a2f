/** Fetching from addresses, against a real server on this machine that behaves as badly as servers do. */
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { goodFile, sourceOf, temporaryFolder } from "../../../test/collate/figures.ts";
import { type LocalServer, localServer } from "../../../test/collate/local-server.ts";
import { homePaths, openSnapshot } from "../../store/index.ts";
import { Problem } from "../../terms/index.ts";
import { collate } from "../collate.ts";
import type { Source } from "../source.ts";
import { type FetchOptions, withFetched } from "./fetch-file.ts";
import { isPublicAddress } from "./public-address.ts";

const folder = temporaryFolder();
const FILE = goodFile(1, 3);
const SLOW = { answerMs: 200, paceMs: 100, paceBytes: 1000 };
let server: LocalServer;
let source: Source;

const PAGES: Record<string, (response: ServerResponse, request: IncomingMessage) => void> = {
  "/good.csv": (r) => r.writeHead(200, { "content-type": "text/csv", "content-length": FILE.length }).end(FILE),
  "/no-length.csv": (r) => r.writeHead(200).end(FILE),
  "/bad-path/%2e%2e%2fetc.csv": (r) => r.end(FILE),
  "/moved.csv": (r) => r.writeHead(301, { location: "https://files.example.gov.uk/good.csv" }).end(),
  "/moved-inside.csv": (r) => r.writeHead(302, { location: "https://inside.example.gov.uk/good.csv" }).end(),
  "/moved-to-address.csv": (r) => r.writeHead(302, { location: "https://169.254.169.254/latest/meta-data.csv" }).end(),
  "/moved-elsewhere.csv": (r) => r.writeHead(302, { location: "//www.example.gov.uk.evil.example/good.csv" }).end(),
  "/moved-to-http.csv": (r) => r.writeHead(302, { location: "http://www.example.gov.uk/good.csv" }).end(),
  "/moved-to-file.csv": (r) => r.writeHead(302, { location: "file:///etc/passwd" }).end(),
  "/round.csv": (r) => r.writeHead(302, { location: "/round.csv" }).end(),
  "/page.csv": (r) => r.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end("Please log in"),
  "/hidden-page.csv": (r) => r.writeHead(200, { "content-type": "text/csv" }).end("\n <!DOCTYPE html><html>log in"),
  "/missing.csv": (r) => r.writeHead(404).end("no"),
  "/broken.csv": (r) => r.writeHead(503).end("no"),
  "/packed.csv": (r) => r.writeHead(200, { "content-encoding": "gzip" }).end(FILE),
  "/cut.csv": (r) => {
    r.writeHead(200, { "content-length": FILE.length + 500 });
    r.write(FILE, () => r.destroy());
  },
  "/cut-chunked.csv": (r) => {
    r.writeHead(200);
    r.write(FILE, () => r.destroy());
  },
  "/more-than-said.csv": (r) => {
    r.writeHead(200, { "content-type": "text/csv" });
    r.socket?.end(`HTTP/1.1 200 OK\r\ncontent-length: 10\r\nconnection: close\r\n\r\n${FILE}`);
  },
  "/silent.csv": () => {},
  "/drip.csv": (r) => {
    r.writeHead(200, { "content-length": FILE.length });
    const drop = setInterval(() => r.write("x"), 10);
    r.on("close", () => clearInterval(drop));
  },
  "/endless.csv": (r) => {
    r.writeHead(200);
    const pour = (): void => void (r.destroyed || r.write("x".repeat(60_000), () => setImmediate(pour)));
    pour();
  },
};

beforeAll(async () => {
  server = await localServer(
    (request, response) => (PAGES[request.url ?? ""] ?? ((r) => r.writeHead(410).end()))(response, request),
    {
      "inside.example.gov.uk": ["93.184.216.34", "10.1.2.3"],
      "mapped.example.gov.uk": ["::ffff:127.0.0.1"],
      "nowhere.example.gov.uk": [],
    },
  );
  const embedded = await sourceOf([]);
  const { owned, ...declaration } = embedded.declaration;
  const hosts = ["www", "files", "inside", "mapped", "nowhere"].map((name) => `${name}.example.gov.uk`);
  source = { ...embedded, declaration: { ...declaration, hosts } };
});
afterAll(async () => {
  await server.close();
  folder.remove();
});

const options = (more: Partial<FetchOptions> = {}): FetchOptions => ({
  sources: [source],
  network: server.network,
  ...more,
});
const home = join(folder.path, "home");
const at = (page: string): string => `https://www.example.gov.uk/${page}`;
const fetched = (address: string, more: Partial<FetchOptions> = {}): Promise<string[]> =>
  withFetched(home, [address], options(more), async (files) => files.map((f) => readFileSync(f.path, "utf8")));

/** The code of the Problem that refuses an address. */
async function codeOf(address: string, more: Partial<FetchOptions> = {}): Promise<string> {
  const told = await fetched(address, more).catch((error: unknown) => error);
  if (!(told instanceof Problem)) throw told;
  expect(told.message.length).toBeGreaterThan(60);
  expect(readdirSync(join(home, "fetched"))).toEqual([]);
  return told.data.code;
}

describe("a file comes whole", () => {
  test.each(["good.csv", "no-length.csv", "moved.csv"])("%s", async (page) => {
    expect(await fetched(at(page))).toEqual([FILE]);
  });

  test("and is collated under its own name, with its address in the ledger, and nothing else is left", async () => {
    const progress: number[] = [];
    const report = await withFetched(
      home,
      [at("good.csv")],
      options({ onProgress: ({ bytes, total }) => progress.push(bytes / (total ?? 0)) }),
      (files) => collate(home, undefined, { sources: [source], files }),
    );
    expect(report.files).toMatchObject([{ name: "good.csv", state: "new", rowsIn: 3, rowsLoaded: 3 }]);
    expect(progress.at(-1)).toBe(1);
    expect(readFileSync(homePaths(home).ledger, "utf8")).toContain(`"address":"${at("good.csv")}"`);
    expect(readdirSync(join(home, "fetched"))).toEqual([]);
    const snapshot = await openSnapshot(home);
    expect(await snapshot.sql("select count(*)::integer as n from observation")).toEqual([{ n: 3 }]);
    snapshot.close();
  });

  test("what a killed run left behind is cleared away", async () => {
    const left = join(home, "fetched", "999999999-abc");
    mkdirSync(left, { recursive: true });
    await fetched(at("good.csv"));
    expect(existsSync(left)).toBe(false);
  });
});

describe("what is refused, and why", () => {
  test.each([
    ["http://www.example.gov.uk/good.csv", "bad-address"],
    ["file:///etc/passwd.csv", "bad-address"],
    ["https://user:word@www.example.gov.uk/good.csv", "bad-address"],
    ["https://www.example.gov.uk:8443/good.csv", "bad-address"],
    ["https://www.example.gov.uk/", "bad-address"],
    ["https://www.example.gov.uk/..%2f..%2fgood.csv", "bad-address"],
    ["https://www.example.gov.uk.evil.example/good.csv", "host-not-declared"],
    ["https://evil.example/www.example.gov.uk/good.csv", "host-not-declared"],
    ["https://127.0.0.1/good.csv", "host-not-declared"],
    ["https://localhost/good.csv", "host-not-declared"],
    ["https://inside.example.gov.uk/good.csv", "private-address"],
    ["https://mapped.example.gov.uk/good.csv", "private-address"],
    ["https://nowhere.example.gov.uk/good.csv", "no-connection"],
    ["https://www.example.gov.uk/good.exe", "no-source"],
  ])("%s: %s, and no server is asked", async (address, code) => {
    const before = server.asked.length;
    expect(await codeOf(address)).toBe(code);
    expect(server.asked.length).toBe(before);
  });

  test.each([
    ["moved-inside.csv", "private-address"],
    ["moved-to-address.csv", "host-not-declared"],
    ["moved-elsewhere.csv", "host-not-declared"],
    ["moved-to-http.csv", "bad-address"],
    ["moved-to-file.csv", "bad-address"],
    ["round.csv", "too-many-redirects"],
    ["page.csv", "page-not-file"],
    ["hidden-page.csv", "page-not-file"],
    ["missing.csv", "server-refused"],
    ["broken.csv", "server-refused"],
    ["packed.csv", "reply-encoded"],
    ["cut.csv", "fetch-cut"],
    ["cut-chunked.csv", "fetch-cut"],
    ["more-than-said.csv", "fetch-cut"],
  ])("%s: %s", async (page, code) => {
    expect(await codeOf(at(page))).toBe(code);
  });

  test.each([
    ["silent.csv", SLOW, "fetch-slow"],
    ["drip.csv", SLOW, "fetch-slow"],
    ["drip.csv", { totalMs: 150 }, "fetch-slow"],
    ["endless.csv", { bytesMax: 1_000_000 }, "fetch-too-large"],
    ["good.csv", { bytesMax: 10 }, "fetch-too-large"],
  ])("%s within %o: %s", async (page, limits, code) => {
    expect(await codeOf(at(page), { limits })).toBe(code);
  });

  test("a server that is not there", async () => {
    const gone = await localServer((_, response) => response.end());
    await gone.close();
    expect(await codeOf(at("good.csv"), { network: gone.network })).toBe("no-connection");
  });

  test("it stops when asked to, before and while bytes come", async () => {
    expect(await codeOf(at("good.csv"), { signal: AbortSignal.abort() })).toBe("fetch-interrupted");
    expect(await codeOf(at("drip.csv"), { signal: AbortSignal.timeout(60) })).toBe("fetch-interrupted");
  });
});

test.each([
  ...["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1"].map((address) => [address, true] as const),
  ...["127.0.0.1", "10.0.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"].map(
    (address) => [address, false] as const,
  ),
  ...["::1", "::", "::ffff:8.8.8.8", "fe80::1", "fd00::1", "64:ff9b::a00:1", "2002:a00:1::", "224.0.0.1"].map(
    (address) => [address, false] as const,
  ),
  ...["", "localhost", "1.2.3", "0x7f.1", "127.1"].map((address) => [address, false] as const),
])("%s is a public address: %s", (address, expected) => {
  expect(isPublicAddress(address)).toBe(expected);
});
