/*
 * A minimizing-movement step beside one of implicit Euler that is as fast as we can make it. Steps of all contenders in
 * turn; of every step the least time over the rounds, and the mean of these over the steps after the first.
 */
import { builtInCases } from "../../src/bench/cases.js";
import { createJko } from "../../src/jko/index.js";
import type { StepperFactory } from "../../src/model/evolution.js";
import { createModel, discretize, type ModelSpec } from "../../src/model/model.js";
import type { Problem } from "../../src/model/problem.js";
import { createImplicitEuler } from "../../src/schemes/implicit-euler/implicit-euler.js";
import { measureBlocks } from "./blocks.js";

const implicitEuler: StepperFactory = (problem, options) =>
  createImplicitEuler(problem, { ...options, flux: "scharfetter-gummel" });

const [{ model: boxModes }, { model: fokkerPlanck }] = builtInCases();

/** Potentials of their own, with which `logarithmic` is not linear. */
const wells = { a: "2*(x - 0.3)^2", b: "2*(x - 0.7)^2 + 0.3" };

function exchanging(mobility: string, potential: unknown = 0): ModelSpec {
  return { ...boxModes, potential, exchange: { ...boxModes.exchange, mobility } } as ModelSpec;
}

const lineCases: Readonly<Record<string, ModelSpec>> = {
  "logarithmic (linear)": boxModes,
  unit: exchanging("unit"),
  arithmetic: exchanging("arithmetic"),
  geometric: exchanging("geometric"),
  harmonic: exchanging("harmonic"),
  upwind: exchanging("upwind"),
  "logarithmic, two wells": exchanging("logarithmic", wells),
};

const square = [
  [0, 1],
  [0, 1],
] as const;
const planeLayers = {
  ...exchanging("geometric", { a: "2*(x - 0.3)^2 + y", b: "2*(x - 0.7)^2 - y" }),
  domain: square,
  initial: { a: "1 + 0.5*cos(pi*x)*cos(pi*y)", b: "0.2 + 0.1*cos(2*pi*x)" },
} as unknown as ModelSpec;

const planeCases: readonly (readonly [string, ModelSpec, number, number, number])[] = [
  ["V = -x, from vacuum (linear)", fokkerPlanck, 80, 80, 16],
  ["V = -x, from vacuum (linear)", fokkerPlanck, 256, 20, 6],
  ["two layers, geometric", planeLayers, 80, 20, 12],
];

interface Found {
  /** Milliseconds per step, without the first. */
  readonly step: number;
  /** Of making the stepper and its first step. */
  readonly first: number;
  readonly newton: number;
}

/** The contenders of a problem, over `count` of `steps` steps, `rounds` times in turn. */
function compare(problem: Problem, steps: number, count: number, rounds: number): Record<"euler" | "jko", Found> {
  const records = { euler: createRecord(count), jko: createRecord(count) };
  for (let round = 0; round < rounds; round++) {
    records.euler.run(implicitEuler, problem, steps);
    records.jko.run(createJko, problem, steps);
  }
  return { euler: records.euler.found(), jko: records.jko.found() };
}

function createRecord(count: number) {
  const least = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  let iterations = 0;
  return {
    run(create: StepperFactory, problem: Problem, steps: number): void {
      const density = problem.initial.slice();
      let begin = performance.now();
      const stepper = create(problem, { tau: problem.finalTime / steps, steps, tolerance: 1e-12 });
      iterations = 0;
      for (let n = 0; n < count; n++) {
        const report = stepper.step(density);
        const end = performance.now();
        least[n] = Math.min(least[n], end - begin);
        if (report.status !== "converged") throw new Error(`step ${n + 1}: ${report.reason}`);
        iterations += report.iterations / count;
        begin = performance.now();
      }
    },
    found(): Found {
      const later = least.subarray(1);
      return {
        step: later.reduce((sum, time) => sum + time, 0) / later.length,
        first: least[0],
        newton: iterations,
      };
    },
  };
}

/** On one axis, in units of the block-tridiagonal yardstick. */
export function reportEulerLine(): void {
  const cells = 1000;
  console.log(
    `${cells} cells, two layers, 64 steps, tau = 1/640: a step of implicit Euler in factor-and-solves of the`,
  );
  console.log("block-tridiagonal kernel (blocks), and a JKO step in those of implicit Euler");
  console.log("  case                      blocks, us   euler/blocks   newton   per pass   jko/euler   newton");
  for (const [name, model] of Object.entries(lineCases)) {
    const problem = discretize(createModel(model), [cells]);
    let blocks = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 300; round++) blocks = Math.min(blocks, measureBlocks(cells, 1));
    const { euler, jko } = compare(problem, 64, 64, 12);
    const ratio = (1e3 * euler.step) / blocks;
    const columns = [
      `  ${name}`.padEnd(26),
      blocks.toFixed(1).padStart(12),
      ratio.toFixed(2).padStart(14),
      euler.newton.toFixed(2).padStart(8),
      (ratio / euler.newton).toFixed(2).padStart(10),
      (jko.step / euler.step).toFixed(1).padStart(11),
      jko.newton.toFixed(2).padStart(8),
    ];
    console.log(columns.join(" "));
  }
}

/** On two axes; the first step of implicit Euler has the factorization in it. */
export function reportEulerPlane(): void {
  console.log("two axes, milliseconds per step after the first; the first makes the factors");
  console.log("  case                           cells   euler   first   newton       jko   first   newton   jko/euler");
  for (const [name, model, cells, steps, count] of planeCases) {
    const problem = discretize(createModel(model), [cells, cells]);
    const { euler, jko } = compare(problem, steps, count, 3);
    const columns = [
      `  ${name}`.padEnd(31),
      `${cells}²`.padStart(6),
      euler.step.toFixed(2).padStart(7),
      euler.first.toFixed(0).padStart(7),
      euler.newton.toFixed(2).padStart(8),
      jko.step.toFixed(1).padStart(9),
      jko.first.toFixed(0).padStart(7),
      jko.newton.toFixed(2).padStart(8),
      (jko.step / euler.step).toFixed(1).padStart(11),
    ];
    console.log(columns.join(" "));
  }
}
