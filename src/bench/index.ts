export { type BenchOptions, runBench } from "./bench.js";
export { builtInCases, planCase } from "./cases.js";
export { benchFigure } from "./figure.js";
export { type PrecisionLine, runPrecision } from "./precision.js";
export type { BenchCase, BenchEvent, BenchPoint, BenchRecord, BenchStatus } from "./record.js";
