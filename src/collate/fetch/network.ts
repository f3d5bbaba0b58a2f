import { lookup } from "node:dns/promises";
import { type IncomingHttpHeaders, request as plainRequest } from "node:http";
import { request as secureRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";

/** A request on its way out. The connection goes to `address`, which has been checked, whatever the name says a moment later. */
export interface Sending {
  url: URL;
  /** IP address of the host. */
  address: string;
  method: "GET" | "POST";
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
}

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  /** The bytes as they come; throws when the connection breaks. */
  body: AsyncIterable<Uint8Array>;
  /** Ends the connection, whatever is still to come. */
  close: () => void;
}

/** The one door to other machines: tests put a server of their own behind it. */
export interface Network {
  /** IP addresses of a host. */
  resolve: (host: string) => Promise<string[]>;
  send: (sending: Sending) => Promise<Reply>;
}

/** The network as it is. A fresh connection for each request; no proxy, no cookie, nothing kept. */
export const internet: Network = {
  resolve: async (host) => {
    const literal = host.replace(/^\[|\]$/g, "");
    if (isIP(literal) !== 0) return [literal];
    return (await lookup(host, { all: true })).map(({ address }) => address);
  },
  send: ({ url, address, method, headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const open = url.protocol === "https:" ? secureRequest : plainRequest;
      const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
      const request = open(url, {
        method,
        signal,
        agent: false,
        headers: { "accept-encoding": "identity", ...headers, ...length },
        lookup: always(address),
      });
      request.on("error", reject);
      request.once("response", (answer) => {
        // Bytes past the announced length are an error of the request; what came before them is then not whole either.
        request.on("error", (error) => answer.destroy(error));
        const close = () => void answer.destroy();
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: answer, close });
      });
      request.end(body);
    }),
};

/** Looks up nothing: the address has been resolved and checked before. */
const always = (address: string): LookupFunction => {
  const family = isIP(address);
  return (_host, { all }, done) => (all ? done(null, [{ address, family }]) : done(null, address, family));
};
