import { existsSync, readFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { projectFile } from "../../../store/index.ts";
import { normalQuantile, tQuantile } from "../../../terms/index.ts";
import { arimaAt, fitArima } from "./arima.ts";
import { autoArima, type ChosenArima } from "./auto-arima.ts";
import { autocorrelation, ljungBox, maseScale } from "./autocorrelation.ts";
import { autoEts, fitEts } from "./ets.ts";
import { fitLocalLevel, localLevelAt } from "./local-level.ts";
import { drift, lastValue, type NormalForecast, overallMean, seasonalNaive } from "./naive.ts";
import { extrapolate, smooth } from "./smoothing.ts";
import { stl } from "./stl.ts";

const FOLDER = projectFile("..", "shared", "reference", "forecast");
const isHere = existsSync(FOLDER);
const read = (name: string) => JSON.parse(readFileSync(`${FOLDER}/${name}`, "utf8"));
// biome-ignore lint/suspicious/noExplicitAny: rows of the reference's JSON
const known: any[] = isHere ? read("baselines.json") : [];

const close = (found: ArrayLike<number>, wanted: ArrayLike<number>, within: number): void => {
  expect(found.length).toBe(wanted.length);
  for (let i = 0; i < wanted.length; i++)
    expect(Math.abs(found[i] - wanted[i])).toBeLessThanOrEqual(within * Math.max(1, Math.abs(wanted[i])));
};

// biome-ignore lint/suspicious/noExplicitAny: a block of the reference's JSON
function intervals(f: NormalForecast, wanted: any, within: number, quantile = normalQuantile): void {
  close(f.mean, wanted.mean, within);
  const at = (p: number) => f.mean.map((m, h) => m + quantile(p) * f.sd[h]);
  close(at(0.1), wanted.lower80, within);
  close(at(0.975), wanted.upper95, within);
}

const forecastOf = (fit: ChosenArima) => fit.forecast(8, fit.forecastVariance);

describe("models against the reference", () => {
  beforeEach((context) => context.skip(!isHere, "../shared/reference/forecast is not here"));

  it("naive, seasonal naive and mean forecasts with their intervals: 1e-8", () => {
    for (const s of known) {
      intervals(lastValue(s.y, 8), s.naive, 1e-8);
      intervals(seasonalNaive(s.y, 8, 4), s.snaive, 1e-8);
      intervals(drift(s.y, 8), s.rw_drift, 1e-8);
      intervals(overallMean(s.y, 8), s.mean, 1e-8, (p) => tQuantile(p, s.y.length - 1));
    }
  });

  it("smoothing at fixed weights: 1e-8", () => {
    for (const { y, ses_fixed: ses, holt_winters_additive_fixed: hw } of known) {
      const none = { beta: 0, gamma: 0, phi: 1, trend: 0, seasons: [] };
      const simple = smooth(y, { ...none, alpha: ses.alpha, level: ses.l0 });
      close([simple.level, simple.squares], [ses.final_level, ses.sse], 1e-8);
      close(simple.residuals, ses.residuals, 1e-8);
      const mean = y.slice(0, 4).reduce((a: number, b: number) => a + b, 0) / 4;
      const start = { level: mean, trend: 0, seasons: y.slice(0, 4).map((x: number) => x - mean) };
      const beta = hw.alpha * hw.beta_star;
      const full = smooth(y, { ...start, alpha: hw.alpha, beta, gamma: hw.gamma, phi: 1 });
      close([full.level, full.trend, full.squares], [hw.final_level, hw.final_trend, hw.sse], 1e-8);
      close(extrapolate(full, 1, 8), hw.forecast, 1e-8);
    }
  });

  it("exponential smoothing by likelihood: AICc to 1e-3, never worse than the reference", () => {
    for (const s of known) {
      const ann = fitEts(s.y, { hasTrend: false, isDamped: false, season: 1 });
      const aaa = fitEts(s.y, { hasTrend: true, isDamped: false, season: 4 });
      expect(ann.aicc).toBeCloseTo(s.ets_ANN.aicc, 2);
      expect(aaa.aicc).toBeCloseTo(s.ets_AAA.aicc, 4);
      expect(autoEts(s.y, 4).aicc).toBeLessThanOrEqual(Math.min(s.ets_ANN.aicc, s.ets_AAA.aicc) + 1e-3);
      intervals(ann.forecast(8), s.ets_ANN, 1e-2);
      intervals(aaa.forecast(8), s.ets_AAA, 1e-2);
    }
  });

  it("ARIMA at fixed coefficients: 1e-8; by maximum likelihood: log-likelihood 1e-4, coefficients 1e-3", () => {
    for (const s of known)
      for (const a of s.arima) {
        const [p, d, q] = a.order;
        const [P, D, Q] = a.seasonal;
        const orders = { p, d, q, P, D, Q, season: 4 };
        const fixed = [a.fixed_coef].flat();
        const [ar, ma] = [fixed.slice(0, p), fixed.slice(p, p + q)];
        const [seasonalAr, seasonalMa] = [fixed.slice(p + q, p + q + P), fixed.slice(p + q + P, p + q + P + Q)];
        const mean = fixed[p + q + P + Q] ?? "none";
        const at = arimaAt(s.y, orders, { ar, ma, seasonalAr, seasonalMa }, mean);
        const ahead = at.forecast(8);
        close([at.variance, at.logLikelihood], [a.fixed_sigma2, a.fixed_loglik], 1e-8);
        close(ahead.mean, a.fixed_forecast_mean, 1e-8);
        close(ahead.sd, a.fixed_forecast_se, 1e-8);
        const best = fitArima(s.y, orders, mean !== "none");
        const c = best.coefficients;
        const found = [
          ...c.ar,
          ...c.ma,
          ...c.seasonalAr,
          ...c.seasonalMa,
          ...(mean === "none" ? [] : [best.regressor!]),
        ];
        close([best.logLikelihood, best.aic], [a.ml_loglik, a.aic], 1e-4);
        close(found, Object.values(a.ml_coef), 1e-3);
      }
  });

  it("automatic ARIMA: the reference's models, AICc to 1e-6", () => {
    for (const { y, auto_arima: wanted } of known) {
      const found = autoArima(y, 4);
      expect(found.aicc).toBeCloseTo(wanted.aicc, 6);
      intervals(forecastOf(found), wanted, 1e-3);
    }
  });

  it("STL, autocorrelations, Ljung-Box and the MASE scale: 1e-8", () => {
    for (const s of known) {
      const parts = stl(s.y, 4, "periodic");
      close(parts.season, s.stl_periodic.seasonal, 1e-8);
      close(parts.trend, s.stl_periodic.trend, 1e-8);
      close(parts.remainder, s.stl_periodic.remainder, 1e-8);
      close(autocorrelation(s.y, 8), s.acf, 1e-8);
      const { statistic, p } = ljungBox(s.y, 4);
      close([statistic, p, maseScale(s.y, 4)], [s.ljung_box_lag4.stat, s.ljung_box_lag4.p, s.mase_scale], 1e-8);
    }
  });

  it("the local level of the Nile: variances 1e-3, filter 1e-8", () => {
    const nile = read("local_level.json");
    const best = fitLocalLevel(nile.y);
    close([best.epsilon, best.eta], [nile.diffuse_ml.sigma2_eps, nile.diffuse_ml.sigma2_eta], 1e-3);
    close([best.logLikelihood], [nile.diffuse_ml.diffuse_loglik], 1e-8);
    const at = localLevelAt(nile.y, nile.fixed.sigma2_eps, nile.fixed.sigma2_eta);
    close([at.logLikelihood], [nile.fixed.diffuse_loglik], 1e-8);
    close(at.filteredMean, nile.fixed.filtered_mean, 1e-8);
    close(at.filteredVariance, nile.fixed.filtered_var, 1e-8);
  });
});
