/*
 * Regimes in which the step must not fail: tiny and huge steps, Gaussian tails down to 1e-300, stiff exchange in them,
 * vacuum, cells that receive nothing, many layers.
 */
import test, { type ExecutionContext } from "ava";
import type { ModelSpec } from "../../../src/model/model.js";
import { above, atMost, below, each } from "../../support/matchers.js";
import type { Trajectory } from "../../support/runs.js";
import { problemOf, relativeDifference, runJko } from "../../support/runs.js";

type Sketch = Omit<ModelSpec, "finalTime">;

const pair = (weight: number) => ({ nodes: ["a", "b"], edges: [["a", "b", weight] as const] });

const box: Sketch = {
  domain: [[0, 1]],
  graph: pair(3),
  potential: 0,
  exchange: { mobility: "logarithmic" },
  initial: { a: "1 + 0.5*cos(pi*x) + 0.3", b: "1 + 0.5*cos(pi*x) - 0.3" },
};
const ornsteinUhlenbeck: Sketch = {
  domain: [[-8, 8]],
  graph: pair(1),
  potential: "x^2/2",
  exchange: { mobility: "logarithmic" },
  initial: { a: "0.9*exp(-(x-1.5)^2)", b: "0.1*exp(-(x-1.5)^2)" },
};
const doubleWell: Sketch = { domain: [[-3, 3]], potential: "2*(x^2-1)^2", initial: 1 };
const twoWells: Sketch = {
  domain: [[-2, 2]],
  graph: pair(1),
  potential: { a: "2*(x^2-1)^2", b: "(x^2-1)^2" },
  exchange: { mobility: "logarithmic" },
  initial: 1,
};
const unitTails: Sketch = {
  domain: [[-8, 8]],
  graph: pair(1),
  potential: { a: "x^2/2", b: "(x-1)^2/2" },
  exchange: { mobility: "unit" },
  initial: ornsteinUhlenbeck.initial,
};

function checkRun(t: ExecutionContext, { summary }: Trajectory, steps: number, what: string): void {
  const told = `${what}: ${JSON.stringify(summary)}`;
  t.is(summary.status, "ok", told);
  atMost(t, summary.massDrift, 1e-12, told);
  t.true(summary.energyMonotone, told);
  above(t, summary.densityMin, 0, told);
  atMost(t, summary.gapMax, Math.min(1e-12, 5e-9 / steps ** 4) * 1.0001, told);
}

const regimes = { box, ornsteinUhlenbeck, doubleWell, twoWells, unitTails };

for (const [name, sketch] of Object.entries(regimes)) {
  test(`ten steps of length 1e-6 to 10 on 50 to 2000 cells converge: ${name}`, (t) => {
    for (const tau of [1e-6, 1e-4, 1e-2, 0.1, 1, 10]) {
      for (const cells of tau === 1e-6 || tau === 10 ? [50, 400, 2000] : [50, 400]) {
        const run = runJko(problemOf({ ...sketch, finalTime: 10 * tau }, cells), 10);
        checkRun(t, run, 10, `tau ${tau}, ${cells} cells`);
      }
    }
  });
}

test("a Gaussian on [-30, 30] with densities below 1e-270 in its tails gives finite results", (t) => {
  const sketch: Sketch = { domain: [[-30, 30]], potential: "x^2/2", initial: "exp(-x^2/1.44)" };
  for (const tau of [1e-4, 1e-2, 0.1, 1]) {
    const run = runJko(problemOf({ ...sketch, finalTime: 10 * tau }, 200), 10);
    checkRun(t, run, 10, `tau ${tau}`);
    each(t, run.density, Number.isFinite);
  }
});

test("a density that is exactly zero on half of the box fills it", (t) => {
  for (const [tau, cells] of [
    [1e-6, 50],
    [1e-3, 100],
    [0.1, 200],
  ] as const) {
    const spec: ModelSpec = { domain: [[0, 1]], potential: 0, initial: "x < 0.5 ? 1 : 0", finalTime: 10 * tau };
    checkRun(t, runJko(problemOf(spec, cells), 10), 10, `tau ${tau}`);
  }
});

test("cells that receive nothing by transport converge: the constraint on what arrives is active", (t) => {
  const spec: ModelSpec = {
    domain: [[-1, 1]],
    graph: pair(0.05),
    potential: { a: "-0.19676*sin(3*x)", b: "0.865933*sin(3*x)" },
    energy: { temperature: 0.2 },
    exchange: { mobility: "unit" },
    initial: 1,
    finalTime: 2,
  };
  for (const cells of [20, 28, 40, 100]) checkRun(t, runJko(problemOf(spec, cells), 2), 2, `${cells} cells`);
});

test("a cycle of 64 layers runs through the iterative solver, and symmetric data stay symmetric", (t) => {
  const layers = 64;
  const spec: ModelSpec = {
    domain: [[0, 1]],
    graph: { family: "cycle", nodes: layers, weight: 5 },
    potential: 0,
    exchange: { mobility: "logarithmic" },
    initial: `1 + 0.5*cos(pi*x)*cos(2*pi*g/${layers})`,
    finalTime: 0.05,
  };
  const run = runJko(problemOf(spec, 30), 5);
  checkRun(t, run, 5, "64 layers");
  const mirrored = run.density.map(
    (_, k) => run.density[layers * Math.floor(k / layers) + ((layers - (k % layers)) % layers)],
  );
  below(t, relativeDifference(mirrored, run.density), 1e-9);
});

test("large graphs whose layers are of two kinds take the steps of two layers", (t) => {
  const spec = (graph: ModelSpec["graph"], kind: string): ModelSpec => ({
    domain: [[-1, 1]],
    graph,
    potential: `x^2*(1 + ${kind})`,
    exchange: { mobility: "arithmetic" },
    initial: `1 + 0.5*cos(pi*x) + 0.3*sin(3*x)*${kind}`,
    normalize: false,
    finalTime: 0.4,
  });
  // Every layer of the hypercube has one neighbour of the other kind, every one of the complete graph twelve.
  for (const { family, nodes, edge } of [
    { family: "hypercube", nodes: 32, edge: 2 },
    { family: "complete", nodes: 24, edge: 24 },
  ] as const) {
    const kind = `max(0, min(1, g - ${nodes / 2 - 1}))`;
    const large = runJko(problemOf(spec({ family, nodes, weight: 2 }, kind), 30), 4);
    const two = runJko(problemOf(spec({ family: "path", nodes: 2, weight: edge }, "g"), 30), 4);
    checkRun(t, large, 4, family);
    const expected = large.density.map(
      (_, k) => two.density[2 * Math.floor(k / nodes) + (((2 * (k % nodes)) / nodes) | 0)],
    );
    below(t, relativeDifference(large.density, expected), 1e-9, family);
  }
});
