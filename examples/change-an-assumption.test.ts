import { expect, it } from "vitest";
import { smallInput } from "../test/twin/input.ts";
import { averted } from "./change-an-assumption.ts";

it("a stronger assumption averts more harm for the same policy", () => {
  const [weak, strong] = averted(smallInput(), [0.02, 0.3], 3);
  expect(strong!.personMonths).toBeGreaterThan(weak!.personMonths);
});
