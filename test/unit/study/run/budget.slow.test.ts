import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { meshDistanceOf } from "../../../../src/convergence/index.js";
import { restrictAverages } from "../../../../src/model/restrict.js";
import { prepareReference, sampleReference } from "../../../../src/reference/reference.js";
import type { MeshStudy } from "../../../../src/study/file/schema.js";
import { planStudy, runStudy, type Study, type StudyRecord } from "../../../../src/study/index.js";
import { createSource } from "../../../../src/study/plan/models.js";
import { runLevel } from "../../../../src/study/run/tasks.js";
import { localPool } from "../../../support/local-pool.js";
import { atLeast, atMost, below, between, each, near } from "../../../support/matchers.js";
import { boxWith, scratchFolder } from "../scratch.js";

const budgetOf = (study: MeshStudy) => planStudy(study, 1e12).budget;
const costOf = (study: Study): number => planStudy(study).levels.reduce((sum, { cost }) => sum + cost, 0);
const estimates = ({ levels }: StudyRecord) => levels.map(({ timeError, meshError }) => [timeError, meshError]);

test("a small study gets one limit per mesh and a finer run per level", (t) => {
  const { limits, finer } = budgetOf(boxWith());
  t.deepEqual(
    limits.map(({ cells }) => cells),
    [[40]],
  );
  t.deepEqual(
    finer.map(({ task }) => `${task.steps}@${task.cells}`),
    ["4@80", "8@80", "16@80", "32@80"],
  );
});

test("the extra runs of a large study cost at most 1.25 times its levels, the cheapest mesh errors first", (t) => {
  const study = boxWith({ sweep: { axis: "tau", steps: [256, 512, 1024, 2048], cells: 400 } });
  const { limits, finer } = budgetOf(study);
  const cost = [...limits, ...finer].reduce((sum, run) => sum + run.cost, 0);
  atMost(t, cost, 1.25 * costOf(study), `${cost} ${costOf(study)}`);
  t.is(limits.length, 1);
  t.deepEqual(
    finer.map(({ level }) => level),
    [0, 1],
  );
});

test("a finer run that is a level of the sweep costs nothing", (t) => {
  const { finer } = budgetOf(boxWith({ sweep: { axis: "tensor", steps: [4, 8], cells: [10, 20, 30] } }));
  const known = finer.filter(({ other }) => other !== undefined);
  t.deepEqual(
    known.map(({ level, other, cost }) => [level, other, cost]),
    [
      [0, 2, 0],
      [1, 3, 0],
    ],
  );
  t.is(finer.length, 6);
});

test("what the study's reference measures is not computed again, and an h sweep has no time errors", (t) => {
  const h = { axis: "h", steps: 4, cells: [10, 20] };
  const sameStep = budgetOf(boxWith({ sweep: h, reference: { kind: "same-step", cells: 80 } }));
  t.deepEqual([sameStep.limits.length, sameStep.finer.length], [0, 0]);
  const formula = budgetOf(boxWith({ sweep: h, reference: { kind: "spectral" } }));
  t.deepEqual([formula.limits.length, formula.finer.length], [0, 2]);
  const sameMesh = budgetOf(boxWith({ reference: { kind: "same-mesh" } }));
  t.deepEqual([sameMesh.limits.length, sameMesh.finer.length], [0, 4]);
});

for (const name of ["jko", "implicit-euler"]) {
  test(`${name}: time error is the distance to the limit on the mesh, mesh error that to twice the cells`, async (t) => {
    const study = boxWith({ scheme: { name }, sweep: { axis: "joint", steps: [4, 12], cells: [10, 30] } });
    const { model, scheme } = study;
    const record = await runStudy(study, { jobs: 1, store: false });
    const source = createSource(model);
    const flux = name === "jko" ? "slopes" : "scharfetter-gummel";
    for (const { steps, cells, timeError, meshError } of record.levels) {
      const run = (count: number): Float64Array => {
        const task = { model, scheme, steps, cells: [count], times: [steps], rows: false };
        return runLevel(task).states[0];
      };
      const [count] = cells as [number];
      const problem = source.discretize(cells);
      const limit = prepareReference({ kind: "same-mesh", flux }, source, {
        levels: [{ cells, steps, times: [steps] }],
      });
      const exact = meshDistanceOf("L1").distance(
        problem,
        run(count),
        sampleReference(limit, { cells, steps }, steps).density,
      );
      near(t, timeError, exact, { relative: 5e-3 });
      t.is(
        meshError,
        meshDistanceOf("L1").distance(problem, run(count), restrictAverages(run(2 * count), [2 * count], [count], 2)),
      );
    }
  });
}

test("time and mesh error of a level add up to its error where both have one sign", async (t) => {
  const sweep = { axis: "tensor", steps: [4, 16], cells: [10, 20] };
  const { levels } = await runStudy(boxWith({ sweep }), { jobs: 1, store: false });
  for (const { errors, timeError, meshError } of levels) {
    atMost(t, errors.L1, 1.01 * (timeError + (4 / 3) * meshError));
    atLeast(t, errors.L1, 0.9 * timeError);
  }
});

test("the budget does not depend on the number of jobs, and comes from the store the second time", async (t) => {
  const store = scratchFolder(t);
  const one = await runStudy(boxWith(), { jobs: 1, store });
  const two = await runStudy(boxWith(), { jobs: 2, store: false });
  const entries = () => readdirSync(store).map((name) => [name, statSync(join(store, name)).mtimeMs]);
  const before = entries();
  const again = await runStudy(boxWith(), { jobs: 2, store });
  t.deepEqual(entries(), before);
  t.is(before.length, 4 + 1 + 1 + 4 + 1, "levels, reference, limit, finer runs, trajectory");
  each(t, estimates(one).flat(), Number.isFinite);
  t.deepEqual(one, two);
  t.deepEqual(one, again);
});

