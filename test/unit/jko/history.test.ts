import test from "ava";
import { createDynamicJko } from "../../../src/jko/dynamic/index.js";
import { createJko } from "../../../src/jko/index.js";
import type { IterationRow, Stepper, StepReport } from "../../../src/model/evolution.js";
import type { ModelSpec } from "../../../src/model/model.js";
import type { Problem } from "../../../src/model/problem.js";
import { atMost, below, each } from "../../support/matchers.js";
import { problemOf } from "../../support/runs.js";

/*
 * The history of a step against its report: every minimizing movement on a mesh, ordinary steps and ones that need the
 * interior iteration. Tolerances are those of the scheme.
 */
const line: ModelSpec = {
  domain: [[0, 1]],
  graph: { nodes: ["a", "b"], edges: [["a", "b", 3]] },
  potential: { a: "x", b: "0.5*x^2" },
  exchange: { mobility: "logarithmic" },
  initial: { a: "1 + 0.5*cos(pi*x)", b: "0.6" },
  finalTime: 0.2,
};
const plane: ModelSpec = {
  ...line,
  domain: [...line.domain, [0, 1]],
  potential: "x + y^2",
  initial: "1 + 0.3*cos(pi*y)",
};
const steep: ModelSpec = { ...line, domain: [[-3, 3]], potential: "2*(x^2-1)^2", initial: "1", finalTime: 2 };

const steps = 2;
const tolerance = 1e-12;
const settings = { steps, tolerance };

interface Case {
  readonly what: string;
  readonly problem: () => Problem;
  readonly create: (problem: Problem) => Stepper;
}

const tauOf = ({ finalTime }: Problem): number => finalTime / steps;
const jko = (problem: Problem) => createJko(problem, { tau: tauOf(problem), ...settings });
const ofOrderTwo = (problem: Problem) => createJko(problem, { tau: tauOf(problem), ...settings, order: 2 });
const dynamic = (problem: Problem) => createDynamicJko(problem, { tau: tauOf(problem), ...settings, innerSteps: 2 });

const cases: readonly Case[] = [
  { what: "exact transport", problem: () => problemOf(line, 20), create: jko },
  { what: "exact transport that needs the interior iteration", problem: () => problemOf(steep, 60), create: jko },
  { what: "swept transport", problem: () => problemOf(plane, [8, 8]), create: jko },
  { what: "dynamic transport", problem: () => problemOf(line, 12), create: dynamic },
  { what: "order two on one axis", problem: () => problemOf(line, 20), create: ofOrderTwo },
  { what: "order two on two axes", problem: () => problemOf(plane, [8, 8]), create: ofOrderTwo },
];

/** The reports and densities of all steps. */
function run({ problem, create }: Case, isKept: boolean): { reports: StepReport[]; density: Float64Array } {
  const own = problem();
  const stepper = create(own);
  if (isKept) stepper.keepHistory?.();
  const density = own.initial.slice();
  return { reports: Array.from({ length: steps }, () => stepper.step(density)), density };
}

/** The rows of the last phase of every minimization. */
function lastPhases(history: readonly IterationRow[]): IterationRow[][] {
  return [1, 2].flatMap((stage) => {
    const rows = history.filter((row) => row.stage === stage);
    return rows.length === 0 ? [] : [rows.slice(rows.findLastIndex(({ iteration }) => iteration === 0))];
  });
}

for (const one of cases) {
  test(`the history ends where the report says: ${one.what}`, (t) => {
    for (const report of run(one, true).reports) {
      t.is(report.status, "converged");
      const phases = lastPhases(report.history ?? []);
      const ends = phases.map((rows) => rows.at(-1) as IterationRow);
      t.is(
        ends.reduce((sum, { gap }) => sum + gap, 0),
        report.gap,
      );
      t.is(Math.max(...ends.map(({ residual }) => residual)), report.residual);
      t.is((report.history ?? []).filter(({ iteration }) => iteration > 0).length, report.iterations);
      for (const { gap, tolerance } of ends) atMost(t, gap, tolerance);
    }
  });

  test(`iterations are counted from the start of a phase, and residuals fall at its end: ${one.what}`, (t) => {
    const { reports } = run(one, true);
    for (const rows of reports.flatMap(({ history = [] }) => lastPhases(history))) {
      t.deepEqual(
        rows.map(({ iteration }) => iteration),
        rows.map((_, k) => k),
      );
      const [first, last] = [rows[0] as IterationRow, rows.at(-1) as IterationRow];
      below(t, last.residual, 1e-3 * first.residual);
      t.true(Number.isNaN(first.length) && Number.isNaN(first.caution));
      each(t, rows.slice(1), ({ length }) => length > 0 && length <= 1, JSON.stringify(rows));
      const cautions = rows.slice(1).map(({ caution }) => caution);
      if (last.phase === "dual") each(t, cautions, (caution) => caution >= 0 && caution <= 1);
      else t.true(cautions.every(Number.isNaN));
    }
  });

  test(`what a history shows is what is computed without it, and without it there is none: ${one.what}`, (t) => {
    const [kept, plain] = [run(one, true), run(one, false)];
    t.deepEqual(
      kept.reports.map(({ history: _, ...report }) => report),
      plain.reports,
    );
    t.deepEqual(kept.density, plain.density);
    each(t, plain.reports, (report) => !("history" in report));
  });
}

test("the history of a step that needs the interior iteration tells of both, and of the barrier", (t) => {
  const { reports } = run(cases[1] as Case, true);
  const history = reports.flatMap((report) => report.history ?? []);
  t.deepEqual([...new Set(history.map(({ phase }) => phase))], ["dual", "interior"]);
  for (const { phase, barrier } of history) t.is(Number.isNaN(barrier), phase === "dual");
});

test("the rows of a report stay as they are in the steps that follow", (t) => {
  const problem = problemOf(line, 20);
  const stepper = jko(problem);
  stepper.keepHistory?.();
  const density = problem.initial.slice();
  const { history = [] } = stepper.step(density);
  const before = structuredClone(history);
  stepper.step(density);
  t.deepEqual(history, before);
});
