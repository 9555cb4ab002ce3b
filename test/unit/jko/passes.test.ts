import test, { type ExecutionContext } from "ava";
import { createDualState, type DualState } from "../../../src/jko/dual-state.js";
import { createHistory } from "../../../src/jko/history.js";
import { createLineParts } from "../../../src/jko/parts-line.js";
import { createDirection, type Direction } from "../../../src/jko/passes/passes.js";
import { createPlainPasses } from "../../../src/jko/passes/plain.js";
import type { ModelSpec } from "../../../src/model/model.js";
import { seededRandom } from "../../../src/numerics/random.js";
import { eachNear, near } from "../../support/matchers.js";
import { problemOf } from "../../support/runs.js";

const pair = { nodes: ["a", "b"], edges: [["a", "b", 3]] as [string, string, number][] };
const turned = { nodes: ["a", "b"], edges: [["b", "a", 3]] as [string, string, number][] };
const onePair = { a: "1 + 0.5*cos(pi*x)", b: "0.3 + 0.2*cos(2*pi*x)" };

/** Models that the fused passes are made for, and one that they leave to the plain ones. */
const models: Readonly<Record<string, Omit<ModelSpec, "domain" | "finalTime">>> = {
  "one layer": { potential: "x", initial: "1 + 0.5*cos(pi*x)" },
  "two layers": { graph: pair, potential: 0, initial: onePair },
  "an edge the other way": { graph: turned, potential: { a: "x", b: "1 - x" }, initial: onePair },
  "the cost cosh": {
    graph: pair,
    potential: "x^2",
    exchange: { mobility: "geometric", cost: "cosh" },
    initial: onePair,
  },
  "the mobility at the new density": {
    graph: pair,
    potential: 0,
    exchange: { mobility: "harmonic", mobilityAt: "next" },
    initial: onePair,
  },
  "two temperatures": { graph: pair, potential: "x", energy: { temperature: { a: 1, b: 0.4 } }, initial: onePair },
  "three layers": {
    graph: { nodes: ["a", "b", "c"], edges: [...pair.edges, ["b", "c", 1], ["a", "c", 2]] },
    potential: "x",
    initial: { ...onePair, c: 0.2 },
  },
};

/** The length of a step, and potentials: a wave, noise, and what layers are apart. */
interface Regime {
  readonly cells: number;
  readonly tau: number;
  readonly wave: number;
  readonly size: number;
  readonly apart: number;
}

const regimes: Readonly<Record<string, Regime>> = {
  "near the solution": { cells: 50, tau: 1e-3, wave: 0.3, size: 1e-6, apart: 0 },
  "displacements of many cells, over the walls": { cells: 41, tau: 0.3, wave: 0.05, size: 1e-6, apart: 0.1 },
  "crossing faces": { cells: 41, tau: 0.3, wave: 0.3, size: 0.02, apart: 0 },
  "large differences": { cells: 30, tau: 1e-3, wave: 0.3, size: 30, apart: 0 },
  "layers that exchange drains": { cells: 30, tau: 0.5, wave: 1e-4, size: 1e-9, apart: 3 },
  "one cell": { cells: 1, tau: 0.1, wave: 0.3, size: 0.1, apart: 0 },
  "two cells": { cells: 2, tau: 0.1, wave: 0.3, size: 0.1, apart: 0 },
};

/** A state of a step and a direction, by the fused passes and by the plain ones. */
function passesOf(name: string, regime: string, caution: number) {
  const { cells, tau, wave, size, apart } = regimes[regime];
  const problem = problemOf({ domain: [[0, 1]], finalTime: 1, ...models[name] }, cells);
  const parts = createLineParts(problem, tau, 1e-15, createHistory()).newtonParts;
  const { passes, transport, exchange, newPoint, expand } = parts;
  transport.load(problem.initial);
  exchange.load(problem.initial);
  const random = seededRandom(cells);
  const layers = problem.graph.layers.length;
  const steps = Float64Array.from(problem.initial, (_, k) => {
    const smooth = k % layers === 0 ? wave * Math.cos(1 + (5 * k) / (cells * layers)) : apart;
    return smooth + size * (random() - 0.5);
  });
  const along = createDirection(newPoint());
  along.point.tree.set(steps.map((_, k) => 0.1 * Math.sin(3 * k + 1)));
  expand(along.point);
  return [passes, createPlainPasses(parts)].map((each) => {
    if (each === undefined) throw new Error("a line has passes");
    const newState = () => createDualState(newPoint(), steps.length, transport.faceCount, exchange.conductance.length);
    const [here, there, direction] = [newState(), newState(), createDirection(newPoint())];
    here.point.tree.set(steps);
    each.evaluate(here);
    each.aim(here, caution, 1e-12, direction);
    each.move(here, size, along, there);
    return { here, direction, there };
  });
}

function compareStates(t: ExecutionContext, found: DualState, expected: DualState): void {
  const unit = Math.max(...expected.equilibrium, ...expected.arriving);
  for (const name of ["equilibrium", "arriving", "tangent", "flow"] as const) {
    eachNear(t, found[name], expected[name], 1e-13 * Math.max(unit, ...expected[name].map(Math.abs)), name);
  }
  const largest = Math.max(...expected.residual.map(Math.abs));
  eachNear(t, found.residual, expected.residual, 1e-13 * (unit + largest), "residual");
  eachNear(t, found.source, expected.source, 1e-13 * unit, "source");
  near(t, found.size.gapBound, expected.size.gapBound, { relative: 1e-6 }, "gapBound");
  near(t, found.size.drained, expected.size.drained, 1e-13 * (unit + expected.size.drained), "drained");
  near(t, found.size.relative, expected.size.relative, 1e-9 * (1 + expected.size.relative), "relative");
  t.is(found.hasOff, expected.hasOff);
}

function compareDirections(t: ExecutionContext, found: Direction, expected: Direction): void {
  const size = Math.max(...expected.point.mu.map(Math.abs));
  for (const name of ["tree", "mu", "xi"] as const) {
    eachNear(t, found.point[name], expected.point[name], 1e-8 * size, name);
  }
  near(t, found.slope, expected.slope, { relative: 1e-7 }, "slope");
  near(t, found.growth, expected.growth, 1e-8 * size, "growth");
  near(t, found.change, expected.change, 1e-8 * size, "change");
}

for (const name of Object.keys(models)) {
  test(`fused passes are the plain ones but for round-off: ${name}`, (t) => {
    for (const regime of Object.keys(regimes)) {
      for (const caution of [0, 0.5]) {
        const [fused, plain] = passesOf(name, regime, caution);
        compareStates(t, fused.here, plain.here);
        compareDirections(t, fused.direction, plain.direction);
        compareStates(t, fused.there, plain.there);
        near(t, fused.there.slope, plain.there.slope, { relative: 1e-6 }, regime);
      }
    }
  });
}
