/*
 * Observed orders of the minimizing-movement scheme on the shipped studies: 1 in tau, 2 in h, against every kind of
 * reference. The figures it must reproduce come from an independent prototype of the same discretization.
 */
import test, { type ExecutionContext } from "ava";
import { toTable } from "../../src/report/table/levels.js";
import { loadStudy, runStudy, type StudyRecord } from "../../src/study/index.js";
import { above, atLeast, atMost } from "../support/matchers.js";

async function runShipped(id: string, ...set: string[]): Promise<StudyRecord> {
  const { study } = loadStudy(id, { set });
  return runStudy(study, { jobs: 1, store: false });
}

function errorsOf({ levels }: StudyRecord): number[] {
  return levels.map(({ errors }) => errors.L1);
}

/** Orders of L1 of the last pairs, in [low, high]. */
function checkOrders(t: ExecutionContext, record: StudyRecord, last: number, low: number, high: number): void {
  const orders = record.levels.slice(-last).map((level) => level.orders.L1 ?? Number.NaN);
  for (const order of orders) {
    atLeast(t, order, low, `\n${toTable(record)}`);
    atMost(t, order, high, `\n${toTable(record)}`);
  }
}

function checkFigures(t: ExecutionContext, record: StudyRecord, figures: readonly number[], within: number): void {
  const errors = errorsOf(record);
  t.is(errors.length, figures.length);
  for (const [k, figure] of figures.entries()) {
    atMost(t, Math.abs(errors[k] - figure), within * figure, `\n${toTable(record)}`);
  }
}

test("box modes: order 1 in tau against the closed form, with the prototype's errors", async (t) => {
  const record = await runShipped("box-modes");
  t.true(record.verdict.pass);
  checkOrders(t, record, 3, 0.95, 1.05);
  checkFigures(t, record, [1.402e-2, 7.482e-3, 3.879e-3, 1.978e-3, 1.0e-3, 5.033e-4, 2.53e-4], 0.001);
});

test("Ornstein-Uhlenbeck times heat on a graph: order 1 in tau, with the prototype's errors", async (t) => {
  const record = await runShipped("ornstein-uhlenbeck");
  t.true(record.verdict.pass);
  checkOrders(t, record, 3, 0.95, 1.05);
  checkFigures(t, { ...record, levels: record.levels.slice(0, 4) }, [4.593e-2, 2.333e-2, 1.175e-2, 5.9e-3], 0.02);
});

test("the exact iterate of a Gaussian: order 2 in h, with the prototype's errors", async (t) => {
  const record = await runShipped("exact-iterate");
  checkOrders(t, record, 4, 1.9, 2.1);
  for (const [k, figure] of [3.816e-3, 9.42e-4, 2.376e-4, 5.948e-5, 1.487e-5].entries()) {
    atMost(t, errorsOf(record)[k], 1.0005 * figure, `\n${toTable(record)}`);
  }
});

const box = ["sweep.steps=[8,16,32,64]", "sweep.cells=100", "errors=[L1]", "expect=[]"];

test("spectral: the box modes again, with the same errors as against the closed form", async (t) => {
  const spectral = await runShipped("box-modes", ...box, "reference={kind: spectral}");
  const formula = await runShipped("box-modes", ...box);
  checkFigures(t, spectral, errorsOf(formula), 1e-9);
});

test("finite-volume: order 1 in tau, and errors within 1 % of those against the closed form", async (t) => {
  const record = await runShipped("box-modes", ...box, "reference={kind: finite-volume, cells: 400}");
  checkOrders(t, record, 3, 0.93, 1.05);
  checkFigures(t, record, errorsOf(await runShipped("box-modes", ...box)), 0.01);
});

test("same-mesh: order 1 in tau on a coarse mesh, where the closed form shows the mesh instead", async (t) => {
  const coarse = ["sweep.steps=[32,64,128,256]", "sweep.cells=10", "errors=[L1]", "expect=[]"];
  const clean = await runShipped("box-modes", ...coarse, "reference={kind: same-mesh}");
  checkOrders(t, clean, 3, 0.96, 1.04);
  const polluted = await runShipped("box-modes", ...coarse);
  above(t, Math.abs((polluted.levels.at(-1)?.orders.L1 as number) - 1), 0.15, `\n${toTable(polluted)}`);
});

test("same-step: order 2 in h at a fixed step, and the verdict says that it is a self-reference", async (t) => {
  const set = ["sweep={axis: h, steps: 10, cells: [10, 20, 40]}", "reference={kind: same-step, cells: 320}"];
  const record = await runShipped(
    "box-modes",
    ...set,
    "errors=[L1]",
    "expect=[{error: L1, order: 2, slack: 0.2, last: 2}]",
  );
  t.true(record.verdict.pass, `\n${toTable(record)}`);
  checkOrders(t, record, 2, 1.8, 2.2);
  t.true(record.verdict.warnings.some((warning) => warning.includes("itself")));
});

test("homogeneous: order 1 in tau for densities that do not depend on x", async (t) => {
  const record = await runShipped(
    "box-modes",
    ...box,
    "sweep.cells=2",
    "model.initial={a: 1.6, b: 0.4}",
    "model.potential={a: 0, b: 0.5}",
    "reference={kind: homogeneous}",
  );
  checkOrders(t, record, 2, 0.93, 1.05);
});

for (const mobility of ["unit", "arithmetic", "upwind", "weighted-logarithmic"]) {
  test(`the mobility ${mobility}: order 1 in tau on a path of three layers`, async (t) => {
    const record = await runShipped(`mobility-${mobility}`);
    t.true(record.verdict.pass, `\n${toTable(record)}`);
    checkOrders(t, record, 3, 0.95, 1.05);
  });
}
