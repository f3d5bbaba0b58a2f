export { dirichletDraw, multinomialDraw } from "./draws.ts";
export { PROCESS, type Process } from "./process.ts";
export { Stream } from "./stream.ts";
export { threefry, threefryRow } from "./threefry.ts";
