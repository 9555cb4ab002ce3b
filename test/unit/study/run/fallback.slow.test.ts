import test from "ava";
import type { MeshStudy } from "../../../../src/study/file/schema.js";
import { planStudy } from "../../../../src/study/plan/plan.js";
import { noStore } from "../../../../src/study/record/store.js";
import { createAssessment } from "../../../../src/study/run/assess.js";
import type { Pool } from "../../../../src/study/run/pool.js";
import { type MeshReferenceTask, runLevel, runReference } from "../../../../src/study/run/tasks.js";
import { above, atMost, below, each } from "../../../support/matchers.js";
import { boxWith } from "../scratch.js";

const enough = 1e9;
/** Box modes: `auto` is spectral, and finite-volume after that. */
const spectral = (): MeshStudy => boxWith({ sweep: { axis: "tau", steps: [256, 512], cells: 10 } });
/** Errors small enough that the first tolerance of an automatic reference is not. */
const homogeneous = (): MeshStudy =>
  boxWith(
    { sweep: { axis: "tau", steps: [8, 16384], cells: 1 } },
    { initial: { a: 1.3, b: 0.7 }, exchange: { mobility: "arithmetic" } },
  );

/** A pool without threads whose references of one kind fail, and the tasks that it was given. */
function poolWithout(kind: string) {
  const tasks: MeshReferenceTask[] = [];
  const pool = {
    level: async (task) => ({ result: runLevel(task), milliseconds: 0 }),
    reference: async (task) => {
      const own = task as MeshReferenceTask;
      tasks.push(own);
      if (own.reference.kind === kind) return { failure: `no ${kind}` };
      return { result: runReference(own), milliseconds: 0 } as never;
    },
    call: async () => Promise.reject(new Error("no other work")),
    close: async () => {},
  } satisfies Pool;
  return { pool, tasks };
}

/** The levels of a study judged as far as its reference is good enough. */
async function assess(study: MeshStudy, failing: string, available = enough) {
  const plan = planStudy(study, available);
  const { pool, tasks } = poolWithout(failing);
  const messages: string[] = [];
  const emit = (event: { readonly type: string; readonly message?: string }): void => {
    if (event.type === "warning") messages.push(event.message ?? "");
  };
  const assessment = createAssessment({ plan, pool, limited: pool, store: noStore, emit });
  for (const job of assessment.references) await job.run();
  const results = plan.levels.map(({ steps, cells, level }) =>
    runLevel({
      model: plan.study.model,
      scheme: plan.study.scheme,
      steps,
      cells,
      times: plan.levels[level].task.times,
      rows: false,
    }),
  );
  const measure = () => results.map((result, k) => assessment.measure(k, result));
  while (await assessment.refineReference({ results, measured: measure() }));
  return { plan, tasks, messages, reference: assessment.reference(), measured: measure() };
}

for (const [name, study] of [
  ["spectral", spectral],
  ["homogeneous", homogeneous],
] as const) {
  test(`where ${name}, chosen by auto, fails the finite volumes judge, with a warning and the reason`, async (t) => {
    const { plan, messages, reference, measured } = await assess(study(), name);
    t.is(plan.reference.kind, name);
    t.is(reference.kind, "finite-volume");
    t.is(reference.failure, undefined);
    t.true(reference.description.endsWith(`since no ${name}`));
    t.true(messages.some((message) => message === `no ${name}; finite-volume is taken instead`));
    each(t, measured, (level) => (level?.errors.L1 ?? Number.NaN) > 0);
  });
}

test("a reference that has taken the place of another is refined like one that auto has chosen itself", async (t) => {
  const { tasks, measured } = await assess(homogeneous(), "homogeneous");
  const tolerances = tasks.map(({ reference, demand }) => [reference.kind, demand.tolerance]);
  t.deepEqual(tolerances.slice(0, 2), [
    ["homogeneous", 1e-6],
    ["finite-volume", 1e-6],
  ]);
  above(t, tolerances.length, 2);
  each(t, tolerances.slice(2), ([kind]) => kind === "finite-volume");
  atMost(t, measured[1]?.referenceErrors.L1 ?? 1, (measured[1]?.errors.L1 ?? 0) / 30);
});

test("where both fail, both reasons are told and no level is judged", async (t) => {
  const plan = planStudy(spectral(), enough);
  const failing: Pool = {
    ...poolWithout("").pool,
    reference: async (task) => ({ failure: `no ${task.reference.kind}` }),
  };
  const assessment = createAssessment({ plan, pool: failing, limited: failing, store: noStore, emit: () => {} });
  for (const job of assessment.references) await job.run();
  t.is(assessment.reference().failure, "no spectral; no finite-volume");
});

test("memory is planned for both; where only the first fits, its failure says what the second would need", async (t) => {
  const [{ memory }, first] = [
    planStudy(spectral(), enough),
    planStudy({ ...spectral(), reference: { kind: "spectral" } }, enough),
  ];
  above(t, memory, first.memory);
  const { plan, reference } = await assess(spectral(), "spectral", memory - 1);
  below(t, plan.memory, memory);
  t.regex(reference.failure ?? "", /^no spectral; the finite-volume reference needs about .* are available$/);
});
