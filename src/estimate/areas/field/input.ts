/**
 * What the latent field is fitted to, as plain data that can be sent to a worker thread. Areas are numbered 0 to n - 1, quarters 0 to
 * T - 1 one after another without gaps; arrays over both hold cell (area i, quarter t) at `i * T + t`. All logarithms are natural.
 */
export interface FieldInput {
  /** n. One area is a series without space: the place effect and the borders fall away. */
  areas: number;
  /** Pairs of areas that border each other. An area in no pair (a national body, British Transport Police, an island) has an independent effect. */
  neighbours: readonly (readonly [number, number])[];
  /** T, the quarters that are estimated. Those without a count are predicted: a nowcast where they are the last ones. */
  quarters: number;
  /** What the extent is proportional to (population, firms, traffic), above 0: n values, or n x T. Ones where there is none. */
  exposure: Float64Array;
  /** Covariates of the extent, each standardised over areas, n values each. Not to be shared with reporting (section 5.4 of the design). */
  covariates?: readonly FieldCovariate[];
  /** Prior of the common level, ln(extent / exposure). Default: mean 0, sd 10, which says next to nothing. */
  level?: NormalPrior;
  indicators: readonly FieldIndicator[];
  /** Every published count. A missing or suppressed cell simply has none; never put 0 for it. */
  counts: readonly FieldCount[];
  anchors: readonly FieldAnchor[];
  /** Parts of the model that are switched off or on; see `FieldParts`. */
  parts?: Partial<FieldParts>;
  /** Priors of hyperparameters that differ from the defaults (`DEFAULT_PRIORS`), or values at which they are held. */
  hyperparameters?: Partial<Record<string, HyperparameterChoice>>;
}

/** A normal distribution as a prior. */
export interface NormalPrior {
  mean: number;
  sd: number;
}

/** A covariate of the extent with the prior of its coefficient (default: mean 0, sd 1). */
export interface FieldCovariate {
  id: string;
  /** n values, standardised. */
  values: Float64Array;
  prior?: NormalPrior;
}

/** Parts of ln(extent / exposure). Default: level and season on; trend on; place and local on for more than one area. */
export interface FieldParts {
  /** The common level alpha. */
  level: boolean;
  /** The lasting effect of each area, u (BYM2). */
  place: boolean;
  /** The damped common trend, c and b. */
  trend: boolean;
  /** The common season, three states. */
  season: boolean;
  /** The passing effect of each area, d (autoregressive, its innovations BYM2). */
  local: boolean;
}

/** Parts of the input's model, with the defaults filled in. */
export function partsOf({ areas, parts }: FieldInput): FieldParts {
  const isMany = areas > 1;
  return { level: true, place: isMany, trend: true, season: true, local: isMany, ...parts };
}

/** A count series of the threat: what is seen of the extent through its own reporting and recording. */
export interface FieldIndicator {
  id: string;
  /** How much of the extent it sees. Left out: all of it, so that the counts are the extent with noise. */
  reporting?: FieldReporting;
}

/**
 * The logit of the share of the extent that an indicator sees:
 * rate + offset + covariates + trend + steps + recording effect of the area.
 */
export interface FieldReporting {
  /** Prior of the logit of the rate, from a survey or an audit (section 4). An sd of 0 holds it. */
  rate: NormalPrior;
  /** The quarter that the prior of the rate speaks of: steps and trend are counted from it. Default 0. */
  rateQuarter?: number;
  /** Known part of the logit, n x T. */
  offset?: Float64Array;
  /** Sd on the logit of the recording effect of each area; the effects sum to zero. Default 0.2; 0 for none. Only areas with counts of their own have one. */
  recordingSd?: number;
  /** Covariates of reporting, n x T each, with the prior of their coefficient (default: mean 0, sd 0.5). */
  covariates?: readonly FieldCovariate[];
  /** Known changes of a recording rule: the logit moves by N(mean, sd) at the first quarter it holds for, in the areas named (default: all). */
  steps?: readonly { quarter: number; mean?: number; sd: number; areas?: readonly number[] }[];
  /** Drift of the logit a year (awareness, mapping effort). */
  trend?: NormalPrior;
}

/** One published count: of one area in one quarter, or the sum over several areas and quarters (a nation, a year). */
export interface FieldCount {
  indicator: string;
  areas: readonly number[];
  quarters: readonly number[];
  /** A whole number, 0 or more. */
  value: number;
}

/** An estimate of the true extent that does not come from the counts: overlapping lists, a survey, a multiplier. */
export interface FieldAnchor {
  id: string;
  areas: readonly number[];
  quarters: readonly number[];
  /** What it estimates over its quarters: `sum` for a flow (offences a year), `mean` for a stock (people at one time). */
  statistic: "sum" | "mean";
  /** ln of the estimate. */
  logMean: number;
  /** ((ln high - ln low) / 3.92)^2 of the envelope over methods, not of one fit (section 3.2). */
  logVariance: number;
  /** Sd of the offset between the anchor's definition and the extent's. Default 0.2; 0 for none. */
  definitionSd?: number;
  /** Anchors of one definition share its offset. Default: the anchor's own id. */
  definition?: string;
}

