import { type Estimate, seenAndUnseen } from "./interval.ts";
import { countFault, type Refusal, refuse } from "./refusal.ts";

/** People on a first list, on a second, and on both, of one closed population. */
export interface TwoLists {
  first: number;
  second: number;
  both: number;
}

/**
 * Lincoln and Petersen's n1 n2 / m. Chance puts it too high where the overlap is small; give `chapman` to people, this for comparison.
 * Refused without overlap. Units: people.
 */
export function lincolnPetersen(lists: TwoLists): { value: number } | Refusal {
  return listsFault(lists) ?? { value: (lists.first * lists.second) / lists.both };
}

/**
 * Chapman's estimate (n1 + 1)(n2 + 1) / (m + 1) - 1 with Seber's variance (Chapman 1951, University of California Publications in
 * Statistics 1, 131; Seber 1982, The Estimation of Animal Abundance, page 60), the unseen log-normal. Refused without overlap. Units: people.
 */
export function chapman(lists: TwoLists, level = 0.95): Estimate | Refusal {
  const fault = listsFault(lists);
  if (fault) return fault;
  const { first, second, both } = lists;
  const value = ((first + 1) * (second + 1)) / (both + 1) - 1;
  const variance =
    ((first + 1) * (second + 1) * (first - both) * (second - both)) / ((both + 1) * (both + 1) * (both + 2));
  const seen = first + second - both;
  return seenAndUnseen(seen, value - seen, variance, level);
}

function listsFault({ first, second, both }: TwoLists): Refusal | undefined {
  const fault = countFault({ "The first list": first, "The second list": second, "The overlap": both });
  if (fault) return fault;
  const shorter = Math.min(first, second);
  if (first + second === 0) return refuse({ code: "hidden-empty", what: "The pair of lists" });
  if (shorter === 0) return refuse({ code: "hidden-one-list", people: first + second });
  if (both > shorter) return refuse({ code: "hidden-overlap", both, most: shorter });
  return both === 0 ? refuse({ code: "hidden-no-overlap", first, second }) : undefined;
}
