import { createMobility } from "../../model/exchange.js";
import type { Graph } from "../../model/graph.js";
import type { WeightOptions } from "./weight-mover.js";

/**
 * The exchange that weights and objective drive from rest: ∑ K theta |mu' - mu| over the edges, mu = T log f + V.
 *
 * @returns a function of weights and V of the nodes
 */
export function createDrive(
  { tails, heads, weights: conductances, layers }: Graph,
  { mobility, entropy }: Pick<WeightOptions, "mobility" | "entropy">,
): (weights: Float64Array, values: Float64Array) => number {
  const theta = createMobility(mobility);
  const mu = new Float64Array(layers.length);
  return (weights, values) => {
    for (let g = 0; g < mu.length; g++) {
      mu[g] = (values[g] as number) + (entropy === 0 ? 0 : entropy * Math.log(weights[g] as number));
    }
    let sum = 0;
    for (let k = 0; k < tails.length; k++) {
      const [s, t] = [tails[k] as number, heads[k] as number];
      const [f, h, m, n] = [weights[s], weights[t], mu[s], mu[t]] as [number, number, number, number];
      sum += (conductances[k] as number) * theta(f, h, m, n, entropy) * Math.abs(m - n);
    }
    return sum;
  };
}
