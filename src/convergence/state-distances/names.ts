/** Distances between states by name; what each means for which states is told at `stateDistance`. */
export const stateNormNames = [
  "W2",
  "IGW",
  "symKL",
  "mean",
  "covariance",
  "aligned",
  "L1",
  "positions",
  "weights",
] as const;
export type StateNormName = (typeof stateNormNames)[number];
