import { createInternalEnergies, soleTemperature } from "./energy.js";
import { createMobility } from "./exchange.js";
import type { Problem } from "./problem.js";

/**
 * About the largest relative rate of exchange, 1 / time: twice K theta U'' (T / f for an entropy), summed over the
 * edges of a layer, where every density is the mean one.
 */
export function exchangeRateNearMean(problem: Problem): number {
  const { graph, exchange, energy, initial, potential } = problem;
  const temperature = soleTemperature(energy) ?? Number.NaN;
  const mean = initial.reduce((sum, value) => sum + value, 0) / initial.length;
  const mobility = createMobility(exchange.mobility);
  const internal = createInternalEnergies(problem);
  const degrees = new Float64Array(graph.layers.length);
  graph.weights.forEach((weight, e) => {
    for (const layer of [graph.tails[e], graph.heads[e]]) {
      const { slope, curvature } = internal[layer];
      const mu = slope(mean) + potential[layer];
      const rate = 2 * weight * curvature(mean) * mobility(mean, mean, mu, mu, temperature);
      degrees[layer] = degrees[layer] + rate;
    }
  });
  return degrees.reduce((most, rate) => Math.max(most, rate), 0);
}
