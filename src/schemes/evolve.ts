import { energyOf, massOf, softnessOf } from "../model/energy.js";
import type { EvolutionSummary, Stepper, StepReport, StepRow } from "../model/evolution.js";
import type { Problem } from "../model/problem.js";

/** Slack of the energy inequality for round-off, relative to 1 + |E|. */
export const energySlack = 1e-13;

/** The density at the end of an evolution, and what happened on the way. */
export interface Evolution {
  readonly summary: EvolutionSummary;
  /** Cell averages after the last step that converged. */
  readonly density: Float64Array;
}

/** Called for the initial state (row 0) and after every step that converged; `density` is only lent. */
export type StepObserver = (row: StepRow, density: Float64Array) => void;

/**
 * Runs `steps` steps from the initial density; the first that does not converge ends it.
 *
 * Every step is checked: mass, and E(new) + cost <= E(old) + gap + 1e-13 (1 + |E(old)|). The step that fails counts in
 * Newton iterations, gap and residual, and nowhere else.
 */
export function evolve(problem: Problem, stepper: Stepper, steps: number, observe?: StepObserver): Evolution {
  const density = Float64Array.from(problem.initial);
  const kept = new Float64Array(density.length);
  const tally = createTally();
  let row = initialRow(problem, density);
  const mass = row.mass;
  let status: EvolutionSummary["status"] = "ok";
  observe?.(row, density);
  for (let n = 1; n <= steps; n++) {
    kept.set(density);
    const report = stepper.step(density);
    tally.attempt(report);
    if (report.status !== "converged") {
      status = report.status;
      density.set(kept);
      break;
    }
    row = nextRow(problem, density, row, report, steps);
    tally.accept(row, mass, softnessOf(problem, density));
    observe?.(row, density);
  }
  return { summary: { status, ...tally.summary(row.densityMin) }, density };
}

function initialRow(problem: Problem, density: Float64Array): StepRow {
  return {
    n: 0,
    t: 0,
    energy: energyOf(problem, density),
    dissipation: 0,
    mass: massOf(problem, density),
    gap: 0,
    residual: 0,
    iterations: 0,
    backtracks: 0,
    densityMin: smallest(density),
    energyMonotone: true,
  };
}

function nextRow(problem: Problem, density: Float64Array, last: StepRow, report: StepReport, steps: number): StepRow {
  const n = last.n + 1;
  const energy = energyOf(problem, density);
  const { cost, gap, residual, iterations, backtracks } = report;
  return {
    n,
    t: problem.finalTime * (n / steps),
    energy,
    dissipation: (2 * cost * steps) / problem.finalTime,
    mass: massOf(problem, density),
    gap,
    residual,
    iterations,
    backtracks,
    densityMin: smallest(density),
    energyMonotone: energy + cost <= last.energy + gap + energySlack * (1 + Math.abs(last.energy)),
  };
}

function smallest(density: Float64Array): number {
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k < density.length; k++) {
    const value = density[k] as number;
    if (Number.isNaN(value)) return value;
    if (value < least) least = value;
  }
  return least;
}

/** Running extremes and sums over the steps of an evolution. */
function createTally() {
  let [attempts, stepsDone, iterations, newtonMax] = [0, 0, 0, 0];
  let [gapMax, residualMax, massDrift, solverError] = [0, 0, 0, 0];
  let [energyMonotone, densityMin] = [true, Number.POSITIVE_INFINITY];
  return {
    attempt(report: StepReport): void {
      attempts++;
      iterations += report.iterations;
      newtonMax = Math.max(newtonMax, report.iterations);
      gapMax = Math.max(gapMax, report.gap);
      residualMax = Math.max(residualMax, report.residual);
    },
    accept(row: StepRow, initialMass: number, softness: number): void {
      stepsDone++;
      massDrift = Math.max(massDrift, Math.abs(row.mass - initialMass));
      densityMin = Math.min(densityMin, row.densityMin);
      energyMonotone &&= row.energyMonotone;
      // Pinsker for an entropy: the gap is T times a relative entropy, at least (L1 distance)² / (2 mass).
      solverError += Math.sqrt(2 * Math.max(row.gap, 0) * softness);
    },
    /** @param densityInitial smallest density where no step was accepted */
    summary(densityInitial: number): Omit<EvolutionSummary, "status"> {
      return {
        stepsDone,
        newtonMean: attempts === 0 ? 0 : iterations / attempts,
        newtonMax,
        gapMax,
        residualMax,
        massDrift,
        energyMonotone,
        densityMin: stepsDone === 0 ? densityInitial : densityMin,
        solverError,
      };
    },
  };
}
