/*
 * The density kept at a potential that is no solution, on two axes: conservative, not negative, and certified by a gap
 * that is an upper bound of the difference of primal and dual, and of what is missed of the minimum.
 */
import test from "ava";
import { createCertifier } from "../../../src/jko/certificate.js";
import { dualObjective, dualSlope, evaluateDual } from "../../../src/jko/dual.js";
import { createDualPoint, createExpand, toTree } from "../../../src/jko/dual-point.js";
import { createDualState, type DualState } from "../../../src/jko/dual-state.js";
import { createDualEnergy } from "../../../src/jko/energy.js";
import { createExchange } from "../../../src/jko/exchange/exchange.js";
import { createFluxLimiter } from "../../../src/jko/flux-limiter.js";
import { createSweptTransport } from "../../../src/jko/transport/swept.js";
import { spanningTree } from "../../../src/model/graph.js";
import type { ModelSpec } from "../../../src/model/model.js";
import type { Problem } from "../../../src/model/problem.js";
import { seededRandom } from "../../../src/numerics/random.js";
import { above, atLeast, atMost, below, each, eachNear, finite, near } from "../../support/matchers.js";
import { problemOf } from "../../support/runs.js";
import { createSweptModel } from "../../support/swept-model.js";

const threeLayers: ModelSpec = {
  domain: [
    [-1, 2],
    [0, 1.3],
  ],
  graph: { family: "cycle", nodes: 3, weight: 1.5 },
  potential: { 0: "x + y", 1: "0.5*x^2", 2: "sin(2*x*y)" },
  energy: { temperature: 0.7 },
  exchange: { mobility: "geometric" },
  initial: { 0: "1 + 0.3*x", 1: "0.5 + 0.2*cos(x + y)", 2: "0.1 + y" },
  finalTime: 1,
};
const sizes = [0, 0.03, 0.3, 3, 30] as const;

/** Everything the certified density of a potential needs, for a step of length `tau`. */
function createStep(problem: Problem, tau: number) {
  const { mesh, graph } = problem;
  const temperature = 0.7;
  const energy = createDualEnergy(problem);
  const layers = graph.layers.length;
  const nodes = mesh.size * layers;
  const { tails, heads } = graph;
  const topology = { cells: mesh.size, layers, tails, heads, ...spanningTree(graph) };
  const transport = createSweptTransport(mesh, layers, tau);
  const exchange = createExchange(problem, energy, tau);
  transport.load(problem.initial);
  exchange.load(problem.initial);
  const expand = createExpand(topology);
  const repair = createFluxLimiter(problem, transport);
  const certifier = createCertifier(problem, energy, transport, exchange, repair);
  const at = (mu: Float64Array) => {
    const point = createDualPoint(topology);
    toTree(topology, mu, point.tree);
    expand(point);
    const state = createDualState(point, nodes, transport.faceCount, exchange.conductance.length);
    evaluateDual(problem, energy, transport, exchange, state);
    return state;
  };
  const objective = (mu: Float64Array): number => dualObjective(transport, exchange, at(mu));
  const repairWhole = (state: DualState, repaired: Float64Array, taken: Float64Array) => {
    const moved = repair(state, repaired, taken);
    const traded = exchange.settle(state, taken, repaired);
    return { cost: moved.cost + traded.cost, defect: moved.defect + traded.defect };
  };
  /** Kept density, and what is said of it by the certifier and by the repair alone. */
  const keep = (mu: Float64Array) => {
    const [kept, repaired] = [new Float64Array(nodes), new Float64Array(nodes)];
    const taken = new Float64Array(exchange.conductance.length);
    const state = at(mu);
    const certificate = certifier(state, kept);
    return { state, kept, repaired, certificate, repair: repairWhole(state, repaired, taken) };
  };
  /** The chemical potential of the initial density, where that is not empty, with noise of the given size. */
  const noisy = (size: number, seed: number): Float64Array => {
    const random = seededRandom(seed);
    return problem.initial.map((f, k) => {
      const start = (f > 0 ? temperature * Math.log(f) : 0) + problem.potential[k];
      return start + size * (2 * random() - 1);
    });
  };
  return { at, objective, keep, noisy, mass: transport.mass };
}

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((total, value) => total + value, 0);

