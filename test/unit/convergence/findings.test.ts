import test from "ava";
import { judge } from "../../../src/convergence/index.js";
import { traitsOf } from "../../../src/study/run/reference-run.js";
import { tauSweep } from "./synthetic.js";

const expect = [{ error: "L1", order: 1, slack: 0.1, last: 2 }];
const levels = tauSweep([4, 8, 16, 32], (tau) => tau);

test("there is a finding per reason, with what is judged apart from what was found", (t) => {
  const { findings, reasons } = judge({ levels, sweep: "tau", expect, mass: 1, reference: traitsOf("formula") });
  t.deepEqual(
    findings.map(({ sentence }) => sentence),
    reasons,
  );
  t.is(findings[0]?.name, "L1 in tau: order >= 1 - 0.1");
  t.is(findings[0]?.outcome, "met");
});

test("a level that failed is a finding of its own, which cannot be judged", (t) => {
  const failed = levels.map((level, k) => (k === 3 ? { ...level, status: "stalled", errors: {} } : level));
  const { findings } = judge({ levels: failed, sweep: "tau", expect, mass: 1, reference: traitsOf("formula") });
  t.deepEqual(
    findings.map(({ outcome, name }) => [outcome, name]),
    [
      ["failed", "levels and reference"],
      ["met", "L1 in tau: order >= 1 - 0.1"],
    ],
  );
});

test("where too few pairs are left, the finest one that is left out is named with the reason", (t) => {
  const failed = levels.map((level, k) => (k === 2 ? { ...level, status: "stalled", errors: {} } : level));
  const { reasons } = judge({ levels: failed, sweep: "tau", expect, mass: 1, reference: traitsOf("formula") });
  t.regex(
    reasons[1] ?? "",
    /1 pair of the 2 needed can be used; not the one between \(16 steps, .* and \(32 steps, .*: a level is stalled$/,
  );
});

test("a pair that is limited by the reference is named as such", (t) => {
  const limited = levels.map((level, k) => (k === 3 ? { ...level, referenceErrors: { L1: 1 } } : level));
  const { reasons } = judge({
    levels: limited,
    sweep: "tau",
    expect: [{ error: "L1", order: 1, slack: 0.1, last: 3 }],
    mass: 1,
    reference: traitsOf("formula"),
  });
  t.regex(reasons[0] ?? "", /between \(16 steps, .*: an error is limited by the solver or the reference$/);
});
