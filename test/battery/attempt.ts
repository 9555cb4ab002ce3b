import { createJko } from "../../src/jko/index.js";
import type { StepReport } from "../../src/model/evolution.js";
import { createModel, discretize } from "../../src/model/model.js";
import type { Problem } from "../../src/model/problem.js";
import { evolve, meshAccounts } from "../../src/schemes/evolve.js";
import { moveCells, moveProblem } from "../support/runs.js";
import { batterySteps, type Limits, type RandomStudy, randomStudy, type Shape } from "./random-study.js";

/** What became of a random study. */
export interface Attempt {
  readonly seed: number;
  readonly shape: Shape;
  readonly mobility: string;
  readonly cost: string;
  readonly mobilityAt: string;
  readonly order: 1 | 2;
  /** `ok`, or the status of the step that ended it; `slow` where it took too long. */
  readonly status: string;
  readonly reason?: string | undefined;
  /** Factorizations, those of starts, second methods and polishing included, per step that was tried. */
  readonly iterations: number;
  /** Of the processor. */
  readonly seconds: number;
  /** What is wrong with the numbers of a run that says it has converged. */
  readonly wrong: readonly string[];
}

/** Relative gap at which a step counts as solved. */
const TOLERANCE = 1e-12;
/** Drift of the mass that is round-off. */
const DRIFT = 1e-13;
/** Seconds up to which a run is made a second time, in the mirror. */
const CHEAP = 0.5;
/** Part of the mass that a run and its mirror image may differ by beyond what their gaps allow. */
const ROUND_OFF = 1e-10;

export function attempt(seed: number, limits: Limits): Attempt {
  const study = randomStudy(seed, limits);
  const problem = discretize(createModel(study.model), study.cells);
  const before = process.cpuUsage().user;
  const run = runSteps(problem, study);
  const seconds = (process.cpuUsage().user - before) / 1e6;
  const { status, reason } = run.summary;
  const wrong = status === "ok" ? faultsOf(problem, study, run, seconds < CHEAP) : [];
  const { mobility = "", cost = "", mobilityAt = "" } = study.model.exchange ?? {};
  const { shape, order } = study;
  return { seed, shape, mobility, cost, mobilityAt, order, status, reason, iterations: run.iterations, seconds, wrong };
}

type Run = ReturnType<typeof runSteps>;

function runSteps(problem: Problem, { order }: RandomStudy) {
  const tau = problem.finalTime / batterySteps;
  const stepper = createJko(problem, { tau, steps: batterySteps, tolerance: TOLERANCE, order });
  const reports: StepReport[] = [];
  const step = (density: Float64Array): StepReport => {
    const report = stepper.step(density);
    reports.push(report);
    return report;
  };
  const { summary, state } = evolve(meshAccounts(problem), { step }, batterySteps);
  return { summary, state, iterations: reports.reduce((sum, report) => sum + report.iterations, 0) / reports.length };
}

/** Certificates, mass and sign; of cheap ones also that the mirror image has the mirrored result. */
function faultsOf(problem: Problem, study: RandomStudy, { summary, state }: Run, isCheap: boolean): string[] {
  const { gapMax, massDrift, densityMin, energyMonotone, residualMax } = summary;
  const allowed = study.order * TOLERANCE * problem.mass * Math.min(...problem.energy.temperatures);
  const holds: [boolean, string][] = [
    [gapMax >= 0 && gapMax <= allowed, `a gap of ${gapMax}, ${allowed} is allowed`],
    [massDrift <= DRIFT * problem.mass, `a mass that drifts by ${massDrift}`],
    [densityMin >= 0, `a density of ${densityMin}`],
    [Number.isFinite(residualMax), `a residual of ${residualMax}`],
    [study.order === 2 || energyMonotone, "an energy that grows"],
  ];
  const faults = holds.filter(([fine]) => !fine).map(([, fault]) => fault);
  return isCheap && faults.length === 0 ? mirrorFaults(problem, study, summary.solverError, state) : faults;
}

/** The same problem from the other end: other roundings, other pivots, the same minimizers. */
function mirrorFaults(problem: Problem, study: RandomStudy, solverError: number, state: Float64Array): string[] {
  const [count] = problem.mesh.cells;
  const from = (cell: number): number => cell - (cell % count) + (count - 1 - (cell % count));
  const mirrored = runSteps(moveProblem(problem, problem.mesh, from), study);
  if (mirrored.summary.status !== "ok") return [`a mirror image that ends with ${mirrored.summary.status}`];
  const back = moveCells(mirrored.state, problem.graph.layers.length, from);
  const distance = back.reduce((sum, value, k) => sum + Math.abs(value - state[k]), 0) * problem.mesh.cellVolume;
  const allowed = solverError + mirrored.summary.solverError + ROUND_OFF * problem.mass;
  return distance <= allowed ? [] : [`a mirror image ${distance} away, ${allowed} is allowed`];
}