/** Another prior for a hyperparameter, or the value (natural scale) at which it is held. */
export type HyperparameterChoice = { held: number } | { prior: HyperparameterPrior };

/**
 * Prior of a hyperparameter. `rate`: exponential, given by the value that is exceeded with probability 0.05 (a penalised-complexity prior
 * of a standard deviation: Simpson et al. 2017, Statistical Science 32(1)). `logit` and `log`: normal on that scale. `halfNormal`: of a
 * standard deviation.
 */
export type HyperparameterPrior =
  | { kind: "rate"; exceeded: number }
  | { kind: "logit"; mean: number; sd: number }
  | { kind: "log"; mean: number; sd: number }
  | { kind: "halfNormal"; sd: number };

/**
 * Throws a RangeError that says which part of the input cannot be used, and why: a number of areas or a length that does not fit, an area
 * or quarter that does not exist, a count that is no whole number, an unknown indicator, a variance below 0.
 */
export function checkFieldInput(input: FieldInput): void {
  const { areas, quarters, exposure, indicators, counts, anchors } = input;
  need(Number.isInteger(areas) && areas >= 1, `areas is ${areas}, not a whole number from 1`);
  need(Number.isInteger(quarters) && quarters >= 1, `quarters is ${quarters}, not a whole number from 1`);
  need(fits(exposure, areas, areas * quarters), `exposure has ${exposure.length} values for ${areas} areas`);
  need(
    exposure.every((e) => e > 0 && Number.isFinite(e)),
    "an exposure is not above 0",
  );
  for (const { id, values } of input.covariates ?? []) checkValues(`covariate ${id}`, values, areas);
  const known = new Set(indicators.map((indicator) => indicator.id));
  need(known.size === indicators.length, "two indicators have one id");
  for (const indicator of indicators) checkReporting(indicator, areas, quarters);
  counts.forEach((count, k) => {
    const what = `count ${k} of ${count.indicator}`;
    need(known.has(count.indicator), `${what}: there is no such indicator`);
    need(Number.isInteger(count.value) && count.value >= 0, `${what} is ${count.value}, not a whole number from 0`);
    checkWindow(what, count, areas, quarters);
  });
  need(new Set(anchors.map((anchor) => anchor.id)).size === anchors.length, "two anchors have one id");
  for (const anchor of anchors) {
    const what = `anchor ${anchor.id}`;
    need(Number.isFinite(anchor.logMean), `${what}: its logarithm is ${anchor.logMean}`);
    need(anchor.logVariance > 0, `${what}: its variance is ${anchor.logVariance}, not above 0`);
    checkWindow(what, anchor, areas, quarters);
  }
}

function checkReporting({ id, reporting }: FieldIndicator, areas: number, quarters: number): void {
  if (!reporting) return;
  need(reporting.rate.sd >= 0 && Number.isFinite(reporting.rate.mean), `indicator ${id}: its rate has no usable prior`);
  if (reporting.offset) checkValues(`offset of indicator ${id}`, reporting.offset, areas * quarters);
  for (const covariate of reporting.covariates ?? []) {
    checkValues(`covariate ${covariate.id} of indicator ${id}`, covariate.values, areas * quarters);
  }
  for (const step of reporting.steps ?? []) {
    need(step.sd > 0, `indicator ${id}: a step at quarter ${step.quarter} has sd ${step.sd}, not above 0`);
  }
}

function checkValues(what: string, values: Float64Array, length: number): void {
  need(values.length === length, `${what} has ${values.length} values, not ${length}`);
  need(
    values.every((value) => Number.isFinite(value)),
    `${what} has a value that is no number`,
  );
}

function checkWindow(
  what: string,
  window: Pick<FieldCount, "areas" | "quarters">,
  areas: number,
  quarters: number,
): void {
  const isInside = (list: readonly number[], end: number): boolean =>
    list.length > 0 &&
    new Set(list).size === list.length &&
    list.every((k) => Number.isInteger(k) && k >= 0 && k < end);
  need(
    isInside(window.areas, areas),
    `${what}: areas ${window.areas.join(", ")} are not all different and of 0 to ${areas - 1}`,
  );
  need(
    isInside(window.quarters, quarters),
    `${what}: quarters ${window.quarters.join(", ")} are not all different and of 0 to ${quarters - 1}`,
  );
}

const fits = (values: Float64Array, ...lengths: number[]): boolean => lengths.includes(values.length);

function need(isTrue: boolean, otherwise: string): void {
  if (!isTrue) throw new RangeError(`The field cannot be fitted: ${otherwise}.`);
}
