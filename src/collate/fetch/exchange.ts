import { Problem } from "../../terms/index.ts";
import { checkedAddress, type Permission, readAddress, shown } from "./address.ts";
import type { FetchLimits } from "./limits.ts";
import type { Network, Reply } from "./network.ts";

export interface Asked {
  url: URL;
  method?: "GET" | "POST";
  headers?: Record<string, string>;
  body?: string;
}

export interface ExchangeOptions {
  permission: Permission;
  network: Network;
  limits: FetchLimits;
  signal?: AbortSignal;
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const AGENT = "soclab (open data of crime; https only; one file at a time)";

/** One question to a server and its answer, which can be stopped at any time for a stated reason. */
export class Exchange {
  private readonly options: ExchangeOptions;
  private readonly control = new AbortController();
  private why: Problem | undefined;
  private address: string;

  constructor(url: URL, options: ExchangeOptions) {
    this.options = options;
    this.address = shown(url);
  }

  /**
   * The answer, redirects followed, each checked like the first address. Runs `use` on it and ends the connection.
   * Throws a Problem: host not declared, private address, too many redirects, slow, no connection, interrupted.
   */
  async with<T>(asked: Asked, use: (reply: Reply, url: URL) => Promise<T>): Promise<T> {
    const { signal, limits } = this.options;
    const interrupt = () => this.stop(new Problem({ code: "fetch-interrupted", address: this.address }));
    signal?.addEventListener("abort", interrupt, { once: true });
    const alarm = setTimeout(() => this.stop(this.tooSlow(limits.totalMs)), limits.totalMs);
    try {
      if (signal?.aborted === true) interrupt();
      return await this.follow(asked, use);
    } catch (error) {
      throw this.why ?? error;
    } finally {
      clearTimeout(alarm);
      signal?.removeEventListener("abort", interrupt);
      this.control.abort();
    }
  }

  /** The bytes of an answer as they come, within the limits of size and pace and of the length that the server declared. */
  async *bytes(reply: Reply): AsyncGenerator<Uint8Array> {
    const { limits } = this.options;
    const declared = declaredLength(reply);
    if ((declared ?? 0) > limits.bytesMax) throw this.tooLarge();
    let [came, before] = [0, 0];
    const pace = setInterval(() => {
      if (came - before < limits.paceBytes) this.stop(this.tooSlow(limits.paceMs));
      before = came;
    }, limits.paceMs);
    try {
      for await (const piece of reply.body) {
        came += piece.length;
        if (came > limits.bytesMax) throw this.tooLarge();
        yield piece;
      }
    } catch (error) {
      throw this.why ?? (error instanceof Problem ? error : this.cut(came, declared, error));
    } finally {
      clearInterval(pace);
    }
    if (declared !== undefined && came !== declared) throw this.cut(came, declared);
  }

  private async follow<T>(asked: Asked, use: (reply: Reply, url: URL) => Promise<T>): Promise<T> {
    let { url } = asked;
    for (let hop = 0; ; hop++) {
      this.address = shown(url);
      const reply = await this.ask({ ...asked, url });
      const next = REDIRECTS.has(reply.status) ? reply.headers.location : undefined;
      if (next === undefined) return await use(reply, url).finally(reply.close);
      reply.close();
      if (hop >= this.options.limits.redirectsMax || asked.method === "POST")
        throw new Problem({
          code: "too-many-redirects",
          address: shown(asked.url),
          most: this.options.limits.redirectsMax,
        });
      url = readAddress(URL.canParse(next, url.href) ? new URL(next, url).href : next);
    }
  }

  private async ask({ url, method = "GET", headers = {}, body }: Asked): Promise<Reply> {
    const { permission, network, limits } = this.options;
    const address = await checkedAddress(url, permission, network);
    const alarm = setTimeout(() => this.stop(this.tooSlow(limits.answerMs)), limits.answerMs);
    const sending = { url, address, method, headers: { "user-agent": AGENT, ...headers }, signal: this.control.signal };
    try {
      return await network.send(body === undefined ? sending : { ...sending, body });
    } catch (error) {
      throw new Problem({ code: "no-connection", address: this.address, why: reasonOf(error) });
    } finally {
      clearTimeout(alarm);
    }
  }

  private stop(why: Problem): void {
    this.why ??= why;
    this.control.abort();
  }

  private tooSlow(ms: number): Problem {
    return new Problem({ code: "fetch-slow", address: this.address, seconds: ms / 1000 });
  }

  private tooLarge(): Problem {
    return new Problem({ code: "fetch-too-large", address: this.address, most: this.options.limits.bytesMax });
  }

  private cut(came: number, declared: number | undefined, error?: unknown): Problem {
    const why = error === undefined ? "" : reasonOf(error);
    return new Problem({
      code: "fetch-cut",
      address: this.address,
      came,
      why,
      ...(declared === undefined ? {} : { declared }),
    });
  }
}

function declaredLength({ headers }: Reply): number | undefined {
  const length = headers["content-length"];
  return length !== undefined && /^\d{1,15}$/.test(length) ? Number(length) : undefined;
}

/** The code of a fault of the network ("ECONNREFUSED"), or its words. */
const reasonOf = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
};
