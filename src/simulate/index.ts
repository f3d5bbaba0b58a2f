export * from "./outcome.ts";
export * from "./result.ts";