test("a same-mesh reference is the time error itself, same-step the mesh error", async (t) => {
  const time = await runStudy(boxWith({ reference: { kind: "same-mesh", steps: 16 } }), { jobs: 1, store: false });
  for (const { errors, timeError } of time.levels) t.is(timeError, errors.L1);
  const sweep = { axis: "h", steps: 4, cells: [10, 20] };
  const mesh = await runStudy(boxWith({ reference: { kind: "same-step", cells: 80 }, sweep }), {
    jobs: 1,
    store: false,
  });
  for (const { errors, meshError, timeError } of mesh.levels) {
    t.is(meshError, errors.L1);
    t.is(timeError, Number.NaN);
  }
});

test("an extra run that does not apply or fails leaves a gap and a warning, not a failed study", async (t) => {
  // On twice the cells the initial density is negative in the first one.
  const model = { initial: "x - 0.02", normalize: false, graph: { nodes: ["0"], edges: [] } };
  const parts = { reference: { kind: "same-mesh", steps: 8 }, sweep: { axis: "tau", steps: [4, 8], cells: 20 } };
  const record = await runStudy(boxWith(parts, model), { jobs: 1, store: false });
  t.is(record.verdict.exitCode, 0, record.verdict.reasons.join());
  for (const { meshError } of record.levels) t.is(meshError, Number.NaN);
  t.regex(record.verdict.warnings.join("\n"), /the mesh error could not be estimated: .*negative/);
});

test("the last record told is the one returned", async (t) => {
  const records: StudyRecord[] = [];
  const final = await runStudy(boxWith(), {
    store: false,
    onEvent: (event) => event.type === "record" && records.push(event.record),
  });
  t.deepEqual(records.at(-1), final);
});

test("implicit Euler, which has no gap, bounds its solver error by its residuals", async (t) => {
  const { levels } = await runStudy(boxWith({ scheme: { name: "implicit-euler" } }), { jobs: 1, store: false });
  for (const { steps, solverError, residualMax } of levels) {
    between(t, solverError, 0, 1e-9);
    t.is(solverError, steps * 80 * residualMax);
  }
});

test("a formula with a wrong rate is no limit of the scheme: flagged, exit code 4", async (t) => {
  const model = { graph: { nodes: ["0"], edges: [] }, initial: "1 + 0.5*cos(pi*x)", finalTime: 0.1 };
  const with_ = (rate: string) => {
    const reference = { kind: "formula", density: `1 + 0.5*exp(-${rate}*t)*cos(pi*x)` };
    return runStudy(boxWith({ reference }, model), { jobs: 1, store: false });
  };
  const [right, wrong] = [await with_("pi^2"), await with_("0.99*pi^2")];
  t.false(right.levels.some(({ flags }) => flags.includes("inconsistent")));
  each(t, wrong.levels, ({ flags }) => flags.includes("inconsistent"));
  t.is(wrong.verdict.exitCode, 4);
  for (const { limitError = Number.NaN, timeError } of wrong.levels) below(t, limitError, 0.05 * timeError);
});

test("a formula that is wrong where errors in time do not look is flagged: what is odd in the layers beside what is even", async (t) => {
  const at = (sign: string, rate: number) => `0.5*(1 + 0.5*exp(-pi^2*t)*cos(pi*x) ${sign} 0.02*exp(-${rate}*t))`;
  const model = {
    graph: { nodes: ["a", "b"], edges: [["a", "b", 3]] },
    exchange: { mobility: "logarithmic" },
    initial: { a: "0.5*(1 + 0.5*cos(pi*x) + 0.02)", b: "0.5*(1 + 0.5*cos(pi*x) - 0.02)" },
    finalTime: 0.1,
  };
  const inconsistent = async (rate: number) => {
    const reference = { kind: "formula", density: { a: at("+", rate), b: at("-", rate) } };
    const sweep = { axis: "tau", steps: [8, 16, 32, 64], cells: 100 };
    const { levels, verdict } = await runStudy(boxWith({ reference, sweep }, model), { jobs: 1, store: false });
    return [levels.filter(({ flags }) => flags.includes("inconsistent")).length, verdict.exitCode];
  };
  t.deepEqual(await inconsistent(6), [0, 0]);
  t.deepEqual(await inconsistent(6.2), [4, 4]);
});

test("nothing is flagged before the limit has been computed twice; a budget that closes asks for no second one", async (t) => {
  const model = { graph: { nodes: ["0"], edges: [] }, initial: "1 + 0.5*cos(pi*x)", finalTime: 0.1 };
  const limitsOf = async (rate: string): Promise<number[]> => {
    const steps: number[] = [];
    const reference = { kind: "formula", density: `1 + 0.5*exp(-${rate}*t)*cos(pi*x)` };
    await runStudy(boxWith({ reference }, model), { jobs: 1, store: false }, () => {
      const pool = localPool();
      const reference: typeof pool.reference = (task, told) => {
        if (task.reference.kind === "same-mesh") steps.push((task.reference as { steps: number }).steps);
        return pool.reference(task, told);
      };
      return { ...pool, reference };
    });
    return steps;
  };
  t.deepEqual(await limitsOf("pi^2"), [8]);
  t.deepEqual(await limitsOf("0.99*pi^2"), [8, 16]);
});

test("what is planned depends on the study alone; too little memory refuses it", (t) => {
  const study = boxWith({ reference: { kind: "spectral" } });
  const plan = planStudy(study, 1e12);
  t.deepEqual(planStudy(study, plan.memory).budget, plan.budget);
  t.throws(() => planStudy(study, plan.memory - 1), { message: /the error budget.*needs about/ });
});
