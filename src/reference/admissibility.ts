export type SweepAxis = "tau" | "h" | "joint" | "tensor" | "parameter";

/** Whether a reference may judge a sweep: plainly, with a warning, or not, and then why. */
export type Admissibility =
  | { readonly verdict: "admissible" }
  | { readonly verdict: "warning"; readonly warning: string }
  | { readonly verdict: "refused"; readonly reason: string };

/** What a reference may judge, by axis of the sweep. */
export type AdmissibilityByAxis = Readonly<Record<SweepAxis, Admissibility>>;

export const admissible: Admissibility = { verdict: "admissible" };

export const refused = (reason: string): Admissibility => ({ verdict: "refused", reason });

const hasTimeError: Admissibility = {
  verdict: "warning",
  warning: "tau must be far below h^2, or the time error of the scheme, not the mesh, decides the order in h",
};

const oneStepSize = refused("it shares the step size of the level, so that the time error cancels");

/** Solutions of the limit: what is measured against them has an error in time and one on the mesh. */
export const judgesLimit: AdmissibilityByAxis = {
  tau: admissible,
  h: hasTimeError,
  joint: admissible,
  tensor: admissible,
  parameter: admissible,
};

/** Solutions at the step size of the level: what is measured against them has an error on the mesh only. */
export const judgesMesh: AdmissibilityByAxis = {
  tau: oneStepSize,
  h: admissible,
  joint: oneStepSize,
  tensor: oneStepSize,
  parameter: admissible,
};
