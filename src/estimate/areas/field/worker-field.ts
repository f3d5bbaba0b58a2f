import { fitField } from "./fit.ts";
import type { FieldJob } from "./fit-fields.ts";
import type { FieldFit } from "./result.ts";

/** Entry of a worker thread: one field in, its fit out. */
export default ({ input, options }: FieldJob): FieldFit => fitField(input, options);
