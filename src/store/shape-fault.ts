/** One complaint of the schema checker, as far as a message needs it. */
export interface ShapeError {
  keyword: string;
  message: string;
  params: object;
}

const KINDS: Record<string, string> = {
  object: "an object",
  array: "a list",
  string: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  null: "null",
};

/** What would have been right, in words that fit after "which is not". Pure. */
export function expectedShape(error: ShapeError | undefined): string {
  const params = (error?.params ?? {}) as { type?: string | string[]; requiredProperties?: string[]; pattern?: string };
  switch (error?.keyword) {
    case "type":
      return [params.type ?? []]
        .flat()
        .map((kind) => KINDS[kind] ?? kind)
        .join(" or ");
    case "required":
      return `complete: it lacks ${(params.requiredProperties ?? []).join(", ")}`;
    case "pattern":
      return `text of the form ${params.pattern}`;
    case "boolean":
    case "additionalProperties":
      return "a field that may stand here";
    default:
      return `allowed: it ${error?.message ?? "must have another shape"}`;
  }
}
