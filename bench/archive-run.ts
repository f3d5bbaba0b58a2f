import { shareLine } from "../src/cli/share-line.ts";
import { collate, type Progress, readSource } from "../src/collate/index.ts";
import type { ArchiveRun } from "./archive.ts";

// Run as a process of its own by bench/archive.ts, so that its memory is its own: an archive through the real source, from landing
// its bytes to the published snapshot.
const [path = "", home = ""] = process.argv.slice(2);

const start = performance.now();
const line = shareLine();
let loaded = 0;
const note = (progress: Progress): void => {
  if (progress.step === "loaded") loaded = performance.now() - start;
  line.show(progress);
};
const report = await collate(home, note, { sources: [await readSource("police-uk")], files: [{ path }] });
const milliseconds = performance.now() - start;
line.end();
const [file] = report.files;
if (file === undefined || report.refused.length > 0)
  throw new Error(report.refused[0]?.sentence ?? "no file was taken in");
const { tables: entries, rowsIn, rowsLoaded, rowsSetAside } = file;
const { user, system } = process.cpuUsage();
const run: ArchiveRun = {
  ...{ entries, rowsIn, rowsLoaded, rowsSetAside, milliseconds, loaded, fingerprint: report.fingerprint },
  ...{ processor: (user + system) / 1000, megabytes: process.resourceUsage().maxRSS / 1024 },
};
process.stdout.write(`${JSON.stringify(run)}\n`);
