import { leastSquaresSlope } from "../convergence/power-law.js";
import type { BenchPoint } from "./record.js";

type Sized = Pick<BenchPoint, "unknowns" | "microseconds">;

/** Slope of log time against log unknowns over the measured points, least squares; NaN for fewer than two sizes. */
export function growthOf(points: readonly Sized[]): number {
  const measured = points.filter(({ microseconds }) => microseconds > 0);
  const slope = leastSquaresSlope(
    measured.map(({ unknowns }) => unknowns),
    measured.map(({ microseconds }) => microseconds),
  );
  return slope ?? Number.NaN;
}
