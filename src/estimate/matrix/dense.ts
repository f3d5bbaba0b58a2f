export {
  cholesky,
  dot,
  inverseFromCholesky,
  leastSquares,
  logDeterminant,
  type Matrix,
  matrix,
  multiply,
  multiplyVector,
  solveCholesky,
  solveTransposed,
} from "../../terms/index.ts";
