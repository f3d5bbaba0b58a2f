export { readEnablerTies, readNodeTies, readParameters } from "./parameters.ts";
export { extentParameter, twinInput } from "./twin-input.ts";
