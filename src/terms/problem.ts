import { type ProblemData, sentence } from "./wording.ts";

/** A fault that a person can mend: data here, its sentence in wording.ts. The command line prints it and exits with 1. */
export class Problem extends Error {
  readonly data: ProblemData;
  constructor(data: ProblemData) {
    super(sentence(data));
    this.name = "Problem";
    this.data = data;
  }
}
