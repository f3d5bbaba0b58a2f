export { accountOf, type PartAccount, type ThreatAccount } from "./account.ts";
export { effectInMonth, effectInYear, monthOf, remaining } from "./combine.ts";
export { type Disruption, readDisruption } from "./read.ts";
export { disruptedShares } from "./shares.ts";
export { cutUp, reportedTwice, splitCheck } from "./split.ts";
