/*
 * Swept transport on its own: the swept masses are the derivative of the dual cost, and both are those of the
 * cumulative mass along the grid line through a face.
 */
import test from "ava";
import { createExactTransport } from "../../../src/jko/transport/exact.js";
import { createSweptTransport } from "../../../src/jko/transport/swept.js";
import type { ModelSpec } from "../../../src/model/model.js";
import type { Problem } from "../../../src/model/problem.js";
import { seededRandom } from "../../../src/numerics/random.js";
import { atLeast, atMost, below, near } from "../../support/matchers.js";
import { problemOf, relativeDifference, transposeProblem, transposition } from "../../support/runs.js";
import { createSweptModel, type Flux } from "../../support/swept-model.js";

const tau = 0.05;
const spec: ModelSpec = {
  domain: [
    [-1, 2],
    [0, 1.3],
  ],
  graph: { nodes: ["a", "b"], edges: [["a", "b", 1]] },
  potential: 0,
  exchange: { mobility: "unit" },
  initial: { a: "1 + 0.95*sin(4*x + 3*y)", b: "max(0, x*y - 0.3)" },
  finalTime: tau,
};
const cells = [9, 6] as const;

/** A potential whose faces move by about `reach` cells. */
function randomPotential({ mesh, initial }: Problem, reach: number, seed: number): Float64Array {
  const random = seededRandom(seed);
  const size = (reach * Math.min(...mesh.widths) ** 2) / tau;
  return initial.map(() => size * (2 * random() - 1));
}

function load(problem: Problem) {
  const layers = problem.graph.layers.length;
  const nodes = problem.initial.length;
  const transport = createSweptTransport(problem.mesh, layers, tau);
  transport.load(problem.initial);
  const sweep = (mu: Float64Array) => {
    const [arriving, tangent] = [new Float64Array(nodes), new Float64Array(transport.faceCount)];
    const off = transport.sweep(mu, arriving, tangent, new Uint8Array(nodes));
    return { arriving, tangent, off };
  };
  return { transport, sweep, nodes, layers };
}

/** The faces of the oracle with the index that the transport has for them. */
function facesOf(problem: Problem): { readonly flux: Flux; readonly index: number; readonly toCells: number }[] {
  const nodes = problem.initial.length;
  const layers = problem.graph.layers.length;
  return createSweptModel(problem, tau)
    .fluxes.filter(({ from, to }) => Math.floor(from / layers) !== Math.floor(to / layers))
    .map((flux) => {
      const axis = flux.from - flux.to === layers && problem.mesh.cells[0] > 1 ? 0 : 1;
      return { flux, index: axis * nodes + flux.to, toCells: tau / problem.mesh.widths[axis] ** 2 };
    });
}

const reaches = [0, 0.3, 1.5, 20] as const;

