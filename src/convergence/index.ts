export { type Expectation, type Finding, judgeExpectation } from "./expectation.js";
export { type Fit, fitOrders, leastSquaresSlope } from "./fits.js";
export { flagsOf, floorFactor, floorOf } from "./flags.js";
export { isSwept, type MeasuredLevel, type SizeAxis, type SweepAxis } from "./level.js";
export { type ErrorName, type ErrorValues, isMaximum, type NormName, normNames, normOf } from "./names.js";
export { type Norm, norms } from "./norms.js";
export { type LevelOrders, type ObservedOrder, observedOrder, observedOrders } from "./orders.js";
export { judge, maxMassDrift, type Verdict, type VerdictInput } from "./verdict.js";
export { wasserstein2 } from "./wasserstein.js";
