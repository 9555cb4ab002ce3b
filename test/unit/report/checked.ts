import type { CheckedStudy, CheckLine } from "../../../src/report/table/check-lines.js";

/** A check that passed, but for what is given. */
export function line(given: Partial<CheckLine> = {}): CheckLine {
  return {
    kind: "expectation",
    name: "L1 in tau: order >= 1 - 0.1",
    outcome: "pass",
    message: "L1 in tau: order >= 1 - 0.1 holds, observed 0.99 between (4 steps, 9 cells) and (8 steps, 9 cells)",
    ...given,
  };
}

/** A study that was checked in 1.5 seconds. */
export function checked(lines: readonly CheckLine[], given: Partial<CheckedStudy> = {}): CheckedStudy {
  return { id: "box", file: "studies/box.yaml", lines, warnings: [], milliseconds: 1500, ...given };
}
