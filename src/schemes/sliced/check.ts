import { InputError } from "../../errors.js";
import type { Functional } from "../../model/states/functional.js";
import type { SlicedOptions } from "./options.js";

const functionalPath = "model.functional";

/**
 * @param least number of directions, below which some changes cost nothing
 * @throws {InputError} with path, value and remedy
 */
export function checkDirections(
  { directions, rule }: Pick<SlicedOptions, "directions" | "rule">,
  d: number,
  { least, changes }: { readonly least: number; readonly changes: string },
): void {
  const path = "scheme.directions";
  if (!Number.isInteger(directions) || directions < 1) {
    throw new InputError("the number of directions must be a positive integer", { path, value: directions });
  }
  if (rule === "uniform" && d > 2) {
    const remedy = "Use rule: random.";
    const reason = `equally spaced directions exist in two dimensions, not in ${d}`;
    throw new InputError(reason, { path: "scheme.rule", value: rule, remedy });
  }
  if (directions >= least) return;
  const remedy = `Use at least ${least}.`;
  throw new InputError(`with so few directions some ${changes} cost nothing`, { path, value: directions, remedy });
}

export function checkGaussian({ potential, exponent, interaction }: Functional): void {
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

export function checkGrid({ dimension, entropy, exponent, interaction }: Functional): void {
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
