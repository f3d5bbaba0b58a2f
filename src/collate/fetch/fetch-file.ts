import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { guarded, makeFolder } from "../../store/index.ts";
import { Problem } from "../../terms/index.ts";
import { readSources, type Source, sourceFor } from "../source.ts";
import type { GivenFile } from "../take-in.ts";
import { fileNameOf, readAddress, shown } from "./address.ts";
import { Exchange } from "./exchange.ts";
import { FETCH_LIMITS, type FetchLimits } from "./limits.ts";
import { internet, type Network, type Reply } from "./network.ts";

/** Bytes of a file that have come, of so many where the server says how many there are. */
export interface FetchProgress {
  name: string;
  bytes: number;
  total?: number;
}

export interface FetchOptions {
  /** Id of the source that reads the files; found by the name in the address when absent. */
  source?: string;
  /** The folders of sources/ unless told otherwise. */
  sources?: readonly Source[];
  limits?: Partial<FetchLimits>;
  network?: Network;
  signal?: AbortSignal;
  onProgress?: (progress: FetchProgress) => void;
}

/**
 * Fetches files from https addresses into the home folder, hands them to `act` as if a user had brought them, and takes
 * them away again: collating keeps its own copy. Only hosts are asked that the source of a file declares, and never a
 * private address. Throws a Problem when an address is refused or a file does not come whole; then `act` is not run.
 */
export async function withFetched<T>(
  home: string,
  addresses: readonly string[],
  options: FetchOptions,
  act: (files: GivenFile[]) => Promise<T>,
): Promise<T> {
  if (addresses.length === 0) return act([]);
  const sources = options.sources ?? (await readSources());
  const folder = ownFolder(home);
  try {
    const files: GivenFile[] = [];
    for (const [i, address] of addresses.entries())
      files.push(await fetchFile(address, join(folder, String(i + 1)), { ...options, sources }));
    return await act(files);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Fetches one file to `path`. */
async function fetchFile(
  address: string,
  path: string,
  options: FetchOptions & { sources: readonly Source[] },
): Promise<GivenFile> {
  const { network = internet, signal, onProgress = () => {} } = options;
  const url = readAddress(address);
  const name = fileNameOf(url);
  const { id, hosts = [] } = sourceFor(name, options.sources, options.source).declaration;
  const limits = { ...FETCH_LIMITS, ...options.limits };
  const permission = { source: id, hosts };
  const exchange = new Exchange(url, { permission, network, limits, ...(signal === undefined ? {} : { signal }) });
  await exchange.with({ url }, async (reply, at) => {
    refuseReply(reply, at);
    const total = Number(reply.headers["content-length"] ?? Number.NaN);
    const tell = (bytes: number) => onProgress({ name, bytes, ...(Number.isNaN(total) ? {} : { total }) });
    await write(path, noPage(exchange.bytes(reply), at), tell);
  });
  return { path, name, source: id, address };
}

/** A folder of this process in the home; those of processes that have ended are cleared away. */
function ownFolder(home: string): string {
  const all = join(home, "fetched");
  makeFolder(all);
  for (const name of readdirSync(all))
    if (!isRunning(Number.parseInt(name, 10))) rmSync(join(all, name), { recursive: true, force: true });
  return guarded(all, () => mkdtempSync(join(all, `${process.pid}-`)));
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function refuseReply({ status, headers }: Reply, url: URL): void {
  const address = shown(url);
  if (status !== 200) throw new Problem({ code: "server-refused", address, status });
  const kind = headers["content-type"] ?? "";
  if (/^\s*(text\/html|application\/xhtml)/i.test(kind)) throw new Problem({ code: "page-not-file", address });
  const encoding = headers["content-encoding"] ?? "identity";
  if (encoding !== "identity") throw new Problem({ code: "reply-encoded", address, encoding });
}

/** A page under a file's type is still a page: no table begins like one. */
async function* noPage(pieces: AsyncIterable<Uint8Array>, url: URL): AsyncGenerator<Uint8Array> {
  let head = Buffer.alloc(0);
  for await (const piece of pieces) {
    if (head.length < HEAD) {
      head = Buffer.concat([head, piece.subarray(0, HEAD)]).subarray(0, HEAD);
      if (PAGE.test(head.toString("latin1"))) throw new Problem({ code: "page-not-file", address: shown(url) });
    }
    yield piece;
  }
}

const HEAD = 256;
/** A byte order mark, blanks and a declaration of XML may stand before it. */
const PAGE = /^(?:\u00ef\u00bb\u00bf)?\s{0,64}(?:<\?xml[^>]{0,100}>\s{0,64})?<(?:!doctype html|html|head|body)\b/i;

async function write(path: string, pieces: AsyncIterable<Uint8Array>, tell: (bytes: number) => void): Promise<void> {
  const file = guarded(path, () => openSync(path, "wx"));
  let bytes = 0;
  try {
    for await (const piece of pieces) {
      guarded(path, () => {
        for (let at = 0; at < piece.length; ) at += writeSync(file, piece, at);
      });
      bytes += piece.length;
      tell(bytes);
    }
  } finally {
    closeSync(file);
  }
}
