import { join } from "node:path";
import test from "ava";
import type { StepRow } from "../../../src/model/evolution.js";
import { checkStudy } from "../../../src/study/file/check.js";
import { recordedFlow } from "../../../src/study/flow/recorded-flow.js";
import { framesShown, recordingOf } from "../../../src/study/flow/recording.js";
import { fewerCells } from "../../../src/study/flow/shown-cells.js";
import { flowStudy, planStudy, runStudy, type Study, type StudyEvent } from "../../../src/study/index.js";
import { createRecorder, mostNumbers } from "../../../src/study/run/recorder.js";
import { runLevel } from "../../../src/study/run/tasks.js";
import { localPool } from "../../support/local-pool.js";
import { atMost, each, eachNear } from "../../support/matchers.js";
import { boxWith, scratchFolder } from "./scratch.js";

const plane = boxWith(
  { sweep: { axis: "tau", steps: [2, 3], cells: [202, 4] }, reference: { kind: "same-mesh" }, budget: "none" },
  {
    domain: [
      [0, 1],
      [0, 1],
    ],
    initial: { a: "1 + 0.5*cos(pi*x)*cos(pi*y)", b: "1 + x" },
  },
);
const states = checkStudy({
  id: "gaussian",
  model: {
    dimension: 2,
    state: {
      kind: "gaussian",
      covariance: [
        [1, 0],
        [0, 3],
      ],
    },
    functional: {
      potential: {
        matrix: [
          [2, 0],
          [0, 1],
        ],
      },
      entropy: 1,
    },
    finalTime: 1,
  },
  scheme: { name: "sliced", directions: 4, rule: "random", seed: 1 },
  sweep: { axis: "tau", steps: [4, 8], seeds: 2 },
});

/** Runs a study with a store, and gives what has been recorded of it. */
async function recordedOf(study: Study, store: string, onEvent: (event: StudyEvent) => void = () => {}) {
  const plan = planStudy(study as never);
  await runStudy(plan, { store, onEvent }, localPool);
  return { plan, recorded: recordedFlow(plan.levels, study.id, store) };
}

for (const [name, study] of [
  ["densities", boxWith({ budget: "none" })],
  ["a state, of the first of its seeds", states],
] as const) {
  test(`what is recorded of ${name} while the finest level runs is its trajectory, bit by bit`, async (t) => {
    const store = join(scratchFolder(t), "store");
    const { recorded } = await recordedOf(study, store);
    const { level, steps, cells } = recorded?.shown ?? { level: 0, steps: 0, cells: [] };
    const own = await flowStudy(study, { level, steps, mesh: cells, snapshots: framesShown });
    t.deepEqual(await recorded?.read(), own);
  });
}

test("fine meshes of two axes are recorded on fewer cells with the same mass, and the rows of the level itself", async (t) => {
  const store = join(scratchFolder(t), "store");
  const { plan, recorded } = await recordedOf(plane, store);
  const flow = await recorded?.read();
  t.deepEqual(flow?.cells, [68, 4]);
  const { rows } = runLevel({ ...plan.levels[1].task, rows: true });
  t.deepEqual(flow?.rows, rows);
  const masses = (flow?.snapshots ?? []).map(
    ({ density }) => density.reduce((sum, value) => sum + value, 0) / (68 * 4),
  );
  t.is(masses.length, 4);
  eachNear(t, masses, 1, 1e-13);
});

test("what is recorded is no part of a result, nor of its key", async (t) => {
  const store = join(scratchFolder(t), "store");
  const study = boxWith({ budget: "none" });
  await recordedOf(study, store);
  const types: string[] = [];
  const { recorded } = await recordedOf(study, store, ({ type }) => types.push(type));
  t.is(types.filter((type) => type === "level-reused").length, 4);
  t.false(types.includes("level-started"));
  t.not(await recorded?.read(), undefined);
  t.is(recordedFlow(planStudy(study).levels, study.id, join(store, "elsewhere"))?.read(), undefined);
});

test("a recording holds at most four million numbers, and no rows of more than 100 000 steps", (t) => {
  const on = { layout: () => ({ kind: "grid", mesh: {}, layers: 64 }) } as never;
  const { cells = [], times = [] } = recordingOf({ steps: 1000, cells: [16000], on }) ?? {};
  atMost(t, (cells[0] ?? 0) * times.length * 64, mostNumbers);
  t.is(cells[0], 762);
  t.is(recordingOf({ steps: 100_001, cells: [10], on }), undefined);
});

test("states too large to be kept are not, and the numbers of those that are do not change afterwards", (t) => {
  const row = (n: number) => ({ n }) as StepRow;
  const large = createRecorder({ times: [0, 1], cells: [] }, []);
  for (const n of [0, 1]) large.note(row(n), new Float64Array(mostNumbers / 2 + 1));
  t.is(large.result(), undefined);
  const small = createRecorder({ times: [0, 2], cells: [] }, []);
  const state = Float64Array.of(1);
  for (const n of [0, 1, 2]) {
    small.note(row(n), state);
    state[0] *= 2;
  }
  t.deepEqual(small.result()?.states, [Float64Array.of(1), Float64Array.of(4)]);
  t.is(small.result()?.rows.length, 3);
});

test("fewer cells are whole parts of those that there are, at least one", (t) => {
  t.deepEqual(fewerCells([400]), [400]);
  t.deepEqual(fewerCells([256, 100]), [86, 100]);
  t.deepEqual(fewerCells([400], 150), [134]);
  t.deepEqual(fewerCells([5], 0), [1]);
  each(t, [1, 7, 100, 1001], (most) => fewerCells([300, 300], most).reduce((a, b) => a * b) <= most);
});
