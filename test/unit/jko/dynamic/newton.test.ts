/*
 * The Newton direction against a dense solve with difference quotients of the objective, written out anew with the
 * densities eliminated; the certificate against the difference to the minimum.
 */
import test from "ava";
import type { Direction, Iterate } from "../../../../src/jko/dynamic/assembly.js";
import { createCertificate } from "../../../../src/jko/dynamic/certificate.js";
import { createLinearization, linearize } from "../../../../src/jko/dynamic/linearization.js";
import { createDirectionSolver } from "../../../../src/jko/dynamic/newton-system.js";
import { createPathNewton } from "../../../../src/jko/dynamic/path-newton.js";
import { createPath, createPathSpace, moveDensity } from "../../../../src/jko/dynamic/path-space.js";
import { createEntropy } from "../../../../src/jko/dynamic/terminal.js";
import { createHistory } from "../../../../src/jko/history.js";
import { energyOf } from "../../../../src/model/energy.js";
import type { MobilityName } from "../../../../src/model/exchange.js";
import type { Problem } from "../../../../src/model/problem.js";
import { seededRandom } from "../../../../src/numerics/random.js";
import { solveDense } from "../../../support/dense.js";
import { actionOfFluxes, followFluxes } from "../../../support/dynamic-model.js";
import { atLeast, atMost, below } from "../../../support/matchers.js";
import { problemOf } from "../../../support/runs.js";

const intervals = 2;
const scale = 5;
const strength = 0.01;

function createTiny(mobility: MobilityName): Problem {
  return problemOf(
    {
      domain: [[0, 1.5]],
      graph: { nodes: [0, 1], edges: [[0, 1, 1.3]] },
      potential: { 0: "x^2", 1: "0.7 - x" },
      energy: { temperature: 0.8 },
      exchange: { mobility },
      initial: { 0: "1 + 0.5*x", 1: "0.6 - 0.2*x" },
      finalTime: 1,
    },
    3,
  );
}

/** Everything at random fluxes of size `size`. */
function createPoint(problem: Problem, size: number, seed = 1) {
  const random = seededRandom(seed);
  const space = createPathSpace(problem, intervals);
  const path = createPath(space);
  path.density.set(problem.initial);
  for (let k = 0; k < path.along.length; k++) path.along[k] = size * (random() - 0.5);
  for (let k = 0; k < path.across.length; k++) path.across[k] = size * (random() - 0.5);
  for (let j = 0; j < intervals; j++) moveDensity(space, path, j, path.density);
  const nodes = { length: intervals * space.nodes };
  const phi = Float64Array.from(nodes, () => random() - 0.5);
  const weight = Float64Array.from(nodes, () => 0.5 + random());
  const slack = weight.map((w, k) => (strength * w) / path.density[k + space.nodes]);
  const at: Iterate = { path, phi, slack };
  const model = createLinearization(space);
  linearize(space, path, phi, model);
  return { space, at, model, barrier: { strength, weight } };
}

/** Fluxes in the order of the test model. */
function flatten({ along, across }: { along: Float64Array; across: Float64Array }): number[] {
  const [faces, links] = [along.length / intervals, across.length / intervals];
  return Array.from({ length: intervals }, (_, j) => [
    ...along.subarray(j * faces, (j + 1) * faces),
    ...across.subarray(j * links, (j + 1) * links),
  ]).flat();
}

function createObjective(problem: Problem, weight: Float64Array) {
  return (fluxes: readonly number[]): number => {
    const densities = followFluxes(problem, problem.initial, fluxes, intervals);
    const end = Float64Array.from(densities[intervals]);
    const inner = densities[1].reduce((sum, f, p) => sum + weight[p] * Math.log(f), 0);
    const action = actionOfFluxes(problem, problem.initial, fluxes, intervals);
    return scale * action + energyOf(problem, end) - strength * problem.mesh.cellVolume * inner;
  };
}

/** Gradient and Hessian by central differences. */
function differentiate(f: (x: readonly number[]) => number, x: readonly number[], step: number) {
  const moved = (...moves: [number, number][]): number => {
    const y = x.slice();
    for (const [k, by] of moves) y[k] = y[k] + by;
    return f(y);
  };
  const gradient = x.map((_, k) => (moved([k, step]) - moved([k, -step])) / (2 * step));
  const hessian = x.map((_, k) =>
    x.map((_, l) => {
      const same = moved([k, step], [l, step]) + moved([k, -step], [l, -step]);
      const opposite = moved([k, step], [l, -step]) + moved([k, -step], [l, step]);
      return (same - opposite) / (4 * step * step);
    }),
  );
  return { gradient, hessian };
}

const names = ["unit", "logarithmic", "weighted-logarithmic", "geometric", "harmonic", "arithmetic", "upwind"] as const;

for (const mobility of names) {
  test(`the direction is that of a dense Newton solve with difference quotients: ${mobility}`, (t) => {
    const problem = createTiny(mobility);
    const { space, at, model, barrier } = createPoint(problem, 0.1);
    const direction: Direction = { ...createPath(space), phi: at.phi.slice(), slack: at.slack.slice() };
    t.true(createDirectionSolver(space, scale, createEntropy(problem))(at, model, barrier, direction));
    const { gradient, hessian } = differentiate(createObjective(problem, barrier.weight), flatten(at.path), 2e-5);
    const expected = solveDense(
      hessian,
      gradient.map((g) => -g),
    );
    const found = flatten(direction);
    const largest = Math.max(...expected.map(Math.abs));
    const worst = Math.max(...found.map((value, k) => Math.abs(value - expected[k])));
    below(t, worst, 1e-5 * largest, `${worst / largest}`);
  });

  test(`the gap bounds the distance to the minimum, at any fluxes and potentials: ${mobility}`, (t) => {
    const problem = createTiny(mobility);
    const terminal = createEntropy(problem);
    const paths = createPathSpace(problem, intervals);
    const { iterate, weight, solve } = createPathNewton(paths, scale, terminal, createHistory());
    for (let k = 0; k <= intervals; k++) iterate.path.density.set(problem.initial, k * problem.initial.length);
    weight.fill(1);
    const options = { mass: 1, tolGap: 1e-13, tolRelative: 0, unit: 1, strength: 0.01, maxIterations: 50 };
    t.is(solve(options).status, "converged");
    const value = createObjective(problem, new Float64Array(100));
    const least = value(flatten(iterate.path));
    for (let seed = 1; seed <= 20; seed++) {
      const { space, at, model } = createPoint(problem, 0.005 * seed, seed);
      const { gap } = createCertificate(space, scale, terminal)(at, model, 1);
      atMost(t, value(flatten(at.path)) - least, gap, `seed ${seed}`);
    }
    // Exact potentials: the bound is the difference itself where the fluxes are near the minimum.
    const { at, space, model } = createPoint(problem, 0, 1);
    at.phi.set(iterate.phi);
    at.path.along.set(iterate.path.along.map((m) => 1.001 * m));
    at.path.across.set(iterate.path.across.map((flux) => 1.001 * flux));
    for (let j = 0; j < intervals; j++) moveDensity(space, at.path, j, at.path.density);
    linearize(space, at.path, at.phi, model);
    const { gap } = createCertificate(space, scale, terminal)(at, model, 1);
    atLeast(t, gap, value(flatten(at.path)) - least - 1e-12, `${gap}`);
    below(t, gap, 1e-3, `${gap}`);
  });
}
