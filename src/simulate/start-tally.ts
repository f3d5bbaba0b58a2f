import type { Geography } from "./geography.ts";
import { FLAG } from "./groups.ts";
import type { State } from "./world.ts";

/** Groups and their people of April 2021, by place (and groups by cell). */
export interface StartTally {
  groups: Float64Array;
  mapped: Float64Array;
  active: Float64Array;
  /** All people of groups: at large, in the queues, in custody, on licence. */
  people: Float64Array;
  atLarge: Float64Array;
  mappedAtLarge: Float64Array;
  groupsOf: Float64Array;
}

export function startTally(state: State, geo: Geography, count: number): StartTally {
  const by = () => new Float64Array(geo.size);
  const tally: StartTally = {
    groups: by(),
    mapped: by(),
    active: by(),
    people: by(),
    atLarge: by(),
    mappedAtLarge: by(),
    groupsOf: new Float64Array(geo.size * 11),
  };
  const g = state.groups;
  for (let i = 0; i < count; i++) {
    const place = g.place[i]!;
    tally.groups[place]! += 1;
    tally.groupsOf[place * 11 + g.threat1[i]!]! += 1;
    tally.atLarge[place]! += g.atLarge[i]!;
    tally.people[place]! += g.atLarge[i]! + g.suspected[i]! + g.charged[i]! + g.custody[i]! + g.licence[i]!;
    if ((g.flags[i]! & FLAG.dormant) === 0) tally.active[place]! += 1;
    if ((g.flags[i]! & FLAG.mapped) !== 0) {
      tally.mapped[place]! += 1;
      tally.mappedAtLarge[place]! += g.atLarge[i]!;
    }
  }
  return tally;
}
