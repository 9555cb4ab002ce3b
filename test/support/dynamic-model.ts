/*
 * The discrete path problem of the dynamic metric, written from its definition and without the solver's code: densities
 * from fluxes, then the action as a plain sum.
 */
import { createMobility } from "../../src/model/exchange.js";
import type { Problem } from "../../src/model/problem.js";

/** Numbers of face and edge fluxes per interval. */
export function fluxCounts({ mesh, graph }: Problem): { faces: number; links: number } {
  return { faces: (mesh.size - 1) * graph.layers.length, links: mesh.size * graph.tails.length };
}

/** Densities at the ends of the intervals, from the first one and all fluxes: by interval its faces, then its edges. */
export function followFluxes(problem: Problem, start: Float64Array, fluxes: readonly number[], intervals: number) {
  const { mesh, graph } = problem;
  const layers = graph.layers.length;
  const { faces, links } = fluxCounts(problem);
  const densities = [Array.from(start)];
  for (let j = 0; j < intervals; j++) {
    const next = densities[j].slice();
    const shift = (node: number, amount: number): void => {
      next[node] = next[node] + amount / intervals;
    };
    for (let f = 0; f < faces; f++) {
      const m = fluxes[j * (faces + links) + f] / mesh.cellVolume;
      shift(f, -m);
      shift(f + layers, m);
    }
    for (let k = 0; k < links; k++) {
      const flux = fluxes[j * (faces + links) + faces + k];
      const edge = k % graph.tails.length;
      const cell = (k - edge) / graph.tails.length;
      shift(cell * layers + graph.tails[edge], flux);
      shift(cell * layers + graph.heads[edge], -flux);
    }
    densities.push(next);
  }
  return densities;
}

/** sum of dt [ sum h m^2/(2 r) + sum h H^2/(2 K theta) ] at the means of the densities. */
export function actionOfFluxes(problem: Problem, start: Float64Array, fluxes: readonly number[], intervals: number) {
  const { mesh, graph, exchange, potential, energy } = problem;
  const temperature = energy.temperatures[0];
  const { faces, links } = fluxCounts(problem);
  const layers = graph.layers.length;
  const theta = createMobility(exchange.mobility);
  const densities = followFluxes(problem, start, fluxes, intervals);
  let sum = 0;
  for (let j = 0; j < intervals; j++) {
    const mean = (p: number): number => (densities[j]?.[p] + densities[j + 1]?.[p]) / 2;
    const mu = (p: number): number => temperature * Math.log(mean(p)) + potential[p];
    for (let f = 0; f < faces; f++) {
      const m = fluxes[j * (faces + links) + f];
      sum += m ** 2 / (mean(f) + mean(f + layers));
    }
    for (let k = 0; k < links; k++) {
      const flux = fluxes[j * (faces + links) + faces + k];
      const edge = k % graph.tails.length;
      const first = ((k - edge) / graph.tails.length) * layers;
      const [s, t] = [first + graph.tails[edge], first + graph.heads[edge]];
      const donor = flux > 0 ? t : s;
      const mobility =
        exchange.mobility === "upwind" ? mean(donor) : theta(mean(s), mean(t), mu(s), mu(t), temperature);
      sum += flux ** 2 / (2 * graph.weights[edge] * mobility);
    }
  }
  return (sum * mesh.cellVolume) / intervals;
}
