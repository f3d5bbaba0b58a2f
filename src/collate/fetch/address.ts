import { Problem } from "../../terms/index.ts";
import type { Network } from "./network.ts";
import { isPublicAddress } from "./public-address.ts";

/** Longer addresses are refused before anything looks at them. */
const LONGEST = 8_192;

/** Whether a word of the command line is meant as an address and not as a path. */
export const looksLikeAddress = (word: string): boolean => /^[a-z][a-z0-9+.-]{1,20}:\/\//i.test(word);

/** An address that may be asked: https, the usual port, no password in it. Throws a Problem "bad-address". */
export function readAddress(address: string): URL {
  const bad = (why: string) => new Problem({ code: "bad-address", address: address.slice(0, 200), why });
  if (address.length > LONGEST) throw bad(`it is longer than ${LONGEST} characters`);
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined) throw bad("it cannot be read as one");
  if (url.protocol !== "https:") throw bad(`it begins with ${url.protocol}//, and only https:// proves who answers`);
  if (url.username !== "" || url.password !== "") throw bad("it carries a user name or a password");
  if (url.port !== "") throw bad(`it names the port ${url.port}`);
  return url;
}

/** The name of the file that an address ends in. Throws a Problem "bad-address" when it ends in none. */
export function fileNameOf(url: URL): string {
  const last = url.pathname.split("/").at(-1) ?? "";
  const name = decodedOrNothing(last);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (name === "" || name.startsWith(".") || name.length > 200 || /[\u0000-\u001f\u007f/\\]/.test(name))
    throw new Problem({ code: "bad-address", address: shown(url), why: "it does not end in the name of a file" });
  return name;
}

function decodedOrNothing(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

/** How messages call an address: without its query, which may be long. */
export const shown = (url: URL): string => `${url.origin}${url.pathname}`.slice(0, 200);

/** Who may be asked, and for whom. */
export interface Permission {
  /** Id of the source. */
  source: string;
  /** Host names that the source declares, to the letter. */
  hosts: readonly string[];
}

/**
 * The IP address to connect to, when the host is declared and every address it has is public: a name that also points
 * into a private network is refused whole. Throws a Problem.
 */
export async function checkedAddress(url: URL, { source, hosts }: Permission, network: Network): Promise<string> {
  const host = url.hostname;
  if (!hosts.includes(host))
    throw new Problem({ code: "host-not-declared", address: shown(url), host, source, known: [...hosts] });
  const found = await network.resolve(host).catch((error: NodeJS.ErrnoException) => {
    throw new Problem({ code: "no-connection", address: shown(url), why: `its name is not known (${error.code})` });
  });
  const local = found.find((address) => !isPublicAddress(address));
  if (local !== undefined) throw new Problem({ code: "private-address", address: shown(url), host, found: local });
  const [first] = found;
  if (first === undefined)
    throw new Problem({ code: "no-connection", address: shown(url), why: "its name has no address" });
  return first;
}
