/*
 * The dual objective J (docs/method.md, eq. 3) against difference quotients, and weak duality: J is minus a lower bound
 * of the primal, and the certified gap is the difference of the two; for every energy, cost and mobility.
 */
import test from "ava";
import { createCertifier } from "../../../src/jko/certificate.js";
import { dualObjective, dualSlope, evaluateDual } from "../../../src/jko/dual.js";
import { createDualPoint, createExpand, toTree } from "../../../src/jko/dual-point.js";
import { createDualState } from "../../../src/jko/dual-state.js";
import { createDualEnergy } from "../../../src/jko/energy.js";
import { createExchange } from "../../../src/jko/exchange/exchange.js";
import { createRearrangement } from "../../../src/jko/rearrangement.js";
import { createExactTransport } from "../../../src/jko/transport/exact.js";
import { chemicalPotential, energyOf } from "../../../src/model/energy.js";
import { mobilityNames, mobilityTimes } from "../../../src/model/exchange.js";
import { spanningTree } from "../../../src/model/graph.js";
import type { ModelSpec } from "../../../src/model/model.js";
import { atLeast, near } from "../../support/matchers.js";
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

/** One model per energy, cost, mobility and time of the mobility, where they go together. */
const models: Readonly<Record<string, ModelSpec>> = Object.fromEntries(
  mobilityNames.flatMap((mobility) =>
    mobilityTimes.flatMap((mobilityAt) => {
      const named = (cost: "quadratic" | "cosh", what: string, energy: ModelSpec["energy"]) =>
        [
          `${mobility} ${mobilityAt} ${cost}, ${what}`,
          { ...spec, energy, exchange: { mobility, cost, mobilityAt } },
        ] as const;
      const weighted = mobility.startsWith("weighted");
      return [
        named("quadratic", "entropy", { temperature: 0.7 }),
        named("cosh", "entropy", { temperature: 0.7 }),
        ...(weighted
          ? []
          : [
              named("quadratic", "three temperatures", { temperature: { 0: 0.7, 1: 0.4, 2: 1.3 } }),
              named("quadratic", "porous medium", { kind: "porous-medium", exponent: 2.5, regularization: 1e-3 }),
            ]),
      ];
    }),
  ),
);

/** J and its parts at a smooth potential plus `size` times a wave, with steps of length `tau`. */
function createDual(tau: number, model = spec) {
  const problem = problemOf(model, cells);
  const layers = problem.graph.layers.length;
  const topology = {
    cells,
    layers,
    tails: problem.graph.tails,
    heads: problem.graph.heads,
    ...spanningTree(problem.graph),
  };
  const transport = createExactTransport(problem.mesh, layers, tau);
  const energy = createDualEnergy(problem);
  const exchange = createExchange(problem, energy, tau);
  transport.load(problem.initial);
  exchange.load(problem.initial);
  const expand = createExpand(topology);
  const nodes = cells * layers;
  const at = (mu: Float64Array) => {
    const point = createDualPoint(topology);
    toTree(topology, mu, point.tree);
    expand(point);
    const state = createDualState(point, nodes, nodes - layers, exchange.conductance.length);
    evaluateDual(problem, energy, transport, exchange, state);
    return state;
  };
  const start = chemicalPotential(problem, problem.initial, new Float64Array(nodes));
  const wave = start.map((_, k) => Math.sin(1.3 * k) + 0.3 * Math.cos(0.2 * k * k));
  return { problem, energy, topology, transport, exchange, at, start, wave, expand };
}

/** The derivative of J along a wave, by the code and by a central difference, and minus the net mass along it. */
function slopes({ topology, transport, exchange, at, expand }: ReturnType<typeof createDual>, base: Float64Array) {
  const direction = createDualPoint(topology);
  const shift = base.map((_, k) => Math.cos(0.9 * k));
  toTree(topology, shift, direction.tree);
  expand(direction);
  const h = 1e-5;
  const value = (sign: number): number =>
    dualObjective(transport, exchange, at(base.map((mu, k) => mu + sign * h * shift[k])));
  const { residual } = at(base);
  return {
    slope: dualSlope(at(base), direction),
    quotient: (value(1) - value(-1)) / (2 * h),
    byNet: -residual.reduce((sum, mass, k) => sum + mass * shift[k], 0),
  };
}

for (const [what, tau, size] of [
  ["faces that stay in their cells", 0.02, 0],
  ["faces that move across cells", 0.5, 0.1],
  ["faces that meet", 2, 0.5],
] as const) {
  test(`the slope of J is its difference quotient, and the net mass minus its gradient: ${what}`, (t) => {
    const dual = createDual(tau);
    const { slope, quotient, byNet } = slopes(
      dual,
      dual.start.map((mu, k) => mu + size * dual.wave[k]),
    );
    near(t, quotient, slope, 1e-6 * (1 + Math.abs(slope)));
    near(t, byNet, slope, 1e-10);
    t.is(dual.exchange.conductance.length, cells * 3);
  });
}

/** Whether the certified gap is the primal value of the kept density plus J. */
function gapDefect(dual: ReturnType<typeof createDual>, size: number) {
  const { problem, energy, transport, exchange, at, start, wave } = dual;
  const state = at(start.map((mu, k) => mu + size * wave[k]));
  const kept = new Float64Array(start.length);
  const certify = createCertifier(problem, energy, transport, exchange, createRearrangement(problem, transport));
  const { gap, cost } = certify(state, kept);
  const density = kept.map((mass) => mass / problem.mesh.cellVolume);
  return { gap, difference: cost + energyOf(problem, density) + dualObjective(transport, exchange, state) };
}

test("the certified gap is the primal value of the kept density plus J: weak duality to round-off", (t) => {
  for (const size of [0, 1e-3, 0.02]) {
    const { gap, difference } = gapDefect(createDual(0.05), size);
    atLeast(t, gap, 0);
    near(t, difference, gap, 1e-12 + 1e-9 * gap);
  }
});

for (const [name, model] of Object.entries(models)) {
  test(`slope of J and gap: ${name}`, (t) => {
    for (const [tau, size] of [
      [0.02, 0],
      [0.3, 0.05],
    ] as const) {
      const dual = createDual(tau, model);
      const { slope, quotient, byNet } = slopes(
        dual,
        dual.start.map((mu, k) => mu + size * dual.wave[k]),
      );
      near(t, quotient, slope, 1e-6 * (1 + Math.abs(slope)));
      near(t, byNet, slope, 1e-10);
    }
    for (const size of [0, 1e-3, 0.02]) {
      const { gap, difference } = gapDefect(createDual(0.05, model), size);
      atLeast(t, gap, 0);
      near(t, difference, gap, 1e-12 + 1e-9 * gap, `${size}: ${difference} ${gap}`);
    }
  });
}
