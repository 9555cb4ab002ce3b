import type { StepReport } from "../../model/evolution.js";
import { incidenceOf } from "../../numerics/incidence.js";
import { createGraphProblem } from "./graph-problem.js";
import { createMomentum } from "./momentum.js";
import type { WeightMover, WeightOptions } from "./weight-options.js";

/** A rate at which all weight leaves a node, whatever the step; products with it are finite. */
const fastest = 1e150;

/**
 * Weights without an entropy, with `upwind` mobility: rates K (p - p')⁺ from a node to its neighbour, linear in the
 * weights, with p = V of order 1 and p = -phi of order 2. A step is one of backward Euler, (I - tau Q') f = f_n.
 *
 * Weight runs from larger to smaller p only, so that the system is triangular in the order of p: every node in turn
 * keeps (f_n + inflow)/(1 + tau ∑ rates) and hands on the rest. That is exact up to round-off, positive and
 * conservative for every step size, and needs no iteration.
 *
 * The energy ∑ f V decreases by tau ∑ f K ((V - V')⁺)² in a step of order 1; the cost reported is half of that.
 *
 * @see García Trillos, Morales & Morales, arXiv 2006.15218, for the rates
 */
export function createLinearWeights(options: WeightOptions): WeightMover {
  const { graph, order, tau, damping } = options;
  const { tails, heads, weights: conductances } = graph;
  const momentum = createMomentum(createGraphProblem(options), options);
  const size = graph.layers.length;
  const [potential, outflow, inflow] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  const { starts, edges: edgesAt } = incidenceOf(size, tails, heads);
  const sequence = Array.from({ length: size }, (_, g) => g);

  function rateOf(edge: number, drop: number): number {
    return Math.min(conductances[edge] * drop, fastest);
  }

  /** One step of backward Euler with the rates of `potential`; returns ∑ f K ((p - p')⁺)² at the new weights. */
  function exchange(weights: Float64Array): number {
    outflow.fill(0);
    inflow.fill(0);
    for (let k = 0; k < tails.length; k++) {
      const [s, t] = [tails[k], heads[k]];
      const drop = potential[s] - potential[t];
      const donor = drop > 0 ? s : t;
      outflow[donor] = outflow[donor] + rateOf(k, Math.abs(drop));
    }
    sequence.sort((a, b) => potential[b] - potential[a] || a - b);
    let dissipation = 0;
    for (const g of sequence) {
      const kept = (weights[g] + inflow[g]) / (1 + tau * outflow[g]);
      weights[g] = kept;
      for (const k of edgesAt.subarray(starts[g], starts[g + 1])) {
        const other = tails[k] + heads[k] - g;
        const drop = potential[g] - potential[other];
        if (!(drop > 0)) continue;
        const given = rateOf(k, drop) * kept;
        inflow[other] = inflow[other] + tau * given;
        dissipation += drop * given;
      }
    }
    return dissipation;
  }

  function advance(weights: Float64Array, values: Float64Array): StepReport {
    if (order === 1) {
      potential.set(values);
      return ended(0.5 * tau * exchange(weights), weights);
    }
    const edge = momentum.predict(weights);
    if (edge >= 0) return vacuumAt(graph, edge);
    momentum.correct(values);
    for (let g = 0; g < size; g++) potential[g] = -momentum.phi[g];
    exchange(weights);
    return ended(tau * damping * momentum.kinetic(weights), weights);
  }

  /** A step that is exact, unless it began with something that is no weight. */
  function ended(cost: number, weights: Float64Array): StepReport {
    const lost = weights.findIndex((weight) => !(weight >= 0 && weight < Number.POSITIVE_INFINITY));
    if (lost < 0) return { status: "converged", iterations: 1, backtracks: 0, gap: 0, residual: 0, distance: 0, cost };
    const unknown = { gap: Number.NaN, residual: Number.NaN, cost: Number.NaN };
    const reason = `the weight of node "${graph.layers[lost]}" is ${weights[lost]}`;
    return { status: "nonFinite", reason, iterations: 1, backtracks: 0, ...unknown };
  }

  const kinetic = order === 1 ? () => 0 : momentum.kinetic;
  return { phi: momentum.phi, advance, kinetic };
}

/** The report of a step on which the momenta of an edge are too far apart. */
export function vacuumAt({ layers, tails, heads }: WeightOptions["graph"], edge: number): StepReport {
  const name = (node: number | undefined): string => `"${layers[node as number]}"`;
  const ends = `${name(tails[edge])} and ${name(heads[edge])}`;
  const unknown = { gap: Number.NaN, residual: Number.NaN, cost: Number.NaN };
  const reason = `the momenta of nodes ${ends} are too far apart for the step size`;
  return { status: "vacuum", reason, iterations: 0, backtracks: 0, ...unknown };
}