test("the dual objective is the oracle's, and its slope and net masses are those of difference quotients", (t) => {
  const problem = problemOf(threeLayers, [5, 4]);
  for (const tau of [0.02, 0.5]) {
    const { at, objective, noisy } = createStep(problem, tau);
    const model = createSweptModel(problem, tau);
    for (const [seed, size] of sizes.slice(0, 4).entries()) {
      const mu = noisy(size, seed);
      const value = objective(mu);
      near(t, value, model.dual(mu), 1e-12 * (1 + Math.abs(value)));
      const state = at(mu);
      const wave = mu.map((_, k) => Math.sin(1.3 * k) + 0.3 * Math.cos(0.2 * k * k));
      const direction = at(wave).point;
      const step = 1e-5;
      const beside = (part: number): number => objective(mu.map((m, k) => m + part * step * wave[k]));
      const quotient = (beside(1) - beside(-1)) / (2 * step);
      const slope = dualSlope(state, direction);
      near(t, slope, quotient, 1e-7 * (1 + Math.abs(slope) + Math.abs(value)));
      const net = state.residual.reduce((total, m, k) => total - m * wave[k], 0);
      near(t, net, slope, 1e-12 * (1 + Math.abs(slope)));
    }
  }
});

const instances: readonly { readonly name: string; readonly spec: ModelSpec; readonly cells: readonly number[] }[] = [
  { name: "three layers on a cycle", spec: threeLayers, cells: [4, 3] },
  { name: "three layers, unit mobility", spec: { ...threeLayers, exchange: { mobility: "unit" } }, cells: [3, 3] },
  {
    name: "one layer",
    spec: { domain: threeLayers.domain, potential: "x - y", initial: "1 + 0.7*sin(2*x + 3*y)", finalTime: 1 },
    cells: [5, 4],
  },
];

for (const { name, spec, cells } of instances) {
  for (const tau of [0.02, 0.3]) {
    test(`weak duality: the gap of any potential bounds primal plus dual, and what is missed: ${name}, tau ${tau}`, (t) => {
      const problem = problemOf(spec, cells);
      const model = createSweptModel(problem, tau);
      const minimum = model.minimize();
      below(t, minimum.gradient, 1e-10);
      const { keep, objective, noisy, mass } = createStep(problem, tau);
      for (const [k, size] of sizes.entries()) {
        for (let seed = 0; seed < 6; seed++) {
          const mu = noisy(size, 10 * k + seed);
          const { kept, certificate } = keep(mu);
          const { gap, cost } = certificate;
          const what = `size ${size}, seed ${seed}, gap ${gap}`;
          near(t, sum(kept), sum(mass), 1e-14, `mass ${sum(kept) - sum(mass)}, ${what}`);
          each(t, kept, (m, node) => m > 0 || (m === 0 && mass[node] === 0), `positivity, ${what}`);
          atLeast(t, gap, 0, what);
          atLeast(t, cost, 0, what);
          const primal = cost + model.energy(kept.map((m) => m / problem.mesh.cellVolume));
          const dual = objective(mu);
          const noise = 1e-13 * (1 + Math.abs(primal) + Math.abs(dual));
          atLeast(t, gap, primal + dual - noise, `primal + dual ${primal + dual}, ${what}`);
          atLeast(t, primal, minimum.value - noise, `primal ${primal}, minimum ${minimum.value}, ${what}`);
          atLeast(t, dual, -minimum.value - noise, `dual ${dual}, minimum ${minimum.value}, ${what}`);
        }
      }
    });
  }
}

