import test from "ava";
import { InputError } from "../../../../src/errors.js";
import { createModel, discretize } from "../../../../src/model/model.js";
import { evolve, meshAccounts } from "../../../../src/schemes/evolve.js";
import { meshScheme } from "../../../../src/schemes/schemes.js";
import {
  flowStudy,
  InterruptedError,
  runStudy,
  type StudyEvent,
  type StudyRecord,
} from "../../../../src/study/index.js";
import { atLeast, atMost, each, finite, near } from "../../../support/matchers.js";
import { boxWith, scratchFolder } from "../scratch.js";

const drifting = { potential: { a: "x", b: 0 } };

const errorsOf = (record: StudyRecord | undefined): (number | undefined)[] | undefined =>
  record?.levels.map(({ errors }) => errors.L1);

test("a study runs to errors, orders and a verdict, and the numbers do not depend on the number of jobs", async (t) => {
  const study = boxWith({ expect: [{ error: "L1", order: 1 }] });
  const [one, two] = [
    await runStudy(study, { jobs: 1, store: false }),
    await runStudy(study, { jobs: 2, store: false }),
  ];
  t.true(one.verdict.pass);
  t.is(one.reference.kind, "spectral");
  each(t, one.levels, ({ status }) => status === "ok");
  t.deepEqual(one, two);
});

test("a second run takes everything from the store and gives the same record", async (t) => {
  const store = scratchFolder(t);
  const events: StudyEvent[] = [];
  const first = await runStudy(boxWith(), { jobs: 1, store });
  const second = await runStudy(boxWith(), { jobs: 1, store, onEvent: (event) => events.push(event) });
  t.deepEqual(second, first);
  t.is(events.filter(({ type }) => type === "level-reused").length, 4);
  t.false(events.some(({ type }) => type === "level-started" || type === "reference-started"));
});

test("the store knows a level by its inputs: another mesh, tolerance or scheme is computed", async (t) => {
  const store = scratchFolder(t);
  const sweep = { axis: "tau", steps: [4], cells: 40 };
  await runStudy(boxWith({ sweep }), { jobs: 1, store });
  for (const parts of [
    { sweep: { ...sweep, cells: 20 } },
    { sweep, scheme: { name: "jko", tolerance: 1e-9 } },
    { sweep, scheme: { name: "implicit-euler" } },
  ]) {
    const events: StudyEvent[] = [];
    await runStudy(boxWith(parts), { jobs: 1, store, onEvent: (event) => events.push(event) });
    t.true(events.some(({ type }) => type === "level-started"));
  }
});

test("an interrupted run keeps its finished levels, and the next one goes on from there", async (t) => {
  const store = scratchFolder(t);
  const stop = new AbortController();
  const onEvent = ({ type }: StudyEvent): void => {
    if (type === "level-finished") stop.abort();
  };
  const study = boxWith({ sweep: { axis: "tau", steps: [4, 8, 16, 4096], cells: 200 } });
  const error = await t.throwsAsync(runStudy(study, { jobs: 2, store, signal: stop.signal, onEvent }), {
    instanceOf: InterruptedError,
  });
  const statuses = error?.record?.levels.map(({ status }) => status) ?? [];
  t.true(statuses.includes("ok") && statuses.includes("missing"));
  const events: StudyEvent[] = [];
  await runStudy(study, { jobs: 1, store, onEvent: (event) => events.push(event) });
  t.is(events.filter(({ type }) => type === "level-reused").length, statuses.filter((s) => s === "ok").length);
});

test("an aborted signal runs nothing", async (t) => {
  const signal = AbortSignal.abort();
  const error = await t.throwsAsync(runStudy(boxWith(), { jobs: 1, store: false, signal }), {
    instanceOf: InterruptedError,
  });
  t.deepEqual([...new Set(error?.record?.levels.map(({ status }) => status))], ["missing"]);
});

test("an input error inside a worker comes back as one", async (t) => {
  // Right at t = 0 and at the time of the coarsest level, so that planning cannot see it.
  const reference = { kind: "formula", density: "t == 0.5 ? -1 : 1.5 - x" };
  const model = { graph: { nodes: ["0"], edges: [] }, initial: "1.5 - x", normalize: false, finalTime: 1 };
  const sweep = { axis: "tau", steps: [1, 2], cells: 10 };
  const study = boxWith({ reference, sweep, errors: ["L1@max"] }, model);
  const error = await t.throwsAsync(runStudy(study, { jobs: 1, store: false }), { instanceOf: InputError });
  t.regex(error?.message ?? "", /reference\.density/);
});

test("a level that fails keeps its status and diagnostics, and the verdict is 4", async (t) => {
  // The equilibrium underflows within a cell. On 10 cells the steps are solved: all the mass is in one cell.
  const study = boxWith(
    { sweep: { axis: "tau", steps: [4, 8], cells: 50 } },
    { potential: { a: "1e6*x", b: "-1e6*x" } },
  );
  const record = await runStudy(study, { jobs: 1, store: false });
  t.is(record.verdict.exitCode, 4);
  t.true(record.levels.some(({ status }) => status !== "ok"));
  for (const { status, errors, newtonMax } of record.levels) {
    if (status === "ok") continue;
    t.deepEqual(errors, {});
    finite(t, newtonMax);
  }
});

