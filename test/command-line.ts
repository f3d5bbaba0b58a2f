import { main } from "../src/cli/main.ts";

interface Said {
  code: number;
  out: string;
  err: string;
}

/**
 * The command line in this process: what it says on both streams, and its code. Half a second quicker than a process of its
 * own, which `two-commands`, `run` and the crash tests start for real. One call at a time.
 */
export async function soclab(...words: string[]): Promise<Said> {
  const said: Said = { code: 0, out: "", err: "" };
  const { stdout, stderr } = process;
  const real = [stdout.write, stderr.write] as const;
  stdout.write = catching((text) => (said.out += text));
  stderr.write = catching((text) => (said.err += text));
  try {
    said.code = await main(words);
  } finally {
    [stdout.write, stderr.write] = real;
    process.exitCode = undefined;
  }
  return said;
}

/** A stand-in for the write of a stream; calls back as that does. */
const catching =
  (take: (text: string) => void): typeof process.stdout.write =>
  (text: string | Uint8Array, ...rest: unknown[]): boolean => {
    take(String(text));
    const done = rest.find((word) => typeof word === "function") as (() => void) | undefined;
    done?.();
    return true;
  };
