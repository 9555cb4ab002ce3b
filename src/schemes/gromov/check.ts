import { InputError } from "../../errors.js";
import type { Functional } from "../../model/states/functional.js";
import { vectorOf } from "../../model/states/functional.js";
import type { StateModel } from "../../model/states/state-model.js";
import { notMoved, refuseDensity } from "../checked-states.js";

/** What the scheme does about functionals that change under rotations, which its distance does not see. */
export type NonInvariantRule = "refuse" | "minimum";

export const gromovStates = ["gaussian", "particles"] as const;

const path = "model.functional";

/**
 * Whether the scheme can follow a model.
 *
 * @throws {InputError} with the path inside the study file
 */
export function checkGromov(
  { state, functional, dimension }: StateModel,
  { onNonInvariant }: { readonly onNonInvariant: NonInvariantRule },
): void {
  switch (state.kind) {
    case "gaussian": {
      const mean = vectorOf(state.mean, dimension, "model.state.mean");
      checkGaussian(functional, mean, onNonInvariant);
      break;
    }
    case "particles":
      checkParticles(functional, onNonInvariant);
      break;
    default:
      throw unsupportedState(state.kind);
  }
}

export function unsupportedState(kind: string): InputError {
  return notMoved({ name: "gromov", moves: gromovStates }, kind);
}

/**
 * @throws {InputError} unless a Gaussian stays a centred Gaussian, and F is invariant or `rule` says how to make it so
 */
export function checkGaussian(functional: Functional, mean: Float64Array, rule: NonInvariantRule): void {
  if (mean.some((value) => value !== 0)) {
    throw new InputError("inner products are taken from the origin, and only a centred Gaussian stays Gaussian", {
      path: "model.state.mean",
      value: Array.from(mean),
      remedy: "Give mean: 0, or use particles.",
    });
  }
  const { potential, interaction, exponent, quadratic } = functional;
  if (potential !== undefined) {
    throw notForGaussians("potential", potential.text, "Give the potential as {matrix: …}, or use particles.");
  }
  if (interaction !== undefined) throw notForGaussians("interaction", interaction.text, "Use particles.");
  if (exponent !== undefined) throw notForGaussians("internal", { exponent }, "Use entropy: 1 instead.");
  if (quadratic === undefined) return;
  checkCentre(functional, "It would move the mean: give a centre of 0.");
  if (rule === "refuse") checkIsotropic(functional);
}

function notForGaussians(part: string, value: unknown, remedy: string): InputError {
  return new InputError("a Gaussian does not stay Gaussian", { path: `${path}.${part}`, value, remedy });
}

/**
 * @throws {InputError} unless particles have the energy, and it is invariant or its least over rotations has a closed
 * form
 */
export function checkParticles(functional: Functional, rule: NonInvariantRule): void {
  refuseDensity(functional, "Leave it (or kl) out, or use a gaussian state with an entropy.");
  if (rule === "minimum" && functional.dimension === 1) return;
  checkCentre(functional, centreRemedy(rule));
  if (rule === "refuse") checkIsotropic(functional);
  checkFormula(functional, rule);
}

function centreRemedy(rule: NonInvariantRule): string {
  return rule === "refuse" ? "Give a centre of 0." : "Its least over rotations has no closed form: give a centre of 0.";
}

function checkCentre({ quadratic }: Functional, remedy: string): void {
  if (quadratic === undefined || quadratic.centre.every((value) => value === 0)) return;
  throw new InputError("the potential changes under rotations about the origin, which gromov does not see", {
    path: quadratic.constant === 0 ? `${path}.potential.centre` : `${path}.kl.mean`,
    value: Array.from(quadratic.centre),
    remedy,
  });
}

function checkIsotropic({ quadratic, dimension: d }: Functional): void {
  if (quadratic === undefined) return;
  const { matrix, constant } = quadratic;
  if (matrix.every((entry, k) => entry === (k % (d + 1) === 0 ? matrix[0] : 0))) return;
  throw new InputError("the potential changes under rotations, which gromov does not see", {
    path: constant === 0 ? `${path}.potential.matrix` : `${path}.kl.covariance`,
    value: Array.from(matrix),
    remedy:
      "Give a multiple of the identity, or scheme.onNonInvariant: minimum to follow the least F over all rotations.",
  });
}

function checkFormula({ potential }: Functional, rule: NonInvariantRule): void {
  if (potential === undefined || potential.variablesUsed.every((name) => name === "r")) return;
  throw new InputError("the potential may change under rotations, which gromov does not see", {
    path: `${path}.potential`,
    value: potential.text,
    remedy:
      rule === "refuse"
        ? "Write it in r alone."
        : "Its least over rotations has no closed form: write it in r alone, or as {matrix: …}.",
  });
}
