/*
 * The dual objective J (docs/method.md, eq. 3) against difference quotients, and weak duality: J is minus a lower bound of
 * the primal, and the certified gap is the difference of the two.
 */
import test from "ava";
import { createCertifier } from "../../../src/jko/certificate.js";
import { createDualState, dualObjective, dualSlope, evaluateDual } from "../../../src/jko/dual.js";
import { createDualPoint, createExpand, toTree } from "../../../src/jko/dual-point.js";
import { createQuadraticExchange } from "../../../src/jko/exchange/quadratic.js";
import { createRearrangement } from "../../../src/jko/rearrangement.js";
import { createExactTransport } from "../../../src/jko/transport/exact.js";
import { energyOf } from "../../../src/model/energy.js";
import { spanningTree } from "../../../src/model/graph.js";
import type { ModelSpec } from "../../../src/model/model.js";
import { problemOf } from "../../support/runs.js";

const spec: ModelSpec = {
  domain: [[-1, 2]],
  graph: { family: "cycle", nodes: 3, weight: 1.5 },
  potential: { 0: "x", 1: "0.5*x^2", 2: "sin(2*x)" },
  energy: { temperature: 0.7 },
  exchange: { mobility: "geometric" },
  initial: { 0: "1 + 0.3*x", 1: "0.5 + 0.2*cos(x)", 2: "1" },
  finalTime: 1,
};
const cells = 12;

/** J and its parts at a smooth potential plus `size` times a wave, with steps of length `tau`. */
function createDual(tau: number) {
  const problem = problemOf(spec, cells);
  const layers = problem.graph.layers.length;
  const topology = {
    cells,
    layers,
    tails: problem.graph.tails,
    heads: problem.graph.heads,
    ...spanningTree(problem.graph),
  };
  const transport = createExactTransport(problem.mesh, layers, tau);
  const exchange = createQuadraticExchange(problem, tau);
  transport.load(problem.initial);
  exchange.load(problem.initial);
  const expand = createExpand(topology);
  const nodes = cells * layers;
  const at = (mu: Float64Array) => {
    const point = createDualPoint(topology);
    toTree(topology, mu, point.tree);
    expand(point);
    const state = createDualState(point, nodes, nodes - layers, exchange.conductance.length);
    evaluateDual(problem, transport, exchange, state);
    return state;
  };
  const start = problem.initial.map((f, k) => 0.7 * Math.log(f) + (problem.potential[k] as number));
  const wave = start.map((_, k) => Math.sin(1.3 * k) + 0.3 * Math.cos(0.2 * k * k));
  return { problem, topology, transport, exchange, at, start, wave, expand };
}

for (const [what, tau, size] of [
  ["faces that stay in their cells", 0.02, 0],
  ["faces that move across cells", 0.5, 0.1],
  ["faces that meet", 2, 0.5],
] as const) {
  test(`the slope of J is its difference quotient, and the net mass minus its gradient: ${what}`, (t) => {
    const { problem, topology, transport, exchange, at, start, wave, expand } = createDual(tau);
    const base = start.map((mu, k) => mu + size * (wave[k] as number));
    const direction = createDualPoint(topology);
    const shift = base.map((_, k) => Math.cos(0.9 * k));
    toTree(topology, shift, direction.tree);
    expand(direction);
    const slope = dualSlope(at(base), direction);
    const h = 1e-5;
    const value = (sign: number): number =>
      dualObjective(problem, transport, at(base.map((mu, k) => mu + sign * h * (shift[k] as number))));
    const quotient = (value(1) - value(-1)) / (2 * h);
    t.true(Math.abs(quotient - slope) < 1e-6 * (1 + Math.abs(slope)), `${quotient} ${slope}`);
    const { net } = at(base);
    const byNet = -net.reduce((sum, mass, k) => sum + mass * (shift[k] as number), 0);
    t.true(Math.abs(byNet - slope) < 1e-10);
    t.is(exchange.conductance.length, cells * 3);
  });
}

test("the certified gap is the primal value of the kept density plus J: weak duality to round-off", (t) => {
  for (const size of [0, 1e-3, 0.02]) {
    const { problem, transport, exchange, at, start, wave } = createDual(0.05);
    const state = at(start.map((mu, k) => mu + size * (wave[k] as number)));
    const kept = new Float64Array(start.length);
    const { gap, cost } = createCertifier(
      problem,
      transport,
      createRearrangement(problem, transport, exchange),
    )(state, kept);
    const density = kept.map((mass) => mass / problem.mesh.cellVolume);
    const difference = cost + energyOf(problem, density) + dualObjective(problem, transport, state);
    t.true(gap >= 0);
    t.true(Math.abs(difference - gap) < 1e-12 + 1e-9 * gap, `${difference} ${gap}`);
  }
});
