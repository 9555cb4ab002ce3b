/*
 * Speed of a step, as ratios within one run: `npm run bench`. Nothing here passes or fails; medians of interleaved
 * rounds.
 */
import { median } from "d3-array";
import { builtInCases } from "../../src/bench/cases.js";
import { createJko } from "../../src/jko/index.js";
import type { Stepper, StepperFactory } from "../../src/model/evolution.js";
import { spanningTree } from "../../src/model/graph.js";
import type { ModelSpec } from "../../src/model/model.js";
import type { Problem } from "../../src/model/problem.js";
import { createLadderSolver, type LadderTopology } from "../../src/numerics/ladder.js";
import { createIterativeLadderSolver, type IterativeLadderSolver } from "../../src/numerics/ladder-iterative.js";
import { createImplicitEuler } from "../../src/schemes/implicit-euler/implicit-euler.js";
import { problemOf } from "../support/runs.js";
import { measureBlocks } from "./blocks.js";
import { reportEulerLine, reportEulerPlane } from "./euler.js";
import { reportGrowth, reportMultigrid, reportPlane } from "./plane.js";

const steps = 64;
const rounds = 7;

const [{ model: boxModes }] = builtInCases();

const schemes: Readonly<Record<string, StepperFactory>> = {
  jko: createJko,
  "implicit-euler": (problem, options) => createImplicitEuler(problem, { ...options, flux: "scharfetter-gummel" }),
};

interface Measurement {
  /** Microseconds per step. */
  readonly time: number;
  /** Newton iterations per step. */
  readonly newton: number;
}

/** All steps of box modes, once. */
function measureRun(create: StepperFactory, problem: Problem): Measurement {
  const stepper: Stepper = create(problem, { tau: problem.finalTime / steps, steps, tolerance: 1e-12 });
  const density = problem.initial.slice();
  let newton = 0;
  const begin = performance.now();
  for (let n = 0; n < steps; n++) {
    const report = stepper.step(density);
    if (report.status !== "converged") throw new Error(`step ${n}: ${report.status}`);
    newton += report.iterations;
  }
  return { time: (1e3 * (performance.now() - begin)) / steps, newton: newton / steps };
}

/** Rounds of all measurements one after the other, so that a busy moment of the machine hits them alike. */
function interleaved<K extends string>(work: Readonly<Record<K, () => number>>): Record<K, number> {
  const names = Object.keys(work) as K[];
  const found = new Map<K, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of names) found.get(name)?.push(work[name]());
  }
  return Object.fromEntries(
    names.map((name) => [name, median((found.get(name) ?? []).slice(1)) ?? Number.NaN]),
  ) as Record<K, number>;
}

function reportSteps(): void {
  console.log(`box modes, two layers, ${steps} steps; times in microseconds per step`);
  console.log("  cells      jko   newton   implicit-euler    ratio   blocks   step per iteration / blocks");
  const points: [number, number][] = [];
  for (const cells of [500, 1000, 2000, 4000, 8000, 16000, 32000, 64000]) {
    const problem = problemOf(boxModes, cells);
    const { newton } = measureRun(schemes.jko, problem);
    const times = interleaved({
      jko: () => measureRun(schemes.jko, problem).time,
      euler: () => measureRun(schemes["implicit-euler"], problem).time,
      blocks: () => measureBlocks(cells),
    });
    points.push([cells, times.jko]);
    const columns = [
      String(cells).padStart(7),
      times.jko.toFixed(0).padStart(8),
      newton.toFixed(2).padStart(8),
      times.euler.toFixed(0).padStart(16),
      (times.jko / times.euler).toFixed(2).padStart(8),
      times.blocks.toFixed(1).padStart(8),
      (times.jko / newton / times.blocks).toFixed(2).padStart(14),
    ];
    console.log(columns.join(" "));
  }
  const [first, last] = [points[0], points.at(-1)] as [[number, number], [number, number]];
  const slope = Math.log(last[1] / first[1]) / Math.log(last[0] / first[0]);
  console.log(`growth of the time per step from ${first[0]} to ${last[0]} cells: slope ${slope.toFixed(3)}`);
}

/** Bytes allocated per step beside the density, from the growth of the heap without collections. */
function reportAllocation(): void {
  if (globalThis.gc === undefined) return;
  const problem = problemOf(boxModes, 1000);
  const stepper = createJko(problem, { tau: problem.finalTime / steps, steps, tolerance: 1e-12 });
  const density = problem.initial.slice();
  for (let n = 0; n < 500; n++) stepper.step(density);
  globalThis.gc();
  const used = (): number => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
  const before = used();
  const count = 200;
  for (let n = 0; n < count; n++) stepper.step(density);
  console.log(
    `allocated per step at 1000 cells: ${((used() - before) / count).toFixed(0)} bytes (a density has 16000)`,
  );
}

function randomSystem({ cells, layers, tails }: LadderTopology) {
  const array = (length: number): Float64Array => Float64Array.from({ length }, (_, k) => 1 + Math.abs(Math.sin(k)));
  return {
    ground: array(cells * layers).map((value) => 0.01 * value),
    along: array((cells - 1) * layers),
    across: array(cells * tails.length),
    source: array(cells * layers),
    flow: new Float64Array(cells * tails.length),
  };
}

type SomeSolver = (...parameters: Parameters<IterativeLadderSolver>) => unknown;

function measureLadder(create: (topology: LadderTopology) => SomeSolver, topology: LadderTopology): number {
  const solve = create(topology);
  const system = randomSystem(topology);
  const tree = new Float64Array(topology.cells * topology.layers);
  const begin = performance.now();
  solve(system, tree, 1e-8, 400);
  return performance.now() - begin;
}

function reportLadders(): void {
  console.log("ladder of 200 cells on a cycle, milliseconds per solve");
  console.log(" layers   direct   iterative");
  for (const nodes of [4, 8, 12, 16, 24, 32, 64]) {
    const spec: ModelSpec = { ...boxModes, graph: { family: "cycle", nodes, weight: 1 }, initial: 1 };
    const { graph } = problemOf(spec, 200);
    const topology = { cells: 200, layers: nodes, tails: graph.tails, heads: graph.heads, ...spanningTree(graph) };
    const times = interleaved({
      direct: () => measureLadder(createLadderSolver, topology),
      iterative: () => measureLadder(createIterativeLadderSolver, topology),
    });
    console.log(
      `${String(nodes).padStart(7)} ${times.direct.toFixed(2).padStart(8)} ${times.iterative.toFixed(2).padStart(11)}`,
    );
  }
}

reportSteps();
reportAllocation();
reportLadders();
reportEulerLine();
reportEulerPlane();
reportPlane();
reportGrowth();
reportMultigrid();
