import { energyAbove, massOf, potentialLevel, softnessOf } from "../model/energy.js";
import type {
  EvolutionEnding,
  EvolutionFigures,
  EvolutionSummary,
  StateProblem,
  StateStepper,
  Stepper,
  StepReport,
  StepRow,
} from "../model/evolution.js";
import type { Problem } from "../model/problem.js";
import { layoutKind } from "../model/states/layouts.js";

/** Slack of the energy inequality for round-off, relative to |E| and the unit of energies. */
const energySlack = 1e-13;

/** What is kept account of along an evolution, whatever its states are. */
export interface Accounts {
  readonly initial: Float64Array;
  readonly finalTime: number;
  energy(state: Float64Array): number;
  /** A constant that is left out of `energy`, so that differences keep their digits; rows have it. */
  readonly energyConstant: number;
  /** What energies are of the size of, where they happen to be smaller. */
  readonly energyUnit: number;
  mass(state: Float64Array): number;
  /** Smallest density; NaN where there is none. */
  least(state: Float64Array): number;
  /** Whether steps know their duality gap; otherwise it may be NaN. */
  readonly hasGap: boolean;
  /** Error that a step has left, at most. */
  solverError(state: Float64Array, report: StepReport): number;
}

/** Densities on a mesh. */
export function meshAccounts(problem: Problem): Accounts {
  return {
    initial: problem.initial,
    finalTime: problem.finalTime,
    energy: (density) => energyAbove(problem, density),
    energyConstant: problem.mass * potentialLevel(problem),
    // Mass times temperature of an entropy.
    energyUnit: problem.mass ** 2 / softnessOf(problem, problem.initial),
    mass: (density) => massOf(problem, density),
    least: smallest,
    hasGap: true,
    // Pinsker for an entropy: the gap is T times a relative entropy, at least (L1 distance)² / (2 mass).
    solverError: (density, { gap }) => Math.sqrt(2 * Math.max(gap, 0) * softnessOf(problem, density)),
  };
}

/** States of mass 1. */
export function stateAccounts({ initial, finalTime, functional }: StateProblem, stepper: StateStepper): Accounts {
  const { layout, values } = initial;
  const kind = layoutKind(layout);
  return {
    initial: values,
    finalTime,
    energy: (state) => stepper.energy(state),
    energyConstant: 0,
    energyUnit: Math.max(functional.entropy, Math.abs(stepper.energy(values))),
    mass: (state) => kind.mass(layout, state),
    least: (state) => smallest(kind.masses(layout, state) ?? noDensity),
    hasGap: false,
    solverError: (_, { distance = Number.NaN }) => distance,
  };
}

const noDensity = Float64Array.of(Number.NaN);

/** The state at the end of an evolution, and what happened on the way. */
export interface Evolution {
  readonly summary: EvolutionSummary;
  /** After the last step that converged. */
  readonly state: Float64Array;
}

/** Called for the initial state (row 0) and after every step that converged; `state` is only lent. */
export type StepObserver = (row: StepRow, state: Float64Array) => void;

/**
 * Runs `steps` steps from the initial state; the first that does not converge ends it.
 *
 * Every step is checked: mass, and E(new) + cost <= E(old) + gap + 1e-13 (E0 + |E(old)|), E0 the unit of energies. A
 * step that says it has converged, but left a number that is not finite or a negative density, has not: it ends with
 * `nonFinite`. The step that fails counts in iterations, gap and residual, and nowhere else.
 */
export function evolve(accounts: Accounts, stepper: Stepper, steps: number, observe?: StepObserver): Evolution {
  const state = Float64Array.from(accounts.initial);
  const kept = new Float64Array(state.length);
  const tally = createTally();
  let row = initialRow(accounts, stepper, state);
  const mass = row.mass;
  // A step says best why it has no energy where it begins.
  let ending = endingAt(state, row, { "mass at the start": mass });
  observe?.(withConstant(accounts, row), state);
  for (let n = 1; n <= steps && ending.status === "ok"; n++) {
    kept.set(state);
    const report = stepper.step(state);
    tally.attempt(report);
    const next = report.status === "converged" ? nextRow(accounts, stepper, state, row, report, steps) : undefined;
    ending = next === undefined ? endingOf(report) : endingAt(state, next, figuresOf(accounts, row, next, report));
    if (next === undefined || ending.status !== "ok") {
      state.set(kept);
      break;
    }
    row = next;
    tally.accept(row, mass, accounts.solverError(state, report));
    observe?.(withConstant(accounts, row), state);
  }
  return { summary: { ...ending, ...tally.summary(row.densityMin) }, state };
}

