import test from "ava";
import { createDualEnergy } from "../../../../src/jko/energy.js";
import { createExchange } from "../../../../src/jko/exchange/exchange.js";
import { createImplicitDirection } from "../../../../src/jko/interior/implicit-direction.js";
import {
  createPrimalPoint,
  createPrimalSpace,
  differenceAlong,
  fillPotentials,
  fillPull,
  type PrimalPoint,
  type PrimalSpace,
  startAt,
} from "../../../../src/jko/interior/primal-point.js";
import { createExactTransport } from "../../../../src/jko/transport/exact.js";
import type { ModelSpec } from "../../../../src/model/model.js";
import { below } from "../../../support/matchers.js";
import { problemOf } from "../../../support/runs.js";

const spec: ModelSpec = {
  domain: [[-1, 1]],
  graph: {
    nodes: ["a", "b", "c"],
    edges: [
      ["a", "b", 3],
      ["b", "c", 2],
      ["a", "c", 1],
    ],
  },
  potential: { a: "sin(3*x)", b: "cos(2*x)", c: "x" },
  initial: { a: "1+0.5*x", b: "0.3", c: "1.2-0.8*x" },
  finalTime: 0.2,
};
const cells = 9;
const layers = 3;
const tau = 0.2;

/** Residuals of the optimality conditions: of faces, and of edges. */
function residuals(space: PrimalSpace, point: PrimalPoint): number[] {
  const pull = new Float64Array(space.faces);
  fillPull(space, point, new Float64Array(space.nodes), pull);
  const lacks = Array.from(point.drive, (drive, k) => {
    return differenceAlong(space, point.mu, Math.floor(k / space.edges), k % space.edges) - drive;
  });
  return [...pull, ...lacks];
}

for (const mobilityAt of ["next", "midpoint"] as const) {
  for (const mobility of ["logarithmic", "geometric", "harmonic", "arithmetic"] as const) {
    for (const cost of ["quadratic", "cosh"] as const) {
      test(`a Newton step leaves the square of the residual: ${mobility}, ${mobilityAt}, ${cost}`, (t) => {
        const problem = problemOf({ ...spec, exchange: { mobility, mobilityAt, cost } }, cells);
        const transport = createExactTransport(problem.mesh, layers, tau);
        const energy = createDualEnergy(problem);
        const exchange = createExchange(problem, energy, tau);
        transport.load(problem.initial);
        exchange.load(problem.initial);
        const space = createPrimalSpace(problem, energy, transport, exchange.conductance, exchange.implicit);
        const direction = createImplicitDirection(space, exchange.implicit as NonNullable<typeof exchange.implicit>);
        const here = createPrimalPoint(space);
        const masses = problem.initial.map((value) => value * problem.mesh.h);
        // Something is exchanged, so that the slopes of the mobility matter.
        const exchanged = exchange.conductance.map((c, k) => 0.1 * c * Math.sin(k));
        const kept = masses.slice();
        for (let k = 0; k < exchanged.length; k++) {
          const base = Math.floor(k / space.edges) * layers;
          const [tail, head] = [problem.graph.tails[k % space.edges], problem.graph.heads[k % space.edges]];
          kept[base + tail] = kept[base + tail] + exchanged[k];
          kept[base + head] = kept[base + head] - exchanged[k];
        }
        startAt(space, here, { mass: kept, arriving: masses, exchanged }, 0);
        const pull = new Float64Array(space.faces);
        fillPull(space, here, here.lambda, pull);
        direction.find(here, pull, Number.POSITIVE_INFINITY);
        const before = residuals(space, here);
        const there = createPrimalPoint(space);
        const alpha = 1e-5;
        for (let k = 0; k < space.nodes; k++) there.mass[k] = here.mass[k] * (1 + alpha * direction.growth(here, k));
        there.exchanged.set(here.exchanged.map((mass, k) => mass + alpha * direction.exchanged[k]));
        there.faces.advance(here.faces, direction.moved, alpha);
        fillPotentials(space, there);
        const size = Math.max(...before.map(Math.abs));
        for (const [k, value] of residuals(space, there).entries()) {
          below(t, Math.abs(value - (1 - alpha) * before[k]), 3e-3 * alpha * size, `condition ${k}`);
        }
        // Masses are conserved along the step.
        for (let cell = 0; cell < cells; cell++) {
          let sum = 0;
          for (let k = cell * layers; k < (cell + 1) * layers; k++) {
            sum += here.mass[k] * direction.growth(here, k) - direction.arriving[k];
          }
          below(t, Math.abs(sum), 1e-12);
        }
      });
    }
  }
}
