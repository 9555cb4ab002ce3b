import test from "ava";
import { createStateModel } from "../../../../src/model/states/state-model.js";
import { nodeLimit } from "../../../../src/reference/states/node-limit.js";
import type { StateReferenceRequest } from "../../../../src/reference/states/types.js";
import { below, near } from "../../../support/matchers.js";
import { distance, flowOf, type NodeSettings, nodeProblem } from "../../schemes/search/nodes.js";

const times = [0.3, 1];

/** Positions and weights of the limit at the times. */
function limitOf(settings: NodeSettings): Float64Array[] {
  const problem = nodeProblem(settings);
  const model = createStateModel({ dimension: 1, state: { kind: "nodes" }, functional: {}, finalTime: 1 });
  const request: StateReferenceRequest = { ...problem, model, levels: [] };
  return nodeLimit(request)
    .solve(times)
    .map(({ state }) => state.values);
}

test("positions descend as c + exp(-a t)(x0 - c)", (t) => {
  const limit = limitOf({ scheme: { objective: { a: "x1^2", b: "0.5*(x1 - 3)^2", c: 1 } } });
  times.forEach((time, k) => {
    const exact = [Math.exp(-2 * time), 3 - 2 * Math.exp(-time), 1];
    below(t, distance(limit[k].subarray(0, 3), exact), 1e-11);
  });
});

test("positions with inertia are damped oscillators, also beyond critical damping", (t) => {
  for (const damping of [0, 0.7, 5]) {
    const limit = limitOf({ scheme: { objective: "x1^2", order: 2, damping } });
    times.forEach((time, k) => {
      const square = 2 - damping ** 2 / 4;
      const omega = Math.sqrt(Math.abs(square));
      const [c, s] = square > 0 ? [Math.cos, Math.sin] : [Math.cosh, Math.sinh];
      const exact = Math.exp((-damping * time) / 2) * (c(omega * time) + (damping / 2 / omega) * s(omega * time));
      near(t, limit[k]?.[1], exact, 1e-11);
    });
  }
});

test("weights without an objective are exp(tQ) f0, Q the Laplacian of the graph", (t) => {
  const limit = limitOf({ scheme: { objective: 0 } });
  times.forEach((time, k) => {
    const rates = [
      [0, 1, 0],
      [1, 0, 2],
      [0, 2, 0],
    ];
    const exact = flowOf(rates, time, [1 / 6, 1 / 3, 1 / 2]);
    below(t, distance(limit[k].subarray(3), exact), 1e-11);
  });
});

test("weights without an entropy run down the objective at rates K (V - V')⁺", (t) => {
  const limit = limitOf({
    model: { functional: { entropy: 0 } },
    scheme: { objective: { a: 1, b: 0, c: 0.5 } },
  });
  times.forEach((time, k) => {
    const kept = Math.exp(-time);
    const exact = [kept / 6, 1 - (kept * 2) / 3, kept / 2];
    below(t, distance(limit[k].subarray(3), exact), 1e-11);
  });
});

test("two nodes with equal weights and the same objective stay at rest with inertia", (t) => {
  const graph = { nodes: ["a", "b"], edges: [["a", "b", 1]] as const };
  const limit = limitOf({
    model: { graph, state: { kind: "nodes", positions: 1 } },
    scheme: { objective: "x1", order: 2 },
  });
  t.deepEqual(Array.from(limit[1].subarray(2)), [0.5, 0.5]);
});

test("small differences of weights with inertia are damped oscillations of the linearized equations", (t) => {
  const graph = { nodes: ["a", "b"], edges: [["a", "b", 3]] as const };
  const delta = 1e-6;
  const limit = limitOf({
    model: { graph, state: { kind: "nodes", weights: { a: 0.5 + delta, b: 0.5 - delta } } },
    scheme: { objective: 0, order: 2, damping: 1 },
  });
  // f = 1/2 + u: u'' + u' + 2 K u = 0 with T = 1.
  const omega = Math.sqrt(6 - 0.25);
  const exact = delta * Math.exp(-0.5) * (Math.cos(omega) + (0.5 / omega) * Math.sin(omega));
  near(t, limit[1]?.[2] - 0.5, exact, 1e-5 * delta + 1e-12);
});
