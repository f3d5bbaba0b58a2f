import { describe, expect, it } from "vitest";
import type { ListEstimate } from "./comparison.ts";
import { envelopeOf, spreadOf } from "./envelope.ts";
import { type ListMethodId, readListMethods } from "./methods.ts";

const methods = readListMethods();

/** What a method of the table says: middle, low and high, or why not. */
function said(id: ListMethodId, total: [number, number, number] | string): ListEstimate {
  const from = [`method:${id}`];
  const method = methods.find((m) => m.id === id)!;
  if (typeof total === "string") return { method, total: { notEstimable: total, from }, model: "", notes: [] };
  const [value, low, high] = total;
  return {
    method,
    total: { value, low, high, level: 0.95, unit: "people", kind: "estimated", from },
    model: "",
    notes: [],
  };
}

describe("the envelope of 100 people observed", () => {
  const average = said("bic-average", [400, 200, 1000]);
  const graphs = said("decomposable", [500, 250, 800]);
  const resamples = said("bootstrap", [250, 160, 300]);
  const single = said("independent", [200, 120, 5000]);

  it("has the lowest and highest limit, the median of medians, and the share on no list; single fits do not count", () => {
    const envelope = envelopeOf([single, average, graphs, resamples], 100);
    expect(envelope.total).toMatchObject({ value: 400, low: 160, high: 1000, level: 0.95, unit: "people" });
    expect(envelope.total.from).toEqual(["method:bic-average", "method:decomposable", "method:bootstrap"]);
    expect(envelope.hiddenShare).toMatchObject({ value: 0.75, low: 0.375, high: 0.9, unit: "share" });
    expect(envelope.members).toEqual(["bic-average", "decomposable", "bootstrap"]);
    expect(spreadOf([single, average, graphs, resamples])).toEqual({ low: 120, high: 5000 });
  });

  it("says which method it is without, and takes the middle of two", () => {
    const envelope = envelopeOf([average, said("decomposable", "too many lists"), resamples], 100);
    expect(envelope.total).toMatchObject({ value: 325, low: 160, high: 1000 });
    expect(envelope.without).toEqual([{ id: "decomposable", why: "too many lists" }]);
  });

  it("of one method alone is none", () => {
    const envelope = envelopeOf([said("bic-average", "no"), said("decomposable", "no"), resamples], 100);
    expect(envelope.total).toHaveProperty("notEstimable");
    expect(spreadOf([said("bic-average", "no")])).toBeUndefined();
  });

  it("is of the three that the table of methods marks, and each method has a source", () => {
    expect(methods.filter((m) => m.isInEnvelope).map((m) => m.id)).toEqual([
      "bic-average",
      "decomposable",
      "bootstrap",
    ]);
    expect(methods.filter((m) => m.source === "" || m.assumes === "")).toEqual([]);
  });
});
