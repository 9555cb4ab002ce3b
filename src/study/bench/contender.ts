import { median } from "d3-array";
import { InputError } from "../../errors.js";
import type { Stepper } from "../../model/evolution.js";
import type { BenchStatus } from "./record.js";

/** Steps at the beginning of a trajectory that are not timed: they have no history to start from. */
const leadSteps = 1;
/** Steps of a trajectory before it begins anew: the same stretch is timed on every mesh that has the time. */
const stretch = 17;
/** Timed steps a median needs at least. */
const fewestRounds = 5;
/** Timed steps that are enough when they also took some time, milliseconds. */
const enoughRounds = 60;
const enoughTime = 400;

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
export interface Timing {
  readonly status: BenchStatus;
  readonly reason?: string;
  /** Median of the timed steps, milliseconds; NaN unless `ok`. */
  readonly step: number;
  readonly newton: number;
  readonly rounds: number;
  /** Milliseconds that the fewest steps a median needs took, with the lead-in. */
  readonly least: number;
}

/** A scheme that is timed step by step, so that others can be timed in turn. */
export interface Contender {
  /** One step, timed unless it is the first of its trajectory. */
  advance(): void;
  /** Whether it can go no further: time or rounds are used up, or a step failed. */
  isOver(): boolean;
  /** Whether its median can be taken. */
  hasEnough(): boolean;
  timing(): Timing;
}

export function createContender({ create, initial, steps, budget, clock }: ContenderOptions): Contender {
  const density = new Float64Array(initial.length);
  const samples: number[] = [];
  const last = Math.min(steps, stretch);
  const lead = Math.min(leadSteps, last - 1);
  let stepper: Stepper | undefined;
  let [n, iterations, spent, first] = [0, 0, 0, 0];
  let failure: { readonly status: BenchStatus; readonly reason?: string } | undefined;
  const begin = (): Stepper => {
    density.set(initial);
    n = 0;
    stepper = create();
    return stepper;
  };
  const take = (): void => {
    const started = clock();
    const active = stepper !== undefined && n < last ? stepper : begin();
    const stepStarted = clock();
    const report = active.step(density);
    const now = clock();
    if (report.status !== "converged") failure = { status: report.status };
    else if (n >= lead) {
      samples.push(now - stepStarted);
      iterations += report.iterations;
    }
    n++;
    spent += now - started;
    if (first === 0) first = spent;
  };
  return {
    advance() {
      try {
        take();
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        failure = { status: "unavailable", reason: error.message };
      }
      if (spent > budget && samples.length < fewestRounds) failure ??= { status: "left-out" };
    },
    isOver: () => failure !== undefined || spent > budget || (samples.length >= enoughRounds && spent > enoughTime),
    hasEnough: () => failure === undefined && samples.length >= fewestRounds,
    timing() {
      if (failure !== undefined) return { ...failure, ...unmeasured };
      const step = median(samples) ?? Number.NaN;
      const rounds = samples.length;
      return { status: "ok", step, newton: iterations / rounds, rounds, least: first + fewestRounds * step };
    },
  };
}

/** The numbers of a contender that has none. */
export const unmeasured = { step: Number.NaN, newton: Number.NaN, rounds: 0, least: Number.POSITIVE_INFINITY };

/**
 * Times schemes in turn, a step of each, so that a busy moment of the machine hits them alike.
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
