/**
 * What is wrong when a file or an answer is fetched from an address. `address` is what was asked, its query left out.
 * Each sentence tells what, where, why and what next; `fetchSentence` is the part of `sentence` for these.
 */
export type FetchProblem =
  // Before anything is asked.
  | { code: "bad-address"; address: string; why: string }
  | { code: "host-not-declared"; address: string; host: string; source: string; known: string[] }
  | { code: "private-address"; address: string; host: string; found: string }
  // What the server answers.
  | { code: "no-connection"; address: string; why: string }
  | { code: "too-many-redirects"; address: string; most: number }
  | { code: "server-refused"; address: string; status: number }
  | { code: "page-not-file"; address: string }
  | { code: "reply-encoded"; address: string; encoding: string }
  // While bytes come.
  | { code: "fetch-slow"; address: string; seconds: number }
  | { code: "fetch-cut"; address: string; came: number; declared?: number; why: string }
  | { code: "fetch-too-large"; address: string; most: number }
  | { code: "fetch-interrupted"; address: string }
  // An interface that answers questions.
  | { code: "too-many-requests"; address: string; tries: number }
  | { code: "too-many-crimes"; address: string; splits: number }
  | { code: "month-not-held"; address: string; month: string }
  | { code: "unexpected-answer"; address: string; why: string };

const NOTHING = "Nothing of it was kept.";

/** One sentence or two for a problem of fetching. Pure. */
export function fetchSentence(p: FetchProblem): string {
  switch (p.code) {
    case "bad-address":
      return `${p.address} is no address that is fetched from: ${p.why}. Give the https address of the file itself, as its publisher's page has it.`;
    case "host-not-declared":
      return `${p.address}: the source "${p.source}" does not declare the host ${p.host}${p.known.length > 0 ? ` (it declares ${p.known.join(", ")})` : ""}, so nothing is fetched from there. Fetch the file yourself and give its path; or, if the publisher uses that host, add it to \`hosts\` in sources/${p.source}/source.yaml.`;
    case "private-address":
      return `${p.address}: the host ${p.host} points to ${p.found}, an address inside a private network or this machine, and files are fetched only from the public internet. Check the address and the name server; a file of your own network is given by its path.`;
    case "no-connection":
      return `${p.address}: no answer came (${p.why}). Check the network and the address and run the command again.`;
    case "too-many-redirects":
      return `${p.address}: the server sends on to another address more often than is followed (${p.most} times, and never with a question that is posted). ${NOTHING} Open the address in a browser and give the one it ends at.`;
    case "server-refused":
      return `${p.address}: the server answered with the status ${p.status}${p.status === 404 ? ", which says that there is no such file" : p.status >= 500 ? ", which says that it is out of order" : ""}. ${NOTHING} ${p.status >= 500 ? "Run the command again later." : "Check the address on the publisher's page."}`;
    case "page-not-file":
      return `${p.address}: a web page came where a file was expected, as from a login, a cookie notice or a moved file. ${NOTHING} Open the address in a browser, and give the address of the file itself.`;
    case "reply-encoded":
      return `${p.address}: the answer is packed as ${p.encoding}, which was not asked for and is not read. ${NOTHING} Fetch the file in a browser and give its path.`;
    case "fetch-slow":
      return `${p.address}: less came in ${p.seconds} seconds than is waited for, and it was stopped. ${NOTHING} Run the command again when the network or the server is less busy, or fetch the file in a browser and give its path.`;
    case "fetch-cut":
      return `${p.address}: ${p.came.toLocaleString("en-GB")} bytes came${p.declared === undefined ? "" : `, and the server had announced ${p.declared.toLocaleString("en-GB")}`}${p.why === "" ? "" : ` (the connection broke: ${p.why})`}, so the file is not whole. ${NOTHING} Run the command again.`;
    case "fetch-too-large":
      return `${p.address}: it is larger than ${p.most.toLocaleString("en-GB")} bytes, the most that is fetched, and it was stopped. ${NOTHING} Check that it is the right file; if it is, fetch it in a browser and give its path.`;
    case "fetch-interrupted":
      return `Fetching ${p.address} was interrupted. Nothing half-written is used. Run the command again.`;
    case "too-many-requests":
      return `${p.address}: the server asked to wait ${p.tries} times in a row (status 429), so somebody else may be asking from this network too. What had come is kept. Run the same command again later; it goes on where it stopped.`;
    case "too-many-crimes":
      return `${p.address}: the server refused the area as too large (status 503) even after it was cut in four ${p.splits} times, so it is more likely out of order. What had come is kept. Run the same command again later; it goes on where it stopped.`;
    case "month-not-held":
      return `${p.address}: the server holds nothing of ${p.month} (status 404); it keeps about three years. Ask for a month that https://data.police.uk/changelog/ lists, or take an older archive.`;
    case "unexpected-answer":
      return `${p.address}: the answer is not what its documentation says: ${p.why}. What had come before is kept. Run the same command again; if it stays so, the interface has changed and its reader must follow.`;
  }
}
