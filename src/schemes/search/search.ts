import { InputError } from "../../errors.js";
import type { StateProblem, StateStepper, StepperOptions, StepReport } from "../../model/evolution.js";
import type { NodeDynamics } from "../../model/states/node-dynamics.js";
import { type NodeLayout, nodeParts } from "../../model/states/state.js";
import { movePositions } from "./motion.js";
import { createWeightMover } from "./weight-mover.js";

export { checkSearch } from "./check.js";

/**
 * Particle search on R^d x G with the time step as a parameter: nodes g of a graph with positions x(g), weights f(g)
 * and an objective V(x, g).
 *
 *     order 1:  x' = -∇V,      f' = ∑ K theta(f, f') [T log f' + V' - T log f - V]
 *     order 2:  x' = v, v' = -gamma v - ∇V,
 *               f' = ∑ K theta (phi - phi'),  phi' = -½ ∑ K ∂₁theta (phi - phi')² - gamma phi - (T log f + V)
 *
 * Positions move by explicit steps, weights by implicit ones with V at the positions before the step; all of it is of
 * first order in tau. Positions do not feel the weights.
 *
 * The energy of order 1 is E = ∑ f V + T f (log f - 1); while tau is at most the inverse of the largest second
 * derivative of V, a step decreases it by its cost ∑ f |x - x_n|²/(2 tau) + that of the weights. That of order 2 is E +
 * ½ ∑ K theta (phi - phi')² less what it changes by where positions move at fixed weights and momenta, ∑ f (V(x) -
 * V(x_n)) and, of the weighted mobilities, the change of theta: in the limit it decreases at the rate gamma ∑ K theta
 * (phi - phi')², whatever the positions do.
 *
 * @throws {InputError} on a state that has no nodes
 * @see García Trillos, Morales & Morales, arXiv 2006.15218; García Trillos & Morales (2022)
 */
export function createSearch(problem: StateProblem, options: StepperOptions): StateStepper {
  const { layout, dynamics } = nodesOf(problem);
  const { graph, order, damping } = dynamics;
  const { tau } = options;
  const { entropy } = problem.functional;
  const mover = createWeightMover({ ...options, graph, order, damping, entropy, mobility: dynamics.mobility });
  const size = graph.layers.length * layout.dimension;
  const [velocities, gradients, before] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  const values = new Float64Array(graph.layers.length);
  let work = 0;

  /** Objective at all nodes, with slopes; the first node where it is not finite, or -1. */
  function evaluate(positions: Float64Array): number {
    let wrong = -1;
    for (let g = values.length - 1; g >= 0; g--) {
      const offset = g * layout.dimension;
      values[g] = dynamics.objective.gradient(g, positions, offset, gradients, offset);
      const slopes = gradients.subarray(offset, offset + layout.dimension);
      if (!Number.isFinite(values[g]) || !slopes.every(Number.isFinite)) wrong = g;
    }
    return wrong;
  }

  function loadValues(positions: Float64Array): void {
    for (let g = 0; g < values.length; g++) {
      values[g] = dynamics.objective.value(g, positions, g * layout.dimension);
    }
  }

  /** E + ½ ∑ K theta (phi - phi')² with the objective as it is loaded. */
  function inertialEnergy(weights: Float64Array): number {
    return energyOfNodes(weights, values, entropy) + mover.kinetic(weights, values);
  }

  /** Moves positions; returns what that costs with order 1, and counts its work with order 2. */
  function move(positions: Float64Array, weights: Float64Array): number {
    before.set(positions);
    if (order === 1) {
      movePositions({ order, damping, tau }, positions, velocities, gradients);
      return movement(before, positions, weights) / (2 * tau);
    }
    const energy = inertialEnergy(weights);
    movePositions({ order, damping, tau }, positions, velocities, gradients);
    loadValues(positions);
    work += inertialEnergy(weights) - energy;
    return 0;
  }

  return {
    step(state) {
      const { positions, weights } = nodeParts(layout, state);
      const wrong = evaluate(positions);
      if (wrong >= 0) return notFinite(layout.nodes[wrong]);
      const report = mover.advance(weights, values);
      if (report.status !== "converged") return report;
      const cost = report.cost + move(positions, weights);
      loadValues(positions);
      const lost = values.findIndex((value) => !Number.isFinite(value));
      return lost >= 0 ? notFinite(layout.nodes[lost]) : { ...report, cost };
    },
    energy(state) {
      const { positions, weights } = nodeParts(layout, state);
      loadValues(positions);
      return inertialEnergy(weights) - work;
    },
  };
}

function nodesOf({ initial, dynamics }: StateProblem): { layout: NodeLayout; dynamics: NodeDynamics } {
  const { layout } = initial;
  if (layout.kind === "nodes" && dynamics !== undefined) return { layout, dynamics };
  const remedy = "Use kind: nodes.";
  throw new InputError("search moves the nodes of a graph", { path: "model.state.kind", value: layout.kind, remedy });
}

/** ∑ f V + T f (log f - 1). */
function energyOfNodes(weights: Float64Array, values: Float64Array, entropy: number): number {
  let sum = 0;
  for (let g = 0; g < weights.length; g++) {
    const f = weights[g];
    if (f > 0) sum += f * (values[g] + (entropy === 0 ? 0 : entropy * (Math.log(f) - 1)));
  }
  return sum;
}

/** ∑ f |x - x_n|². */
function movement(before: Float64Array, positions: Float64Array, weights: Float64Array): number {
  const d = positions.length / weights.length;
  let sum = 0;
  for (let k = 0; k < positions.length; k++) {
    sum += weights[Math.floor(k / d)] * (positions[k] - before[k]) ** 2;
  }
  return sum;
}

function notFinite(node: string): StepReport {
  const unknown = { gap: Number.NaN, residual: Number.NaN, cost: Number.NaN };
  const reason = `the objective of node "${node}" is not finite`;
  return { status: "nonFinite", reason, iterations: 0, backtracks: 0, ...unknown };
}
