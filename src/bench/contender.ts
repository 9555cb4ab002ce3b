import { median, sum } from "d3-array";
import { InputError } from "../errors.js";
import type { Stepper, StepReport } from "../model/evolution.js";
import type { BenchEnding } from "./record.js";

/** Steps at the beginning of a trajectory that are not timed: they have no history to start from. */
const leadSteps = 1;
/** Steps of a trajectory before it begins anew: the same stretch is timed on every mesh that has the time. */
const stretch = 17;
/**
 * Milliseconds of a round, at least: long against the slices of time in which a busy machine runs its programs in turn,
 * which a median of shorter rounds would count for slow steps and not for fast ones.
 */
const roundTime = 20;
/** Rounds a median needs, and those that are enough. */
const fewestRounds = 5;
const enoughRounds = 21;

/** A scheme on a mesh, and how long it may take. */
export interface ContenderOptions {
  /** Binds the scheme anew; may throw InputError where it is not available. */
  readonly create: () => Stepper;
  /** Cell averages, index `cell * layers + layer`; not changed. */
  readonly initial: Float64Array;
  /** Steps of a whole trajectory. */
  readonly steps: number;
  /** Milliseconds. */
  readonly budget: number;
  /** Milliseconds since some moment. */
  readonly clock: () => number;
}

/** What a contender's steps took. */
export type Timing = BenchEnding & TimingFigures;

interface TimingFigures {
  /** Time of a step, median of the rounds, milliseconds; NaN unless `ok`. */
  readonly step: number;
  /** Newton iterations per timed step, mean. */
  readonly newton: number;
  readonly rounds: number;
  /** Milliseconds that a median needs at the least, with the lead-in. */
  readonly least: number;
}

/** A scheme that is timed round by round, so that others can be timed in turn. */
export interface Contender {
  /** One round: a step, or as many as fill its time. */
  advance(): void;
  /** Whether it can go no further: time or rounds are used up, or a step failed. */
  isOver(): boolean;
  /** Whether its median can be taken. */
  hasEnough(): boolean;
  timing(): Timing;
}

export function createContender({ create, initial, steps, budget, clock }: ContenderOptions): Contender {
  const trajectory = createTrajectory(create, initial, steps);
  const rounds: Round[] = [];
  let spent = 0;
  let failure: BenchEnding | undefined;
  return {
    advance() {
      const begin = clock();
      const round = unlessRefused(() => runRound(trajectory, clock));
      spent += clock() - begin;
      if ("status" in round) failure = round;
      else if (round.count > 0) rounds.push(round);
      if (spent > budget && rounds.length < fewestRounds) failure ??= { status: "left-out" };
    },
    isOver: () => failure !== undefined || spent > budget || rounds.length >= enoughRounds,
    hasEnough: () => failure === undefined && rounds.length >= fewestRounds,
    timing() {
      if (failure !== undefined) return { ...failure, ...unmeasured };
      const step = median(rounds, ({ time, count }) => time / count) ?? Number.NaN;
      const newton = sum(rounds, ({ iterations }) => iterations) / sum(rounds, ({ count }) => count);
      return { status: "ok", step, newton, rounds: rounds.length, least: (leadSteps + fewestRounds) * step };
    },
  };
}

/** Timed steps of a round: milliseconds of all, their number and their Newton iterations. */
interface Round {
  readonly time: number;
  readonly count: number;
  readonly iterations: number;
}

/** Steps until the time of a round is over, or one does not converge; setting up a trajectory is not timed. */
function runRound(trajectory: Trajectory, clock: () => number): Round | BenchEnding {
  const begin = clock();
  let [time, count, iterations] = [0, 0, 0];
  do {
    trajectory.prepare();
    const started = clock();
    const report = trajectory.step();
    const ended = clock();
    if (report.status !== "converged") return { status: report.status, reason: report.reason };
    if (!trajectory.isTimed()) continue;
    time += ended - started;
    count++;
    iterations += report.iterations;
  } while (clock() - begin < roundTime);
  return { time, count, iterations };
}

/** The result of an action, or why its scheme is not available. */
function unlessRefused<T>(action: () => T): T | BenchEnding {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { status: "unavailable", reason: error.message };
  }
}

interface Trajectory {
  /** Binds the scheme anew where a trajectory begins. */
  prepare(): void;
  step(): StepReport;
  /** Whether the step just made counts. */
  isTimed(): boolean;
}

/** The first steps from an initial density, again and again. */
function createTrajectory(create: () => Stepper, initial: Float64Array, steps: number): Trajectory {
  const density = new Float64Array(initial.length);
  const last = Math.min(steps, stretch);
  const lead = Math.min(leadSteps, last - 1);
  let stepper: Stepper | undefined;
  let n = 0;
  return {
    prepare() {
      if (stepper !== undefined && n < last) return;
      density.set(initial);
      stepper = create();
      n = 0;
    },
    step() {
      n++;
      return (stepper as Stepper).step(density);
    },
    isTimed: () => n > lead,
  };
}

/** The numbers of a contender that has none. */
export const unmeasured = { step: Number.NaN, newton: Number.NaN, rounds: 0, least: Number.POSITIVE_INFINITY };

/**
 * Times schemes in turn, a round of each, so that a busy moment of the machine hits them alike.
 *
 * When one has used up its time or its rounds, the others end as soon as they have enough.
 *
 * @param pause called between rounds; may throw to end the measurement
 */
export async function timeInTurn(contenders: readonly Contender[], pause: () => Promise<void>): Promise<void> {
  for (;;) {
    const isOneDone = contenders.some((one) => one.isOver() && one.hasEnough());
    const active = contenders.filter((one) => !one.isOver() && !(isOneDone && one.hasEnough()));
    if (active.length === 0) return;
    for (const one of active) one.advance();
    await pause();
  }
}
