/** Error norms by name; `@max` is the maximum over the time levels t > 0. */
export const normNames = [
  "L1",
  "L2",
  "Linf",
  "KL",
  "W2",
  "mass",
  "energy",
  "IGW",
  "symKL",
  "mean",
  "covariance",
  "aligned",
  "positions",
  "weights",
] as const;
export type NormName = (typeof normNames)[number];
/** The norms of densities on a mesh. */
export type MeshNormName = "L1" | "L2" | "Linf" | "KL" | "W2" | "mass" | "energy";
export type ErrorName = NormName | `${NormName}@max`;

/** Values by error name, e.g. `{ L1: 1e-3 }`. A missing key or NaN means "not available". */
export type ErrorValues = Readonly<Record<string, number>>;

/** Norm of an error name: `L1` of `L1@max`. */
export function normOf(error: string): NormName {
  return error.replace(/@max$/, "") as NormName;
}

/** Whether the maximum over the time levels is meant. */
export function isMaximum(error: string): boolean {
  return error.endsWith("@max");
}

const stateNorms: readonly string[] = ["IGW", "symKL", "mean", "covariance", "aligned", "positions", "weights"];

/** Whether an error is one of Gaussians, particles and maps only. */
export function isStateNorm(error: string): boolean {
  return stateNorms.includes(normOf(error));
}
