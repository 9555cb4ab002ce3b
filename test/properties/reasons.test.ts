/*
 * A failure comes with its reason. Where a solver may go on as long as it likes, and no result is good enough, its cap,
 * or the end of what it gains, is told with what was reached of what was wanted.
 */
import test from "ava";
import { createDynamicJko, dynamicDistance } from "../../src/jko/dynamic/index.js";
import { createJko } from "../../src/jko/index.js";
import { evolve } from "../../src/schemes/evolve.js";
import { createImplicitEuler } from "../../src/schemes/implicit-euler/implicit-euler.js";
import { schemes } from "../support/bound-schemes.js";
import { problemOf } from "../support/runs.js";

/** Exact whatever the tolerance. */
const exact = ["search, first order without entropy"];

for (const { name, bind } of schemes) {
  test(`${name}: a tolerance that nothing meets ends the first step with a status and what it was short of`, (t) => {
    const { accounts, stepper } = bind({ tolerance: Number.NaN });
    const { summary } = evolve(accounts, stepper, 3);
    if (exact.includes(name)) return void t.is(summary.status, "ok");
    t.is(summary.stepsDone, 0);
    t.regex(summary.reason ?? "", /\d/, summary.status);
    t.regex(summary.reason ?? "", /wanted|needed/, summary.status);
  });
}

const wall = { graph: { nodes: ["a"], edges: [] as [string, string, number][] }, initial: { a: "1" }, finalTime: 1 };
const line = { ...wall, domain: [[-8, 8]] as [number, number][], potential: { a: "x^4/4" } };
const settings = { tau: 0.1, steps: 10, tolerance: 1e-12 };

test("dynamic transport in a deep well says what it reached, how steep the potential is, and what to try", (t) => {
  const problem = problemOf(line, 40);
  const { status, reason } = createDynamicJko(problem, { ...settings, innerSteps: 1 }).step(problem.initial);
  t.is(status, "maxIterations");
  t.regex(reason ?? "", /^Newton's method for the path has not converged after 300 iterations: a duality gap of \S+, /);
  t.regex(reason ?? "", /; the potential spans 840 temperatures, up to 160 from cell to cell: try a narrower domain/);
});

test("so does swept transport on two axes", (t) => {
  const box = { ...line, domain: [...line.domain, ...line.domain], potential: { a: "x^4/4 + y^4/4" } };
  const problem = problemOf(box, [24, 24]);
  const stepper = createJko(problem, settings);
  const density = problem.initial.slice();
  t.is(stepper.step(density).status, "converged");
  const { status, reason } = stepper.step(density);
  t.is(status, "maxIterations");
  t.regex(
    reason ?? "",
    /^Newton's method for the dual of the step has not converged .* a duality gap of \S+, 1\.0e-12 is/,
  );
  t.regex(reason ?? "", /spans 1500 temperatures, up to 230 from cell to cell/);
});

test("where the potential is flat, or has no temperature, smaller steps are advised, and no span is told", (t) => {
  const unsolvable = { ...settings, tolerance: Number.NaN };
  for (const energy of [{ kind: "entropy" as const }, { kind: "porous-medium" as const, exponent: 2 }]) {
    const problem = problemOf({ ...line, domain: [[-1, 1]], energy }, 8);
    const { reason = "" } = createJko(problem, unsolvable).step(problem.initial.slice());
    t.regex(reason, /; try smaller steps$/, energy.kind);
    t.notRegex(reason, /temperatures/, energy.kind);
  }
});

test("the temperature of a layer sets how steep its potential is", (t) => {
  const layers = { nodes: ["a", "b"], edges: [["a", "b", 1]] as [string, string, number][] };
  const model = {
    ...line,
    domain: [[0, 4]] as [number, number][],
    graph: layers,
    potential: { a: "10*x", b: "20*x" },
    initial: { a: "1", b: "1" },
  };
  const problem = problemOf({ ...model, energy: { kind: "entropy", temperature: 0.5 } }, 4);
  const stepper = createImplicitEuler(problem, { ...settings, tolerance: Number.NaN, flux: "upwind" });
  t.regex(stepper.step(problem.initial.slice()).reason ?? "", /spans 120 temperatures, up to 40 from cell to cell/);
});

test("a distance that is not found says why", (t) => {
  const problem = problemOf({ ...line, domain: [[-1, 1]] }, 8);
  const other = problem.initial.map((value, k) => value * (1 + 0.1 * Math.cos(k)));
  const mass = (f: Float64Array): number => f.reduce((sum, value) => sum + value, 0);
  const target = other.map((value) => (value * mass(problem.initial)) / mass(other));
  const { status, reason } = dynamicDistance(problem, problem.initial, target, 2, Number.NaN);
  t.not(status, "converged");
  t.regex(reason ?? "", /a duality gap of \S+, NaN is wanted/);
});
