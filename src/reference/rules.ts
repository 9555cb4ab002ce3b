import type { ReferenceKind } from "./types.js";

export type SweepAxis = "tau" | "h" | "joint" | "tensor" | "parameter";

/** Whether a reference may judge a sweep: plainly, with a warning, or not, and then why. */
export type Admissibility =
  | { readonly verdict: "admissible" }
  | { readonly verdict: "warning"; readonly warning: string }
  | { readonly verdict: "refused"; readonly reason: string };

const admissible: Admissibility = { verdict: "admissible" };

const hasTimeError: Admissibility = {
  verdict: "warning",
  warning: "tau must be far below h^2, or the time error of the scheme, not the mesh, decides the order in h",
};

const refused = (reason: string): Admissibility => ({ verdict: "refused", reason });

const meshDependent = refused(
  "it has the mesh error of the level itself, so that an order in h cannot be seen against it",
);
const oneStepSize = refused("it shares the step size of the level, so that the time error cancels");
const xIndependent = refused("x-independent data have no mesh error to observe");

/** What each kind may judge, by axis of the sweep. */
const table: Readonly<Record<ReferenceKind, Readonly<Record<SweepAxis, Admissibility>>>> = {
  formula: { tau: admissible, h: hasTimeError, joint: admissible, tensor: admissible, parameter: admissible },
  spectral: { tau: admissible, h: hasTimeError, joint: admissible, tensor: admissible, parameter: admissible },
  homogeneous: { tau: admissible, h: xIndependent, joint: admissible, tensor: admissible, parameter: admissible },
  "finite-volume": { tau: admissible, h: hasTimeError, joint: admissible, tensor: admissible, parameter: admissible },
  "same-mesh": {
    tau: admissible,
    h: meshDependent,
    joint: meshDependent,
    tensor: meshDependent,
    parameter: admissible,
  },
  "exact-iterate": { tau: oneStepSize, h: admissible, joint: oneStepSize, tensor: oneStepSize, parameter: admissible },
  "same-step": { tau: oneStepSize, h: admissible, joint: oneStepSize, tensor: oneStepSize, parameter: admissible },
};

/** On two axes exact iterates are not those of swept transport, unless the axes do not see each other. */
const splitting: Admissibility = {
  verdict: "warning",
  warning: "what is measured is the difference of swept transport to the exact Wasserstein step, not the time error",
};

/** Whether `kind` may judge a sweep along `axis` of a model on so many axes. */
export function referenceAdmissibility(kind: ReferenceKind, axis: SweepAxis, axes = 1): Admissibility {
  return kind === "exact-iterate" && axis === "tau" && axes > 1 ? splitting : table[kind][axis];
}

/** The kinds that may judge a sweep along `axis`, those with a warning last. */
export function admissibleReferences(axis: SweepAxis, axes = 1): ReferenceKind[] {
  const kinds = Object.keys(table) as ReferenceKind[];
  const withVerdict = (verdict: Admissibility["verdict"]) =>
    kinds.filter((kind) => referenceAdmissibility(kind, axis, axes).verdict === verdict);
  return [...withVerdict("admissible"), ...withVerdict("warning")];
}

/** The kinds `auto` tries, in this order; the last one always applies. */
export function automaticReferences(axis: SweepAxis): readonly ReferenceKind[] {
  return axis === "h" ? ["exact-iterate", "same-step"] : ["spectral", "homogeneous", "finite-volume"];
}
