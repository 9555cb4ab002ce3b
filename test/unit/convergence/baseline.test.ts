import test from "ava";
import { compareBaseline } from "../../../src/convergence/baseline.js";
import type { MeasuredLevel } from "../../../src/convergence/index.js";
import { level, tauSweep } from "./synthetic.js";

const stored = { steps: 40, cells: [100], errors: { L1: 0.01 } };
const baseline = { stored, errors: ["L1"], factor: 1.2 };

function outcomeOf(own: Partial<MeasuredLevel>): string | undefined {
  const levels = [...tauSweep([10, 20], (tau) => tau), level({ steps: 40, tau: 1 / 40, ...own })];
  return compareBaseline(levels, baseline)[0]?.outcome;
}

test("an error at the factor passes, one above it is missed", (t) => {
  t.is(outcomeOf({ errors: { L1: 0.012 } }), "met");
  t.is(outcomeOf({ errors: { L1: 0.0121 } }), "missed");
});

test("a smaller error passes", (t) => {
  t.is(outcomeOf({ errors: { L1: 1e-9 } }), "met");
});

test("an error that is not a number, or infinite, is missed", (t) => {
  t.is(outcomeOf({ errors: { L1: Number.NaN } }), "missed");
  t.is(outcomeOf({ errors: { L1: Number.POSITIVE_INFINITY } }), "missed");
});

test("a level that failed, or has no error, cannot be judged", (t) => {
  t.is(outcomeOf({ status: "stalled" }), "unjudged");
  t.is(outcomeOf({ status: "stalled", errors: { L1: 1e-3 } }), "unjudged");
  t.is(outcomeOf({ errors: {} }), "unjudged");
});

test("a stored error of zero is held by zero only", (t) => {
  const zero = { ...baseline, stored: { ...stored, errors: { L1: 0 } } };
  const outcome = (L1: number) => compareBaseline([level({ steps: 40, errors: { L1 } })], zero)[0]?.outcome;
  t.is(outcome(0), "met");
  t.is(outcome(1e-300), "missed");
});

test("the sentence has bound, both values, their ratio and the level", (t) => {
  const [finding] = compareBaseline([level({ steps: 40, errors: { L1: 0.02 } })], baseline);
  t.is(
    finding?.sentence,
    "baseline L1: finest error <= 1.2 x stored is missed, 2.000e-2 against 1.000e-2, ratio 2, computed and stored at (40 steps, 100 cells)",
  );
});
