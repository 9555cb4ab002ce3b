import test from "ava";
import { type Contender, createContender, timeInTurn } from "../../../src/bench/contender.js";
import { InputError } from "../../../src/errors.js";
import type { Stepper, StepReport } from "../../../src/model/evolution.js";
import { above, atLeast, each, near } from "../../support/matchers.js";

const converged: StepReport = { status: "converged", iterations: 2, backtracks: 0, gap: 0, residual: 0, cost: 0 };

interface Fake {
  /** Milliseconds of the n-th call of a step, from 0. */
  readonly takes: (call: number) => number;
  readonly report?: (call: number) => Partial<StepReport>;
  readonly steps?: number;
  readonly budget?: number;
  readonly log?: string[];
  readonly name?: string;
}

/** A contender whose steps take what they are told to, on a clock of its own. */
function fake({ takes, report = () => ({}), steps = 1000, budget = 1000, log = [], name = "" }: Fake): Contender {
  let [now, calls] = [0, 0];
  const stepper: Stepper = {
    step() {
      log.push(name);
      now += takes(calls);
      return { ...converged, ...report(calls++) } as StepReport;
    },
  };
  return createContender({ create: () => stepper, initial: new Float64Array(2), steps, budget, clock: () => now });
}

const pause = async (): Promise<void> => {};

test("the time of a step is the median of the rounds: a busy moment does not count", async (t) => {
  const one = fake({ takes: (call) => (call % 7 === 3 ? 100 : 30) });
  await timeInTurn([one], pause);
  const { status, step, newton, rounds } = one.timing();
  t.deepEqual([status, step, newton], ["ok", 30, 2]);
  atLeast(t, rounds, 20);
});

test("a round has as many steps as fill its time, and is their mean", async (t) => {
  const one = fake({ takes: (call) => (call % 2 === 0 ? 4 : 6), report: (call) => ({ iterations: 1 + (call % 2) }) });
  await timeInTurn([one], pause);
  const { step, rounds, newton } = one.timing();
  t.is(step, 5);
  t.is(rounds, 21);
  near(t, newton, 1.5, 0.1);
});

test("the first step of a trajectory is not timed", async (t) => {
  const one = fake({ takes: (call) => (call % 2 === 0 ? 80 : 10), steps: 2 });
  await timeInTurn([one], pause);
  t.is(one.timing().step, 10);
});

test("schemes alternate round by round", async (t) => {
  const log: string[] = [];
  const two = ["a", "b"].map((name) => fake({ takes: () => 25, log, name }));
  await timeInTurn(two, pause);
  above(t, log.length, 20);
  each(t, log, (name, k) => name === (k % 2 === 0 ? "a" : "b"));
});

test("measuring ends with the time allowed, and few steps are not a median", async (t) => {
  const [slow, hopeless] = [fake({ takes: () => 150 }), fake({ takes: () => 300 })];
  await timeInTurn([slow], pause);
  await timeInTurn([hopeless], pause);
  t.is(slow.timing().status, "ok");
  t.is(slow.timing().rounds, 6);
  t.is(hopeless.timing().status, "left-out");
  t.is(hopeless.timing().step, Number.NaN);
});

test("a fast scheme ends when a slow one has used up its time, with enough rounds of its own", async (t) => {
  const [slow, fast] = [fake({ takes: () => 150 }), fake({ takes: () => 1 })];
  await timeInTurn([slow, fast], pause);
  t.deepEqual([slow.timing().rounds, fast.timing().rounds], [6, 7]);
});

test("a step that does not converge is the status, with its reason, and its scheme has no time", async (t) => {
  const failing = fake({
    takes: () => 1,
    report: (call) => (call === 9 ? { status: "stalled", reason: "no descent" } : {}),
  });
  const other = fake({ takes: () => 10 });
  await timeInTurn([failing, other], pause);
  const { status, reason, step, rounds } = failing.timing();
  t.deepEqual([status, reason, step, rounds], ["stalled", "no descent", Number.NaN, 0]);
  t.is(other.timing().rounds, 21);
});

test("a scheme that refuses the problem is not available, with its reason; any other error is thrown", async (t) => {
  const refuse = (error: Error): Contender =>
    createContender({
      create: () => {
        throw error;
      },
      initial: new Float64Array(1),
      steps: 4,
      budget: 10,
      clock: () => 0,
    });
  const refused = refuse(new InputError("one axis only"));
  await timeInTurn([refused], pause);
  const { status, reason } = refused.timing();
  t.deepEqual([status, reason], ["unavailable", "one axis only"]);
  await t.throwsAsync(timeInTurn([refuse(new RangeError("defect"))], pause), { message: "defect" });
});

test("the initial density is restored where a trajectory ends", async (t) => {
  const seen: number[] = [];
  let now = 0;
  const stepper: Stepper = {
    step(density) {
      seen.push(density[0]);
      density[0] = density[0] + 1;
      now += 100;
      return converged;
    },
  };
  const initial = Float64Array.of(5);
  const one = createContender({ create: () => stepper, initial, steps: 3, budget: 600, clock: () => now });
  await timeInTurn([one], pause);
  t.deepEqual(seen, [5, 6, 7, 5, 6, 7, 5]);
  t.is(initial[0], 5);
});
