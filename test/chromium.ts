import { existsSync } from "node:fs";

const USUAL_PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Flags that keep Debian's Chromium quiet and off the network. */
export const CHROMIUM_FLAGS: readonly string[] = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const NO_CHROMIUM = "Chromium is not installed (Debian: apt-get install chromium, or set SOCLAB_CHROMIUM)";

/** Path of a Chromium to test with, or undefined: then `context.skip(NO_CHROMIUM)`, so that the reason is printed. */
export function chromiumPath(): string | undefined {
  const named = process.env.SOCLAB_CHROMIUM;
  return [...(named ? [named] : []), ...USUAL_PLACES].find((path) => existsSync(path));
}
