import test from "ava";
import { checkJson, checkLines, checkSummary, checkText } from "../../../../src/report/table/check-lines.js";
import type { Finding, StudyRecord } from "../../../../src/study/record/record.js";
import { createStyle } from "../../../../src/tables/style.js";
import { tauSweep } from "../../convergence/synthetic.js";
import { checked, line } from "../checked.js";

const met: Finding = { outcome: "met", name: "L1 in tau", sentence: "L1 in tau: holds" };
const baseline = { stored: { steps: 8, cells: [100], errors: { L1: 0.1 } }, errors: ["L1"], factor: 1.2 };

/** A record as far as checks go. */
function recordOf(findings: readonly Finding[], error: (tau: number) => number = (tau) => tau): StudyRecord {
  return { id: "box", levels: tauSweep([4, 8], error), findings } as unknown as StudyRecord;
}

test("there is a line for every expectation and for every error of the baseline", (t) => {
  const lines = checkLines(recordOf([met, { ...met, outcome: "missed" }]), baseline);
  t.deepEqual(
    lines.map(({ kind, outcome }) => [kind, outcome]),
    [
      ["expectation", "pass"],
      ["expectation", "fail"],
      ["baseline", "fail"],
    ],
  );
});

test("what cannot be judged is an error", (t) => {
  t.is(checkLines(recordOf([{ ...met, outcome: "unjudged" }]), undefined)[0]?.outcome, "error");
});

test("a baseline that is not compared is told, with the reason", (t) => {
  const lines = checkLines(recordOf([met]), { skipped: "--set changes the study" });
  t.is(lines[1]?.outcome, "skip");
  t.regex(lines[1]?.message ?? "", /not compared, --set changes the study/);
});

test("a study that expects nothing passes with a line that says so", (t) => {
  const lines = checkLines(recordOf([]), undefined);
  t.is(lines.length, 1);
  t.regex(lines[0]?.message ?? "", /nothing is expected; all 2 levels were computed/);
});

test("PASS, FAIL or SKIP is at the front of every line, then the study", (t) => {
  const outcomes = ["pass", "fail", "error", "skip"] as const;
  const text = checkText(checked(outcomes.map((outcome) => line({ outcome, message: "what" }))), createStyle(false));
  t.is(text, "PASS  box: what\nFAIL  box: what\nFAIL  box: what\nSKIP  box: what\n");
});

test("the verdict in JSON is that of all checks, not of the expectations alone", (t) => {
  const json = checkJson(checked([line(), line({ kind: "baseline", outcome: "fail", message: "too large" })]));
  t.like(json, { study: "box", verdict: { pass: false, exitCode: 3 }, checks: { length: 2 } });
});

test("the summary counts studies and names those that failed", (t) => {
  const failed = checked([line({ outcome: "fail" }), line({ outcome: "error" })], { id: "bad" });
  t.is(checkSummary([checked([line()]), failed]), "2 studies checked, 1 failed: bad");
  t.is(checkSummary([checked([line()])]), "1 study checked, 0 failed");
});