function withConstant({ energyConstant }: Accounts, row: StepRow): StepRow {
  return energyConstant === 0 ? row : { ...row, energy: row.energy + energyConstant };
}

/** What the ending of a step means for the evolution. */
function endingOf({ status, reason }: StepReport): EvolutionEnding {
  return status === "converged" ? { status: "ok" } : { status, reason };
}

/** `ok`, or what is wrong with a state and the figures that go with it. */
function endingAt(
  state: Float64Array,
  { densityMin }: StepRow,
  figures: Readonly<Record<string, number>>,
): EvolutionEnding {
  const reason = faultOf(state, densityMin, figures);
  return reason === undefined ? { status: "ok" } : { status: "nonFinite", reason };
}

function faultOf(state: Float64Array, least: number, figures: Readonly<Record<string, number>>): string | undefined {
  if (!state.every(Number.isFinite)) return "the state holds numbers that are not finite";
  if (least < 0) return `the density is negative, ${least.toExponential(1)}`;
  const wrong = Object.entries(figures).find(([, value]) => !Number.isFinite(value));
  return wrong === undefined ? undefined : `the ${wrong[0]} is ${wrong[1]}`;
}

/** What has to be finite of a step that converged; a gap that a scheme does not know may be NaN. */
function figuresOf({ hasGap }: Accounts, before: StepRow, row: StepRow, report: StepReport): Record<string, number> {
  return {
    "energy before the step": before.energy,
    "mass of the step": row.mass,
    "energy of the step": row.energy,
    "kinetic energy of the step": row.kinetic ?? 0,
    "cost of the step": row.dissipation,
    "residual of the step": row.residual,
    "distance of the step": report.distance ?? 0,
    "gap of the step": Number.isNaN(row.gap) && !hasGap ? 0 : row.gap,
  };
}

/** The kinetic energy of a row, of a scheme that has momentum. */
function kineticOf(stepper: Stepper, state: Float64Array): Pick<StepRow, "kinetic"> {
  return stepper.kinetic === undefined ? {} : { kinetic: stepper.kinetic(state) };
}

function initialRow(accounts: Accounts, stepper: Stepper, state: Float64Array): StepRow {
  return {
    n: 0,
    t: 0,
    energy: accounts.energy(state),
    ...kineticOf(stepper, state),
    dissipation: 0,
    mass: accounts.mass(state),
    gap: 0,
    residual: 0,
    iterations: 0,
    backtracks: 0,
    densityMin: accounts.least(state),
    energyMonotone: true,
  };
}

function nextRow(
  accounts: Accounts,
  stepper: Stepper,
  state: Float64Array,
  last: StepRow,
  report: StepReport,
  steps: number,
): StepRow {
  const n = last.n + 1;
  const energy = accounts.energy(state);
  const moving = kineticOf(stepper, state);
  const total = energy + (moving.kinetic ?? 0);
  const before = last.energy + (last.kinetic ?? 0);
  const { cost, gap, residual, iterations, backtracks } = report;
  const { finalTime, energyUnit } = accounts;
  const allowed = (Number.isNaN(gap) ? 0 : gap) + energySlack * (energyUnit + Math.abs(before));
  return {
    n,
    t: finalTime * (n / steps),
    energy,
    ...moving,
    dissipation: (2 * cost * steps) / finalTime,
    mass: accounts.mass(state),
    gap,
    residual,
    iterations,
    backtracks,
    densityMin: accounts.least(state),
    energyMonotone: total + cost <= before + allowed,
  };
}

function smallest(density: Float64Array): number {
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k < density.length; k++) {
    const value = density[k];
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
    accept(row: StepRow, initialMass: number, stepError: number): void {
      stepsDone++;
      massDrift = Math.max(massDrift, Math.abs(row.mass - initialMass));
      densityMin = Math.min(densityMin, row.densityMin);
      energyMonotone &&= row.energyMonotone;
      solverError += stepError;
    },
    /** @param densityInitial smallest density where no step was accepted */
    summary(densityInitial: number): EvolutionFigures {
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
