export { asymptoticLevels, orderSpread } from "./asymptotic.js";
export { type Baseline, compareBaseline, type StoredLevel } from "./baseline.js";
export { type Closure, closureOf, openBudgets } from "./budget-closure.js";
export { budgetError, budgetErrorIn } from "./budget-error.js";
export { type ErrorMeasure, type ErrorValues, isMaximum, maximumOf, normOf } from "./error.js";
export {
  type ErrorName,
  errorMeasures,
  errorNames,
  findMeasure,
  isMeshError,
  measureOf,
  meshDistanceOf,
  normNames,
} from "./errors.js";
export type { Expectation, Finding } from "./expectation.js";
export { type Fit, fitErrors, fitLines, fitOrders } from "./fits.js";
export { type Floor, flagsOf, floorFactor, floorOf } from "./flags.js";
export { judgeExpectation } from "./judge-expectation.js";
export { isSwept, type MeasuredLevel, mainAxis, type ReferenceTraits, type SizeAxis, type SweepAxis } from "./level.js";
export { parameterName, sizesText } from "./lines.js";
export { type LevelOrders, type ObservedOrder, observedOrder, observedOrders } from "./orders.js";
export { fitPowerLaw, leastSquaresSlope, type PowerLaw } from "./power-law.js";
export { asymptoticRatio, type Extrapolation, extrapolate, gridConvergenceIndex, type Triple } from "./richardson.js";
export { stateDistance, stateObstacle } from "./state-distance.js";
export type { InitialExchange } from "./stiff-exchange.js";
export { studentCoverage, studentQuantile } from "./student.js";
export { type Estimate, fitTensor, fitTwoPowers, type SizedError, type TensorFit } from "./tensor-fit.js";
export type { Trap, TrapKind } from "./trap.js";
export { findTraps, type TrapInput, trapFlags } from "./traps.js";
export { type Judgement, judge, maxMassDrift, ofBudget, type Verdict, type VerdictInput } from "./verdict.js";
export { wasserstein2 } from "./wasserstein.js";