test("implicit Euler converges to the same limit on equal footing", async (t) => {
  const record = await runStudy(boxWith({ scheme: { name: "implicit-euler" } }, drifting), { jobs: 1, store: false });
  t.is(record.transport, "scharfetter-gummel");
  t.is(record.reference.kind, "finite-volume");
  for (const { orders } of record.levels.slice(1)) near(t, orders.L1 ?? 0, 1, 0.15);
});

test("an automatic finite-volume reference is at least 30 times as good as the finest level", async (t) => {
  const { levels, reference } = await runStudy(boxWith({}, drifting), { jobs: 1, store: false });
  t.is(reference.kind, "finite-volume");
  const finest = levels.at(-1);
  atMost(t, finest?.referenceErrors.L1 ?? 1, (finest?.errors.L1 ?? 0) / 30);
});

test("same-step compares with the scheme on a finer mesh: order 2 in h, and says what it is", async (t) => {
  const sweep = { axis: "h", steps: 4, cells: [10, 20, 40] };
  const record = await runStudy(boxWith({ sweep, expect: [{ error: "L1", order: 1.8, last: 2 }] }, drifting), {
    store: false,
  });
  t.is(record.reference.kind, "same-step");
  t.true(record.verdict.pass, record.verdict.reasons.join("\n"));
  t.regex(record.reference.description, /self-reference/);
});

test("@max is the largest error over the time levels, at least the last one", async (t) => {
  const record = await runStudy(boxWith({ errors: ["L1", "L1@max"] }), { jobs: 1, store: false });
  for (const { errors } of record.levels) atLeast(t, errors["L1@max"] ?? 0, errors.L1 ?? 1);
});

test("events tell starts and ends of all levels and of the reference, and records grow", async (t) => {
  const events: StudyEvent[] = [];
  const final = await runStudy(boxWith(), { jobs: 1, store: false, onEvent: (event) => events.push(event) });
  const count = (type: StudyEvent["type"]): number => events.filter((event) => event.type === type).length;
  t.is(events[0]?.type, "started");
  t.is(count("level-started"), 4);
  t.is(count("level-finished"), 4);
  t.is(count("reference-started"), 1);
  t.is(count("reference-finished"), 1);
  const last = events.findLast((event) => event.type === "record");
  t.deepEqual(errorsOf(last?.type === "record" ? last.record : undefined), errorsOf(final));
  const started = events.flatMap((event) => (event.type === "level-started" ? [event.level.steps] : []));
  t.deepEqual(started, [32, 16, 8, 4], "longest first");
});

test("a bad number of jobs is refused", async (t) => {
  await t.throwsAsync(runStudy(boxWith(), { jobs: 0, store: false }), { instanceOf: InputError });
});

test("a flow has a row per step and evenly spaced snapshots, both ends included", async (t) => {
  const flow = await flowStudy(boxWith(), { steps: 8, cells: 20, snapshots: 3 });
  t.is(flow.status, "ok");
  t.deepEqual(
    flow.rows.map(({ n }) => n),
    [0, 1, 2, 3, 4, 5, 6, 7, 8],
  );
  t.deepEqual(
    flow.snapshots.map(({ n }) => n),
    [0, 4, 8],
  );
  t.is(flow.snapshots[2]?.t, 0.1);
  t.is(flow.centres.length, 20);
  near(t, flow.centres[0]?.[0] ?? 0, 0.025, 1e-15);
  each(t, flow.rows, ({ energyMonotone }) => energyMonotone);
});

test("a flow is the finest level of the sweep unless told otherwise", async (t) => {
  const flow = await flowStudy(boxWith());
  t.is(flow.steps, 32);
  t.deepEqual(flow.cells, [40]);
  const { sweep: _, ...without } = boxWith();
  await t.throwsAsync(flowStudy(without), { instanceOf: InputError, message: /--steps/ });
});

test("an evolution stops at the first step that does not converge and keeps the density before it", (t) => {
  const { model, scheme } = boxWith();
  const problem = discretize(createModel(model), [20]);
  const stepper = meshScheme(scheme).bind(scheme, problem, 10, undefined);
  let calls = 0;
  const failing = {
    step(density: Float64Array) {
      const report = stepper.step(density);
      if (++calls < 4) return report;
      density.fill(Number.NaN);
      return { ...report, status: "stalled", reason: "no descent", iterations: 99 } as const;
    },
  };
  const rows: number[] = [];
  const { summary, state: density } = evolve(meshAccounts(problem), failing, 10, (row) => rows.push(row.n));
  t.is(summary.status, "stalled");
  t.is(summary.stepsDone, 3);
  t.is(summary.newtonMax, 99);
  t.deepEqual(rows, [0, 1, 2, 3]);
  each(t, density, (value) => value > 0);
});
