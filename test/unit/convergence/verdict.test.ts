import test from "ava";
import { type Expectation, flagsOf, floorOf, judge, type MeasuredLevel } from "../../../src/convergence/index.js";
import { traitsOf } from "../../../src/study/run/reference-run.js";
import { level, tauSweep, tensorSweep } from "./synthetic.js";

const firstOrder: Expectation = { error: "L1", order: 1, slack: 0.1, last: 3 };

function verdictOf(levels: readonly MeasuredLevel[], expectation: Partial<Expectation> = {}) {
  const expect = [{ ...firstOrder, ...expectation }];
  return judge({ levels, sweep: "tau", expect, mass: 1, reference: traitsOf("formula") });
}

/** Levels whose orders, from the second on, are those given. */
function withOrders(orders: readonly number[]): MeasuredLevel[] {
  let error = 1;
  const errors = [error, ...orders.map((order) => (error *= 2 ** -order))];
  return errors.map((value, k) => level({ steps: 2 ** k, tau: 2 ** -k, errors: { L1: value } }));
}

test("an order at the bound passes, one just below it fails with exit code 3", (t) => {
  t.deepEqual(verdictOf(withOrders([0.91, 0.91, 0.91])).exitCode, 0);
  // Errors that halve with the steps have the order 1 to the last digit.
  t.true(verdictOf(withOrders([1, 1, 1]), { slack: 0 }).pass);
  const missed = verdictOf(withOrders([0.91, 0.89, 0.91]));
  t.false(missed.pass);
  t.is(missed.exitCode, 3);
});

test("only the last pairs are judged", (t) => {
  t.true(verdictOf(withOrders([0.2, 0.95, 0.98, 0.99])).pass);
  t.is(verdictOf(withOrders([0.95, 0.98, 0.99, 0.2])).exitCode, 3);
});

test("the reason names bound, value and the pair that decided", (t) => {
  const { reasons } = verdictOf(withOrders([1, 1, 0.5]));
  t.deepEqual(reasons, [
    "L1 in tau: order >= 1 - 0.1 is missed, observed 0.5 between (4 steps, 100 cells) and (8 steps, 100 cells)",
  ]);
});

test("a reason of a missed order says what of it is the time's and what the mesh's, where that is known", (t) => {
  const levels = withOrders([1, 1, 0.5]).map((own) => ({ ...own, timeError: 0.3 * own.tau ** 2, meshError: 0.25 }));
  const share = (25 / (levels[3].errors.L1 ?? Number.NaN)).toPrecision(4);
  const [reason = ""] = verdictOf(levels).reasons;
  t.true(
    reason.endsWith(
      `; in L1 the errors in time alone have order 2, and the mesh error is ${Number(share)} % of the error`,
    ),
    reason,
  );
  const timeless = levels.map((own) => ({ ...own, timeError: Number.NaN }));
  t.notRegex(verdictOf(timeless).reasons[0] ?? "", /errors in time/);
});

test("orders are those of the true ratios, halving or not", (t) => {
  const steps = [10, 13, 30, 31, 200];
  t.true(verdictOf(tauSweep(steps, (tau) => 5 * tau)).pass);
  t.is(verdictOf(tauSweep(steps, (tau) => 5 * tau ** 0.85)).exitCode, 3);
  t.true(verdictOf(tauSweep(steps, (tau) => 5 * tau ** 0.95)).pass);
  t.is(verdictOf(tauSweep(steps, (tau) => 5 / tau)).exitCode, 3);
});

