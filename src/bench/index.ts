export { type BenchOptions, runBench } from "./bench.js";
export { builtInCases, planCase } from "./cases.js";
export { benchFigure } from "./figure.js";
export { type PrecisionLine, runPrecision } from "./precision.js";
export type { BenchCase, BenchEnding, BenchEvent, BenchPoint, BenchRecord } from "./record.js";
