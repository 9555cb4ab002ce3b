import { createEntropicWeights } from "./entropic-weights.js";
import { createLinearWeights } from "./linear-weights.js";
import type { WeightMover, WeightOptions } from "./weight-options.js";

/** Backward Euler steps of linear rates without an entropy, minimizing movements with one. */
export function createWeightMover(options: WeightOptions): WeightMover {
  return options.entropy === 0 ? createLinearWeights(options) : createEntropicWeights(options);
}
