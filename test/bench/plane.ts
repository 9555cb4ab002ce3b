/** Speed of a step on two axes: the Fokker-Planck equation with V = -x on the unit square. */
import { median } from "d3-array";
import { builtInCases } from "../../src/bench/cases.js";
import { createJko } from "../../src/jko/index.js";
import type { StepperFactory } from "../../src/model/evolution.js";
import { createModel, discretize } from "../../src/model/model.js";
import type { Problem } from "../../src/model/problem.js";
import { createMultigridSolver } from "../../src/numerics/multigrid/multigrid.js";
import { createImplicitEuler } from "../../src/schemes/implicit-euler/implicit-euler.js";
import { systemOf, topologyOf } from "../support/grid-systems.js";

const [, { model: fokkerPlanck }] = builtInCases();

const implicitEuler: StepperFactory = (problem, options) =>
  createImplicitEuler(problem, { ...options, flux: "scharfetter-gummel" });

interface Run {
  /** Milliseconds per step. */
  readonly median: number;
  readonly mean: number;
  readonly newton: number;
}

function problemOn(cells: number): Problem {
  return discretize(createModel(fokkerPlanck), [cells, cells]);
}

function measure(create: StepperFactory, problem: Problem, steps: number, most = steps): Run {
  const stepper = create(problem, { tau: problem.finalTime / steps, steps, tolerance: 1e-12 });
  const density = problem.initial.slice();
  const times: number[] = [];
  let newton = 0;
  for (let n = 0; n < Math.min(steps, most); n++) {
    const begin = performance.now();
    const { status, iterations } = stepper.step(density);
    times.push(performance.now() - begin);
    if (status !== "converged") throw new Error(`step ${n + 1}: ${status}`);
    newton += iterations / Math.min(steps, most);
  }
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
  return { median: median(times) ?? Number.NaN, mean, newton };
}

/** Milliseconds of a triad a = b + 3 c, as the machine streams it. */
function measureStream(length: number): number {
  const [a, b, c] = [new Float64Array(length), new Float64Array(length).fill(1), new Float64Array(length).fill(2)];
  const times: number[] = [];
  for (let round = 0; round < 30; round++) {
    const begin = performance.now();
    for (let k = 0; k < length; k++) a[k] = b[k] + 3 * c[k];
    times.push(performance.now() - begin);
  }
  return median(times) ?? Number.NaN;
}

export function reportPlane(): void {
  measure(createJko, problemOn(40), 80);
  measure(implicitEuler, problemOn(40), 80);
  console.log("V = -x on the unit square, from vacuum on a wall to t = 0.25; milliseconds per step");
  console.log(" cells  steps   median     mean   newton   stream   median/stream   implicit-euler   ratio");
  for (const [cells, steps] of [
    [80, 80],
    [256, 20],
    [512, 20],
  ] as const) {
    const problem = problemOn(cells);
    const jko = measure(createJko, problem, steps);
    const stream = measureStream(cells * cells);
    const euler = measure(implicitEuler, problem, steps);
    const columns = [
      `${cells}²`.padStart(6),
      String(steps).padStart(6),
      jko.median.toFixed(1).padStart(8),
      jko.mean.toFixed(1).padStart(8),
      jko.newton.toFixed(2).padStart(8),
      stream.toFixed(3).padStart(8),
      (jko.median / stream).toFixed(0).padStart(15),
      euler.median.toFixed(1).padStart(16),
      (jko.median / euler.median).toFixed(2).padStart(7),
    ];
    console.log(columns.join(" "));
  }
}

/** Time per unknown and Newton iteration, and what a run keeps in memory. */
export function reportGrowth(): void {
  console.log("steps 2 to 6 at tau = 1/80: microseconds per unknown, and doubles per unknown that a run holds");
  for (const cells of [128, 256, 512, 1024]) {
    const problem = problemOn(cells);
    globalThis.gc?.();
    const before = process.memoryUsage().arrayBuffers;
    const { median: time, newton } = measure(createJko, problem, 20, 6);
    const held = (process.memoryUsage().arrayBuffers - before) / (8 * cells * cells);
    const unit = (1e3 * time) / (cells * cells);
    const columns = [`${cells}²`.padStart(6), unit.toFixed(3).padStart(8), (unit / newton).toFixed(3).padStart(8)];
    console.log(`${columns.join(" ")} per iteration ${held.toFixed(1).padStart(6)} doubles`);
  }
}

/** Iterations to 1e-8 of single systems whose density varies over ten orders of magnitude. */
export function reportMultigrid(): void {
  console.log("conjugate gradient iterations to 1e-8; columns: tau/h² = 0.1, 10, 1e3, 1e5");
  for (const [cells, layers] of [
    [32, 1],
    [128, 1],
    [512, 1],
    [1024, 1],
    [128, 2],
    [1024, 2],
    [64, 16],
    [256, 16],
    [128, 64],
    [250, 64],
  ] as const) {
    const topology = topologyOf([cells, cells], layers < 3 ? "path" : "cycle", layers);
    const solve = createMultigridSolver(topology);
    const tree = new Float64Array(cells * cells * layers);
    const density = (x: number, y: number, layer: number): number =>
      Math.exp(-23 * ((x - 0.4) ** 2 + (y - 0.6 - 0.01 * layer) ** 2));
    const counts = [0.1, 10, 1e3, 1e5].map((stiffness) => solve(systemOf(topology, density, stiffness, 1), tree, 1e-8));
    console.log(`${`${cells}²`.padStart(6)} x ${String(layers).padEnd(3)} ${counts.join(", ")}`);
  }
}
