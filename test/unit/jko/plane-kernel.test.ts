/*
 * A step on two axes with the compiled kernels is that in TypeScript, bit by bit: densities and what is reported.
 */
import test from "ava";
import { createDualState } from "../../../src/jko/dual-state.js";
import { createHistory } from "../../../src/jko/history.js";
import { createJko } from "../../../src/jko/index.js";
import { createGridParts } from "../../../src/jko/parts-grid.js";
import type { StepReport } from "../../../src/model/evolution.js";
import type { ModelSpec } from "../../../src/model/model.js";
import type { Problem } from "../../../src/model/problem.js";
import { withKernel } from "../../support/kernel.js";
import { problemOf } from "../../support/runs.js";

const fokkerPlanck: ModelSpec = {
  domain: [
    [0, 1],
    [0, 1],
  ],
  graph: { nodes: ["a"], edges: [] },
  potential: "-x",
  exchange: { mobility: "unit" },
  // A vacuum at a wall: faces are swept over many cells.
  initial: "(1 - x)^2 * (1 + 0.5*cos(3*y))",
  finalTime: 0.25,
};

const layered: ModelSpec = {
  ...fokkerPlanck,
  graph: { nodes: ["a", "b"], edges: [["a", "b", 1]] },
  exchange: { mobility: "logarithmic" },
  initial: { a: "1 + 0.95*sin(4*x + 3*y)", b: "1 + x*y" },
};

function run(problem: Problem, steps: number): { density: Float64Array; reports: StepReport[] } {
  const { step } = createJko(problem, { tau: problem.finalTime / steps, steps, tolerance: 1e-12 });
  const density = problem.initial.slice();
  return { density, reports: Array.from({ length: steps }, () => step(density)) };
}

for (const [name, spec, cells, steps] of [
  ["a single layer from vacuum", fokkerPlanck, [32, 32], 4],
  ["a single layer, odd counts", fokkerPlanck, [17, 10], 10],
  ["a single layer, long cells", fokkerPlanck, [40, 6], 3],
  ["two layers", layered, [12, 9], 3],
] as const) {
  test.serial(`steps with compiled kernels are those in TypeScript, bit by bit: ${name}`, (t) => {
    const problem = problemOf(spec, cells);
    const compiled = withKernel("wasm", () => run(problem, steps));
    const plain = withKernel("typescript", () => run(problem, steps));
    t.deepEqual(compiled.density, plain.density);
    t.deepEqual(compiled.reports, plain.reports);
    t.true(plain.reports.every(({ status }) => status === "converged"));
  });
}

test.serial("the compiled kernels reach all arrays of an iteration", (t) => {
  const problem = problemOf(fokkerPlanck, [12, 10]);
  const { newtonParts } = withKernel("wasm", () => createGridParts(problem, 0.1, 1e-12, createHistory()));
  const { workspace, system, newPoint, transport } = newtonParts;
  const state = createDualState(newPoint(), 120, transport.faceCount, 0, workspace);
  const { point, equilibrium, arriving, tangent, source, residual } = state;
  const arrays = [
    system.ground,
    system.along,
    system.source,
    point.mu,
    equilibrium,
    arriving,
    tangent,
    source,
    residual,
  ];
  t.is(workspace?.reaches(...arrays), true);
});
