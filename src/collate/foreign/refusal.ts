import type { ProblemData } from "../../terms/index.ts";

/**
 * A Problem on its way from the child process to the parent, which makes a Problem of it. The child does without src/terms, which takes
 * longer to load than a file of a few hundred rows takes to read.
 */
export class Refusal extends Error {
  readonly data: ProblemData;
  constructor(data: ProblemData) {
    super(data.code);
    this.data = data;
  }
}
