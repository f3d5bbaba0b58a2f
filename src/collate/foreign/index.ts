export type { Limits } from "./limits.ts";
export type { ArchiveEntry, ForeignOrder, ForeignRow, Sheet, UnpackedEntry } from "./order.ts";
export { readForeign, sheetsOf } from "./read-foreign.ts";
export { refuseEntities } from "./refuse-entities.ts";
export { entriesOf, type UnpackOrder, unpack } from "./unpack.ts";