test("where no cell is drained nothing is cut: the gap is primal plus dual, and the cost is that of the fluxes", (t) => {
  for (const { name, spec, cells } of instances) {
    const problem = problemOf(spec, cells);
    const tau = 0.004;
    const { keep, objective, noisy } = createStep(problem, tau);
    const model = createSweptModel(problem, tau);
    for (const size of [1e-4, 1e-2]) {
      const mu = noisy(size, 7);
      const { kept, repaired, certificate, repair } = keep(mu);
      const moved = model.moved(mu);
      const density = model.density(moved);
      above(t, Math.min(...density), 0, "no cell is drained");
      const volume = problem.mesh.cellVolume;
      const off = Math.max(...density.map((f, k) => Math.abs(f * volume - kept[k])));
      below(t, off, 1e-15, `${name}, noise ${size}: ${off}`);
      eachNear(t, kept, repaired, 1e-15);
      t.is(repair.defect, 0);
      near(t, repair.cost, model.cost(moved), 1e-13);
      near(t, certificate.cost, model.cost(moved), 1e-13);
      const difference = model.primal(moved) + objective(mu);
      near(t, certificate.gap, difference, 1e-13);
    }
  }
});

/** Layers on a tree and one cell, or one line of cells: a density determines the fluxes that lead to it. */
const chains: readonly { readonly name: string; readonly spec: ModelSpec; readonly cells: readonly number[] }[] = [
  { name: "a line in x", spec: { ...instances[2]?.spec }, cells: [9, 1] },
  { name: "a line in y", spec: { ...instances[2]?.spec }, cells: [1, 9] },
  {
    name: "a path of layers",
    spec: { ...threeLayers, graph: { family: "path", nodes: 3, weight: 1.5 } },
    cells: [1, 1],
  },
];

for (const { name, spec, cells } of chains) {
  test(`the cost that is reported is at least that of the fluxes that lead to the kept density: ${name}`, (t) => {
    const problem = problemOf(spec, cells);
    const [tau, volume] = [0.1, problem.mesh.cellVolume];
    const model = createSweptModel(problem, tau);
    const { keep, noisy } = createStep(problem, tau);
    let cut = 0;
    for (const size of sizes) {
      for (let seed = 0; seed < 10; seed++) {
        const { kept, certificate, repair } = keep(noisy(size, 100 + seed));
        if (repair.defect > 0) cut++;
        // Every flux j joins nodes j and j + 1: it carries what all nodes up to j gain.
        let gained = 0;
        const moved = model.fluxes.map(({ from, to }, j) => {
          gained += kept[j] - volume * problem.initial[j];
          return from > to ? gained : -gained;
        });
        const cost = model.cost(moved);
        atMost(t, cost, certificate.cost + 1e-14 * (1 + cost), `size ${size}: ${cost} ${certificate.cost}`);
      }
    }
    above(t, cut, 5, `only ${cut} potentials drain a cell`);
  });
}

test("empty cells give nothing, and the gap of a density with vacuum is finite", (t) => {
  const vacuum: ModelSpec = {
    ...threeLayers,
    initial: { 0: "max(0, x)", 1: "max(0, 1 - x - y)", 2: "max(0, y - 0.6)" },
  };
  const problem = problemOf(vacuum, [8, 6]);
  const { keep, objective, noisy, mass } = createStep(problem, 0.2);
  for (const [seed, size] of sizes.entries()) {
    const mu = noisy(size, seed);
    const { kept, certificate } = keep(mu);
    near(t, sum(kept), sum(mass), 1e-14);
    each(t, kept, (m, k) => m > 0 || (m === 0 && mass[k] === 0));
    finite(t, certificate.gap);
    atLeast(t, certificate.gap, 0);
    finite(t, certificate.cost);
    const energy = createSweptModel(problem, 0.2).energy(kept.map((m) => m / problem.mesh.cellVolume));
    atLeast(t, certificate.gap, certificate.cost + energy + objective(mu) - 1e-12 * (1 + certificate.gap));
  }
});