test("where several pairs miss their bound the finest of them is named", (t) => {
  t.regex(verdictOf(withOrders([1, 0.5, 0.6])).reasons[0] ?? "", /observed 0.6 between \(4 steps/);
});

test("a pair that misses its bound decides although another one has no order", (t) => {
  const levels = withOrders([0.5, 1, 1]).map((own, k) => (k === 3 ? { ...own, errors: { L1: Number.NaN } } : own));
  const { exitCode, reasons } = verdictOf(levels);
  t.is(exitCode, 3);
  t.regex(reasons[0] ?? "", /is missed, observed 0.5 between \(1 steps/);
});

test("where all pairs hold the least order is named", (t) => {
  t.regex(verdictOf(withOrders([1.1, 0.95, 1.2])).reasons[0] ?? "", /holds, observed 0.95 between \(2 steps/);
});

test("an upper bound is judged without a lower one", (t) => {
  const only = { order: undefined, max: 1.2 };
  t.true(verdictOf(withOrders([1, 1, -1]), only).pass);
  const { exitCode, reasons } = verdictOf(withOrders([1, 1, 1.3]), only);
  t.is(exitCode, 3);
  t.regex(reasons[0] ?? "", /^L1 in tau: order <= 1.2 is missed, observed 1.3/);
});

test("a negative order fails", (t) => {
  t.is(verdictOf(withOrders([1, 1, -1])).exitCode, 3);
});

test("an error that is not a number fails: no order is not a good order", (t) => {
  const levels = withOrders([1, 1, 1]).map((own, k) => (k === 2 ? { ...own, errors: { L1: Number.NaN } } : own));
  const verdict = verdictOf(levels);
  t.false(verdict.pass);
  t.is(verdict.exitCode, 4);
  t.regex(verdict.reasons[0] ?? "", /cannot be judged, no order between .*: an error is not available/);
});

test("an infinite error fails", (t) => {
  const levels = withOrders([1, 1, 1]).map((own, k) => (k === 3 ? { ...own, errors: { L1: Infinity } } : own));
  t.false(verdictOf(levels).pass);
  t.is(verdictOf(levels).exitCode, 4);
});

test("fewer pairs than asked for is exit code 4, never a pass", (t) => {
  const verdict = verdictOf(withOrders([1, 1]));
  t.false(verdict.pass);
  t.is(verdict.exitCode, 4);
  t.regex(verdict.reasons[0] ?? "", /2 pairs of the 3 needed/);
});

test("a level that failed is exit code 4, even where the orders left are good", (t) => {
  const levels = withOrders([1, 1, 1, 1]).map((own, k) => (k === 0 ? { ...own, status: "stalled", errors: {} } : own));
  const verdict = verdictOf(levels);
  t.is(verdict.exitCode, 4);
  t.regex(verdict.reasons[0] ?? "", /level \(1 steps, 100 cells\) ended with status stalled/);
  t.regex(verdict.reasons[1] ?? "", /holds/);
});

test("a missing level is exit code 4", (t) => {
  const levels = withOrders([1, 1, 1]).map((own, k) => (k === 3 ? { ...own, status: "missing", errors: {} } : own));
  t.is(verdictOf(levels).exitCode, 4);
  // It fails by itself, without an order that cannot be judged for it.
  const { exitCode, reasons } = judge({ levels, sweep: "tau", expect: [], mass: 1, reference: traitsOf("formula") });
  t.is(exitCode, 4);
  t.deepEqual(reasons, ["level (8 steps, 100 cells) has not been computed"]);
});

test("a reference that failed is exit code 4 with its reason", (t) => {
  const levels = withOrders([1, 1, 1]).map((own) => ({ ...own, errors: {} }));
  const input = { levels, sweep: "tau", expect: [], mass: 1, reference: traitsOf("finite-volume") } as const;
  const verdict = judge({ ...input, referenceFailure: "Newton stalled" });
  t.is(verdict.exitCode, 4);
  t.deepEqual(verdict.reasons, ["the reference failed: Newton stalled"]);
});

test("pairs with a floor-limited level are excluded, and too few left is exit code 4", (t) => {
  const levels = withOrders([1, 1, 1, 0.1]);
  const limited = levels.map((own, k) => (k === 4 ? { ...own, referenceErrors: { L1: 1 } } : own));
  t.is(verdictOf(levels).exitCode, 3);
  t.true(verdictOf(limited).pass);
  t.is(verdictOf(limited, { last: 4 }).exitCode, 4);
});

test("a zero error is floor-limited, not an order", (t) => {
  const levels = withOrders([1, 1, 1]).map((own, k) => (k === 3 ? { ...own, errors: { L1: 0 } } : own));
  t.deepEqual(flagsOf(levels[3], ["L1"]), ["floor-limited"]);
  t.is(verdictOf(levels).exitCode, 4);
});

test("an upper bound fails what converges too well; without it superconvergence is a warning", (t) => {
  const levels = withOrders([1, 1, 1.7]);
  t.is(verdictOf(levels, { max: 1.5 }).exitCode, 3);
  // Slack is for lower bounds.
  t.is(verdictOf(levels, { max: 1.65 }).exitCode, 3);
  t.true(verdictOf(levels, { max: 1.75 }).pass);
  const verdict = verdictOf(levels);
  t.true(verdict.pass);
  t.regex(verdict.warnings[0] ?? "", /observed order 1.7 exceeds the expected 1 between/);
});

test("an error that grows under refinement is a warning", (t) => {
  t.regex(verdictOf(withOrders([-0.5, 1, 1, 1])).warnings[0] ?? "", /grows under refinement between \(1 steps/);
});

test("a plateau is met where the error settles within a relative distance of it", (t) => {
  const levels = tauSweep([10, 20, 40], (tau) => 0.3 + 0.1 * tau);
  const plateau = { order: undefined, plateau: 0.3, within: 0.02 };
  t.true(verdictOf(levels, plateau).pass);
  t.is(verdictOf(levels, { ...plateau, within: 0.005 }).exitCode, 3);
});

test("a tensor sweep must satisfy the bound on every line", (t) => {
  const judgeTensor = (levels: readonly MeasuredLevel[], axis: "tau" | "h") =>
    judge({
      levels,
      sweep: "tensor",
      expect: [{ ...firstOrder, last: 2, axis }],
      mass: 1,
      reference: traitsOf("formula"),
    });
  const good = tensorSweep((tau, h) => tau * h);
  t.true(judgeTensor(good, "tau").pass);
  t.is(judgeTensor(good, "tau").reasons.length, 3);
  const bad = good.map((own) => (own.cells[0] === 30 && own.steps === 50 ? { ...own, errors: { L1: 1 } } : own));
  t.is(judgeTensor(bad, "tau").exitCode, 3);
  t.regex(judgeTensor(bad, "tau").reasons[1] ?? "", /^L1 in tau at 30 cells: .* is missed/);
  t.regex(judgeTensor(bad, "h").reasons[2] ?? "", /^L1 in h at 50 steps: .* is missed/);
});

test("an order along a size that the sweep does not change cannot be judged", (t) => {
  t.is(verdictOf(withOrders([1, 1, 1]), { axis: "h" }).exitCode, 4);
});

test("mass drift beyond 1e-12 of the mass, and a violated energy inequality, are failures", (t) => {
  const levels = withOrders([1, 1, 1]);
  const drifting = levels.map((own) => ({ ...own, massDrift: 2e-12 }));
  t.is(verdictOf(drifting).exitCode, 4);
  t.is(verdictOf(levels.map((own) => ({ ...own, massDrift: Number.NaN }))).exitCode, 4);
  t.is(judge({ levels: drifting, sweep: "tau", expect: [], mass: 3, reference: traitsOf("formula") }).exitCode, 0);
  const rising = levels.map((own, k) => ({ ...own, energyMonotone: k !== 1 }));
  t.regex(verdictOf(rising).reasons[0] ?? "", /violates the energy inequality/);
});

test("a study without expectations passes if its levels do", (t) => {
  const input = { sweep: "tau", expect: [], mass: 1, reference: traitsOf("formula") } as const;
  t.true(judge({ ...input, levels: withOrders([0.1]) }).pass);
});

test("a verdict that rests on a self-reference says so", (t) => {
  const levels = withOrders([1, 1, 1]);
  const { warnings } = judge({ levels, sweep: "tau", expect: [firstOrder], mass: 1, reference: traitsOf("same-step") });
  t.regex(warnings.join(), /compares the scheme with itself/);
});

test("an error within ten times the reference's own is limited by the reference, norm by norm", (t) => {
  const own = level({ errors: { L1: 1, L2: 1 }, referenceErrors: { L1: 0.2, L2: 0.01 } });
  t.is(floorOf(own, "L1"), "reference");
  t.is(floorOf(own, "L2"), undefined);
  t.deepEqual(flagsOf(own, ["L1", "L2"]), ["floor-limited:L1"]);
  t.deepEqual(flagsOf(own, ["L1"]), ["floor-limited"]);
});

test("an L1 error within ten times the solver's limits the level in every norm", (t) => {
  const own = level({ errors: { L1: 1, W2: 5 }, solverError: 0.11 });
  t.is(floorOf(own, "W2"), "solver");
  t.deepEqual(flagsOf(own, ["L1", "W2"]), ["floor-limited"]);
  t.is(floorOf({ ...own, solverError: 0.09 }, "W2"), undefined);
});

test("sizes that nearly agree give no order and are not judged, and a sweep too short for last says so", (t) => {
  const near = verdictOf(tauSweep([60, 61, 62, 63], (tau) => tau));
  t.is(near.exitCode, 4);
  t.regex(near.reasons[0] ?? "", /differ by less than a factor 1.1, an order would be noise/);
  t.regex(verdictOf(tauSweep([10, 20, 40], (tau) => tau)).reasons[0] ?? "", /last asks for more than the sweep has/);
});

test("a bound that is not a number fails, and a failed level outranks a rate that is missed", (t) => {
  t.is(verdictOf(withOrders([1, 1, 1]), { order: Number.NaN }).exitCode, 3);
  const levels = withOrders([1, 1, 1, 0.1]);
  t.is(verdictOf(levels).exitCode, 3);
  t.is(verdictOf(levels.map((own, k) => (k === 0 ? { ...own, status: "stalled" } : own))).exitCode, 4);
});
