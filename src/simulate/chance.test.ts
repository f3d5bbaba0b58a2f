import { expect, it } from "vitest";
import { chanceOf } from "./chance.ts";

it("gives every process, entity, month and block words of its own", () => {
  const { drugs, events } = chanceOf(1, 0);
  const words = new Set<number>();
  for (let entity = 0; entity < 20; entity++)
    for (let month = 0; month < 20; month++)
      for (let block = 0; block < 6; block++)
        words.add(drugs.u32(entity, month, block)).add(events.u32(entity, month, block));
  expect(words.size).toBeGreaterThan(4795); // 4,800 words: more than a few equal ones would be a fault
});
