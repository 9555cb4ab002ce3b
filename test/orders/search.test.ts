/*
 * Particle search, x' = -V' and f' = sum of K theta (mu' - mu), and its dynamics with inertia, against their own limit
 * as tau -> 0: first order in tau for positions and weights, whatever the mobility, with an entropy and without.
 */
import test from "ava";
import { type NodeLayout, nodeParts } from "../../src/model/states/state.js";
import { createStateModel } from "../../src/model/states/state-model.js";
import { nodeLimit } from "../../src/reference/states/node-limit.js";
import { between } from "../support/matchers.js";
import { distance, type NodeSettings, nodeProblem, run } from "../unit/schemes/search/nodes.js";

/** Errors of positions and weights at the final time for growing numbers of steps. */
function errorsOf(settings: NodeSettings, steps: readonly number[]): { positions: number[]; weights: number[] } {
  const problem = nodeProblem(settings);
  const model = createStateModel({ dimension: 1, state: { kind: "nodes" }, functional: {}, finalTime: 1 });
  const [exact] = nodeLimit({ ...problem, model, levels: [] }).solve([1]);
  const parts = nodeParts(problem.initial.layout as NodeLayout, exact?.state.values);
  const runs = steps.map((count) => run(problem, count));
  return {
    positions: runs.map(({ positions }) => distance(positions, parts.positions)),
    weights: runs.map(({ weights }) => distance(weights, parts.weights)),
  };
}

const orders = (errors: readonly number[]) => errors.slice(1).map((error, k) => Math.log2(errors[k] / error));

for (const order of [1, 2] as const) {
  for (const [mobility, entropy] of [
    ["logarithmic", 1],
    ["unit", 1],
    ["geometric", 0.5],
    ["upwind", 1],
    ["upwind", 0],
  ] as const) {
    test(`order 1 in tau: dynamics of order ${order}, ${mobility}, T = ${entropy}`, (t) => {
      const model = { functional: { entropy }, exchange: { mobility } };
      const scheme = { order, objective: "0.5*(g + 1)*(x1 - 0.3*g)^2 + 0.2*g" };
      const { positions, weights } = errorsOf({ model, scheme }, [256, 512, 1024]);
      for (const observed of [...orders(positions), ...orders(weights)]) {
        between(t, observed, 0.93, 1.1, `${orders(positions)}; ${weights}: ${orders(weights)}`);
      }
    });
  }
}