for (const reach of reaches) {
  test(`masses, tangents, secants and values of faces are those of the cumulative mass: ${reach} cells`, (t) => {
    const problem = problemOf(spec, cells);
    const { transport, sweep } = load(problem);
    const mu = randomPotential(problem, reach, 1);
    const { tangent } = sweep(mu);
    const [swept, value, secant] = [0, 1, 2].map(() => new Float64Array(transport.faceCount)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    transport.faces(mu, swept, value);
    transport.secants(mu, tangent, secant);
    for (const { flux, index, toCells } of facesOf(problem)) {
      const drive = mu[flux.from] - mu[flux.to];
      const q = toCells * drive;
      const mass = flux.mass(drive);
      near(t, swept[index], mass, 1e-15, `mass ${swept[index]} ${mass}`);
      near(t, value[index], flux.value(drive), 1e-14, "value");
      const slope = flux.slope(drive) / toCells;
      near(t, tangent[index], slope, 1e-14, `tangent ${tangent[index]} ${slope}`);
      const expected = Math.abs(q) > 1e-6 ? mass / q : slope;
      near(t, secant[index], expected, 1e-14, `secant ${secant[index]} ${expected}`);
    }
  });

  test(`arriving masses are minus the derivative of the dual cost, and conductances minus theirs: ${reach} cells`, (t) => {
    const problem = problemOf(spec, cells);
    const { transport, sweep, nodes } = load(problem);
    const mu = randomPotential(problem, reach, 2);
    const wave = mu.map((_, k) => Math.sin(1.3 * k) + 0.3 * Math.cos(0.2 * k * k));
    const { arriving, tangent } = sweep(mu);
    const step = 1e-5;
    const beside = (part: number): Float64Array => mu.map((value, k) => value + part * step * wave[k]);
    const [up, down] = [beside(1), beside(-1)];
    const quotient = (transport.dualCost(up) - transport.dualCost(down)) / (2 * step);
    const slope = -arriving.reduce((sum, m, k) => sum + m * wave[k], 0);
    near(t, quotient, slope, 1e-8 * (1 + Math.abs(slope)));
    const along = new Float64Array(transport.faceCount);
    transport.conduct(tangent, along);
    const change = new Float64Array(nodes);
    for (const { flux, index } of facesOf(problem)) {
      const drive = wave[flux.from] - wave[flux.to];
      change[flux.to] = change[flux.to] + along[index] * drive;
      change[flux.from] = change[flux.from] - along[index] * drive;
    }
    const [more, less] = [sweep(up).arriving, sweep(down).arriving];
    for (const [k, expected] of change.entries()) {
      const measured = (more[k] - less[k]) / (2 * step);
      near(t, measured, expected, 1e-6, `node ${k}: ${measured} ${expected}`);
    }
  });

  test(`transport costs what Young's equality says, and keeps the mass of every line's layer: ${reach} cells`, (t) => {
    const problem = problemOf(spec, cells);
    const { transport, sweep, layers } = load(problem);
    const mu = randomPotential(problem, reach, 3);
    const { arriving, off } = sweep(mu);
    t.false(off, "no cell is taken off an envelope");
    const driven = arriving.reduce((sum, m, k) => sum + m * mu[k], 0);
    const young = transport.cost(mu) + transport.dualCost(mu) + driven;
    near(t, young, 0, 1e-13 * (1 + Math.abs(driven)));
    atLeast(t, transport.cost(mu), 0);
    for (let layer = 0; layer < layers; layer++) {
      const total = (values: Float64Array): number =>
        values.reduce((sum, m, k) => (k % layers === layer ? sum + m : sum), 0);
      near(t, total(arriving), total(transport.mass), 1e-15);
    }
  });
}

test("a potential that rises without bound sweeps every line onto its first cell, and costs no more than that", (t) => {
  const problem = problemOf(spec, cells);
  const { transport, sweep, layers } = load(problem);
  const mu = problem.initial.map((_, k) => 1e4 * (Math.floor(k / layers) % cells[0]));
  const { arriving, tangent } = sweep(mu);
  for (const [k, m] of arriving.entries()) {
    const [cell, layer] = [Math.floor(k / layers), k % layers];
    const row = Math.floor(cell / cells[0]) * cells[0];
    const line = Array.from({ length: cells[0] }, (_, i) => transport.mass[(row + i) * layers + layer]);
    const expected = cell === row ? line.reduce((sum, value) => sum + value, 0) : 0;
    near(t, m, expected, 1e-15, `${k}: ${m} ${expected}`);
  }
  for (const { index } of facesOf(problem).filter(({ index }) => index < problem.initial.length)) {
    t.is(tangent[index], 0);
  }
  const further = transport.cost(mu.map((value) => 3 * value));
  near(t, further, transport.cost(mu), 1e-9 * further, "there is nowhere further to go");
});

test("the tangent does not exceed three times, and the secant lies between, the densities that are swept", (t) => {
  const problem = problemOf(spec, cells);
  const { transport, sweep } = load(problem);
  const most = 3 * Math.max(...transport.mass);
  for (const reach of reaches) {
    const mu = randomPotential(problem, reach, 4);
    const { tangent } = sweep(mu);
    const secant = new Float64Array(transport.faceCount);
    transport.secants(mu, tangent, secant);
    for (const mobility of [...tangent, ...secant]) {
      atLeast(t, mobility, 0);
      atMost(t, mobility, most);
    }
  }
});

test("on one axis it is the exact transport as long as faces do not cross", (t) => {
  const line: ModelSpec = { ...spec, domain: [[-1, 2]], initial: { a: "1 + 0.95*sin(4*x)", b: "max(0, x - 0.3)" } };
  const problem = problemOf(line, 24);
  const { transport, sweep, nodes } = load(problem);
  const exact = createExactTransport(problem.mesh, 2, tau);
  exact.load(problem.initial);
  for (const size of [0, 0.2, 1]) {
    // tau times the second derivative stays above -1: the order of faces is kept.
    const mu = problem.initial.map((_, k) => size * (3 * Math.sin(1 + 0.25 * Math.floor(k / 2)) + 0.02 * k * k));
    const [arriving, tangent] = [new Float64Array(nodes), new Float64Array(exact.faceCount)];
    t.false(exact.sweep(mu, arriving, tangent, new Uint8Array(nodes)));
    below(t, relativeDifference(sweep(mu).arriving, arriving), 1e-13);
    near(t, transport.dualCost(mu), exact.dualCost(mu), 1e-12);
    near(t, transport.cost(mu), exact.cost(mu), 1e-12);
  }
});

test("exchanging the axes exchanges the arriving masses, bit by bit on single lines and to round-off elsewhere", (t) => {
  for (const [mesh, within] of [
    [[7, 1], 0],
    [[1, 7], 0],
    [[6, 5], 1e-15],
  ] as const) {
    const problem = problemOf(spec, mesh);
    const mu = randomPotential(problem, 2, 5);
    const move = transposition(problem.mesh);
    const turn = (values: Float64Array): Float64Array =>
      values.map((_, k) => values[move(Math.floor(k / 2)) * 2 + (k % 2)]);
    const here = load(problem).sweep(mu).arriving;
    const there = load(transposeProblem(problem)).sweep(turn(mu)).arriving;
    for (const [k, m] of turn(here).entries()) atMost(t, Math.abs(m - there[k]), within);
  }
});

test("masses of 1e-300 are swept to their last digits", (t) => {
  const problem = problemOf({ ...spec, initial: { a: 1, b: "0.5 + y" } }, cells);
  const tiny = { ...problem, initial: problem.initial.map((f) => 1e-300 * f) };
  const mu = randomPotential(problem, 1.5, 6);
  const [large, small] = [load(problem).sweep(mu).arriving, load(tiny).sweep(mu).arriving];
  below(
    t,
    relativeDifference(
      small.map((m) => m * 1e300),
      large,
    ),
    1e-14,
  );
});
