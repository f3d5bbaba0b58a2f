import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { internet, type Network } from "../../src/collate/fetch/network.ts";

/** For tests: a server on this machine that stands behind every host name, and the door that leads to it. */
export interface LocalServer {
  network: Network;
  /** `METHOD https://host/path` of every request, in order. */
  asked: string[];
  close: () => Promise<void>;
}

/** A public address, so that the check of addresses lets it through; nothing is ever sent there. */
const PUBLIC = "93.184.216.34";

/**
 * Starts the server. Connections are real and made as in production, except that they are not encrypted and end here.
 * `addresses` is what the name server says of a host, where it should say something else than a public address.
 */
export async function localServer(
  answer: RequestListener,
  addresses: Readonly<Record<string, string[]>> = {},
): Promise<LocalServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} https://${request.headers.host}${request.url}`);
    answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const network: Network = {
    resolve: async (host) => addresses[host] ?? [PUBLIC],
    send: (sending) => {
      const { url, headers } = sending;
      const here = new URL(`http://127.0.0.1:${port}${url.pathname}${url.search}`);
      return internet.send({ ...sending, url: here, address: "127.0.0.1", headers: { ...headers, host: url.host } });
    },
  };
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return { network, asked, close };
}
