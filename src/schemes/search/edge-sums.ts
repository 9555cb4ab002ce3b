import type { Mobility } from "../../model/exchange.js";
import type { Graph } from "../../model/graph.js";

/** Fills `mu` with T log f + V. */
export function fillPotentials(entropy: number, weights: Float64Array, values: Float64Array, mu: Float64Array): void {
  for (let g = 0; g < mu.length; g++) {
    mu[g] = values[g] + (entropy === 0 ? 0 : entropy * Math.log(weights[g]));
  }
}

/** The exchange that weights and objective drive from rest: ∑ over the edges of K theta |mu' - mu|. */
export function driveOf(
  { tails, heads, weights: conductances }: Graph,
  theta: Mobility,
  entropy: number,
  weights: Float64Array,
  mu: Float64Array,
): number {
  let sum = 0;
  for (let k = 0; k < tails.length; k++) {
    const [s, t] = [tails[k], heads[k]];
    const [f, h, m, n] = [weights[s], weights[t], mu[s], mu[t]];
    sum += conductances[k] * theta(f, h, m, n, entropy) * Math.abs(m - n);
  }
  return sum;
}

/** How far momenta drive weight uphill: ∑ over the ends f' of edges of K (mu' - mu)(phi' - phi) f'. */
export function ascentOf(
  { tails, heads, weights: conductances }: Graph,
  weights: Float64Array,
  mu: Float64Array,
  phi: Float64Array,
): number {
  let sum = 0;
  for (let k = 0; k < tails.length; k++) {
    const [s, t] = [tails[k], heads[k]];
    const product = (mu[t] - mu[s]) * (phi[t] - phi[s]);
    sum += conductances[k] * product * (weights[s] + weights[t]);
  }
  return sum;
}
