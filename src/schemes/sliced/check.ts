import { InputError } from "../../errors.js";
import type { StateModel } from "../../model/states/state-model.js";
import type { SlicedOptions } from "./options.js";

/** What decides whether the scheme can step a model. */
export type SlicedModel = Pick<StateModel, "dimension" | "functional"> & { readonly state: { readonly kind: string } };

const functionalPath = "model.functional";

/**
 * Refuses what the sliced scheme cannot do, with the reason.
 *
 * @throws {InputError} with path, value and remedy
 */
export function checkSliced(model: SlicedModel, options: Pick<SlicedOptions, "directions" | "rule">): void {
  checkDirections(model, options);
  switch (model.state.kind) {
    case "gaussian":
      checkGaussian(model);
      return;
    case "particles":
      checkParticles(model);
      return;
    case "grid":
      checkGrid(model);
      return;
    default:
      throw unsupportedState(model.state.kind);
  }
}

export function unsupportedState(kind: string): InputError {
  return new InputError("the sliced scheme has no such state", {
    path: "model.state.kind",
    value: kind,
    remedy: "Use gaussian, particles or grid.",
  });
}

function checkDirections({ dimension: d, state }: SlicedModel, { directions, rule }: CheckedOptions): void {
  const path = "scheme.directions";
  if (!Number.isInteger(directions) || directions < 1) {
    throw new InputError("the number of directions must be a positive integer", { path, value: directions });
  }
  if (rule === "uniform" && d > 2) {
    const remedy = "Use rule: random.";
    const reason = `equally spaced directions exist in two dimensions, not in ${d}`;
    throw new InputError(reason, { path: "scheme.rule", value: rule, remedy });
  }
  const needed = d === 1 ? 1 : state.kind === "gaussian" ? (d * (d + 1)) / 2 : d;
  if (directions >= needed) return;
  const what = state.kind === "gaussian" ? "changes of the covariance" : "movements";
  throw new InputError(`with so few directions some ${what} cost nothing`, {
    path,
    value: directions,
    remedy: `Use at least ${needed}.`,
  });
}

type CheckedOptions = Pick<SlicedOptions, "directions" | "rule">;

function checkGaussian({ functional: { potential, exponent, interaction } }: SlicedModel): void {
  if (potential !== undefined) {
    throw new InputError("a Gaussian stays one only in a quadratic potential", {
      path: `${functionalPath}.potential`,
      value: potential.text,
      remedy: "Write it as {matrix: ..., centre: ...}, or use particles or a grid.",
    });
  }
  if (exponent !== undefined) refuseInternal(exponent, "a Gaussian does not stay one under an internal energy");
  if (interaction !== undefined) {
    throw new InputError("a Gaussian does not stay one under an interaction", {
      path: `${functionalPath}.interaction`,
      value: interaction.text,
      remedy: "Use particles.",
    });
  }
}

function checkParticles({ functional: { entropy, exponent } }: SlicedModel): void {
  if (entropy > 0) {
    throw new InputError("particles have no density, and so no entropy", {
      path: `${functionalPath}.entropy`,
      value: entropy,
      remedy: "Leave it (or kl) out, or use a gaussian or grid state.",
    });
  }
  if (exponent !== undefined) refuseInternal(exponent, "particles have no density, and so no internal energy");
}

function checkGrid({ dimension, functional: { entropy, exponent, interaction } }: SlicedModel): void {
  if (dimension > 2) {
    const remedy = "Use a gaussian state or particles.";
    throw new InputError("grids have one or two axes", { path: "model.domain", value: dimension, remedy });
  }
  if (exponent !== undefined) {
    refuseInternal(exponent, "on a grid the step is solved in the logarithm of the density, for an entropy only");
  }
  if (interaction !== undefined) {
    throw new InputError("on a grid the step is certified by convexity, which an interaction need not have", {
      path: `${functionalPath}.interaction`,
      value: interaction.text,
      remedy: "Use particles.",
    });
  }
  if (entropy > 0) return;
  throw new InputError("on a grid an entropy keeps the density positive, and the step smooth", {
    path: `${functionalPath}.entropy`,
    value: entropy,
    remedy: "Give entropy: 1 (or less), or use particles.",
  });
}

function refuseInternal(exponent: number, reason: string): never {
  const remedy = "Leave it out; the entropy is available on gaussian and grid states.";
  throw new InputError(reason, { path: `${functionalPath}.internal.exponent`, value: exponent, remedy });
}
