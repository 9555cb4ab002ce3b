/** Whether a measure of error is within its bound, both finite: NaN and infinities never are. */
export function isWithin(value: number, bound: number): boolean {
  return value <= bound && value > Number.NEGATIVE_INFINITY && bound < Number.POSITIVE_INFINITY;
}

/** Whether a value and all components of its gradient are finite. */
export function isFinitePoint(value: number, gradient: Float64Array): boolean {
  return Number.isFinite(value) && gradient.every(Number.isFinite);
}
