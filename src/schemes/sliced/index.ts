import type { StateProblem, StateStepper } from "../../model/evolution.js";
import { createGaussianSliced } from "./gaussian-step.js";
import type { SlicedOptions } from "./options.js";
import { createParticleSliced } from "./particle-step.js";

export { checkSliced } from "./check.js";
export function createSliced(p: StateProblem, o: SlicedOptions): StateStepper {
  return p.initial.layout.kind === "gaussian" ? createGaussianSliced(p, o) : createParticleSliced(p, o);
}
