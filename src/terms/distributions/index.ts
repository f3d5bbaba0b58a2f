export { betaCdf, betaQuantile, fCdf, tCdf, tQuantile } from "./beta.ts";
export {
  binomialCdf,
  binomialLogPmf,
  binomialQuantile,
  negativeBinomialCdf,
  negativeBinomialLogPmf,
  negativeBinomialQuantile,
  poissonCdf,
  poissonLogPmf,
  poissonQuantile,
} from "./counts.ts";
export { chiSquareCdf, chiSquareQuantile, gammaCdf, gammaQuantile, gammaUpper } from "./gamma.ts";
export {
  hypergeometricCdf,
  hypergeometricLogPmf,
  hypergeometricQuantile,
  type Urn,
} from "./hypergeometric.ts";
export { logNormalQuantile, normalCdf, normalQuantile } from "./normal.ts";
export { digamma, lnGamma, lnOnePlus, trigamma } from "./special.ts";
