import type { MutatedFile } from "./mutated-file.js";

/** Of what a study computes beside its levels, and of what is said and kept while it runs. */
export const runMutants: readonly MutatedFile[] = [
  {
    file: "study/plan/budget-plan.js",
    tests: ["unit/study/run/wanted-budget.slow"],
    mutants: [
      ["what is given is not checked with none", "isLeast && !isNeeded ? []", "isLeast ? []"],
      ["none plans every limit", "isLeast && !isNeeded ? []", "false ? []"],
      ["none plans every finer run", "isLeast ? leastRuns(", "false ? leastRuns("],
      ["runs left out leave no caveat", "{ caveat })", "{})"],
      ["what cannot be checked is judged", "isLeast && hasNone", "false"],
    ],
  },
  {
    file: "study/file/budget.js",
    tests: ["unit/study/run/wanted-budget.slow"],
    mutants: [["full is cheap", "full: { share: Number.POSITIVE_INFINITY", "full: { share: usualShare"]],
  },
  {
    file: "study/run/execute.js",
    tests: ["unit/study/run/pending.slow", "unit/study/flow-recording.slow"],
    mutants: [
      ["verdicts wait for nothing", "let pending = assessment.budget.length;", "let pending = undefined;"],
      ["verdicts wait for ever", "pending = undefined;", ""],
      ["nobody is told that a verdict is pending", "if (pending !== 0)", "if (false)"],
      [
        "trajectories are stored with results",
        "const { recorded, ...result } = done.result;",
        "const { recorded } = done.result, result = done.result;",
      ],
      ["the coarsest level is recorded", "level === recordedLevel(levels)", "level === levels[0]"],
    ],
  },
  {
    file: "study/run/recorder.js",
    tests: ["unit/study/flow-recording.slow"],
    mutants: [
      ["states are kept as they change", "shown.length === 0 ? state.slice()", "shown.length === 0 ? state"],
      ["everything is kept", "fits ? { rows, states } : undefined", "{ rows, states }"],
    ],
  },
  {
    file: "cli/pending-table.js",
    tests: ["unit/cli/pending-table"],
    mutants: [
      ["changed tables are not shown again", "known === tableOf(record)", "known !== undefined"],
      ["a table is shown at once", "const patience = 500", "const patience = 0"],
    ],
  },
];
