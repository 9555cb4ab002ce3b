import test from "ava";
import { snapshotTable, stepTable } from "../../../../src/report/table/flow-columns.js";
import { flowContent, toFlowText } from "../../../../src/report/table/flow-table.js";
import type { FlowResult } from "../../../../src/study/run/options.js";
import { tableCsv } from "../../../../src/tables/csv.js";
import { jsonFormat } from "../../../../src/tables/formats.js";
import { flow } from "../figure/records.js";
import { gaussianFlow, particleFlow, twiceAsFast } from "../figure/states.js";

const snapshotsCsv = (result: FlowResult) => tableCsv(snapshotTable(result));
const stepsCsv = (result: FlowResult) => tableCsv(stepTable(result));
const flowJson = (result: FlowResult) => jsonFormat.write(flowContent(result));
const lines = (text: string) => text.trimEnd().split("\n");

test("particles are a row per time and particle, with position and weight", (t) => {
  const weights = Float64Array.of(0.25, 0.75);
  const at = (time: number, k: number) => [k, 10 * k + time];
  const csv = snapshotsCsv(particleFlow({ count: 2, weights, at, times: [0, 0.5], tracksDensity: true }));
  t.deepEqual(lines(csv), [
    "t,particle,layer,x1,x2,weight",
    ...["0,0,0,0,0,0.25", "0,1,0,1,10,0.75", "0.5,0,0,0,0.5,0.25", "0.5,1,0,1,10.5,0.75"],
  ]);
});

test("a Gaussian is a row per time, with its mean and the upper triangle of its covariance, row by row", (t) => {
  const at = () => [1, 2, 3, 11, 12, 13, 12, 22, 23, 13, 23, 33];
  const [head, row] = lines(snapshotsCsv(gaussianFlow({ dimension: 3, at, times: [0.5] })));
  const upper = ["1_1", "1_2", "1_3", "2_2", "2_3", "3_3"].map((index) => `covariance_${index}`);
  t.is(head, ["t", "mean_1", "mean_2", "mean_3", ...upper].join());
  t.is(row, "0.5,1,2,3,11,12,13,22,23,33");
});

test("densities of states on a grid are rows of cells, as others are", (t) => {
  const layout = { kind: "grid", dimension: 1 } as NonNullable<FlowResult["layout"]>;
  const mesh = flow({ layers: ["0"], cells: 2, times: [0] });
  t.is(snapshotsCsv({ ...mesh, layout }), snapshotsCsv(mesh));
  t.is(lines(snapshotsCsv(mesh))[0], "t,x,layer,density");
});

test("steps have the same columns as on a mesh, empty where there is nothing to tell", (t) => {
  const rows = gaussianFlow().rows.map((row) => ({ ...row, gap: Number.NaN, densityMin: Number.NaN }));
  const [head, row] = lines(stepsCsv(gaussianFlow({}, { rows })));
  t.is(head, lines(stepsCsv(flow()))[0]);
  t.is(row, "0,0,1,0,1,,0,0,");
});

test("JSON has positions by particle, or mean and covariance, and those of the companion", (t) => {
  const shape = { count: 2, at: (time: number, k: number) => [k, time], times: [0, 1] };
  const companion = twiceAsFast(particleFlow, shape);
  const particles = JSON.parse(flowJson(particleFlow({ ...shape, tracksDensity: true }, { companion })));
  t.deepEqual(particles.layout, { kind: "particles", dimension: 2, count: 2, weights: [0.5, 0.5] });
  t.deepEqual(particles.snapshots[1], {
    n: 8,
    t: 1,
    positions: [
      [0, 1],
      [1, 1],
    ],
    logDensity: [-1, -1],
  });
  t.is(particles.companion.name, "Wasserstein flow");
  t.deepEqual(particles.companion.snapshots[1].positions, [
    [0, 2],
    [1, 2],
  ]);
  const gaussian = JSON.parse(flowJson(gaussianFlow({ at: () => [1, 2, 3, 4, 4, 5], times: [0] })));
  t.deepEqual(gaussian.snapshots, [
    {
      n: 0,
      t: 0,
      mean: [1, 2],
      covariance: [
        [3, 4],
        [4, 5],
      ],
    },
  ]);
  t.false("cells" in gaussian || "companion" in gaussian);
});

test("the JSON of densities has no key that it had not", (t) => {
  const layout = { kind: "grid", dimension: 1 } as never;
  t.is(flowJson(flow({}, { layout })), flowJson(flow()));
});

test("the text of a trajectory names the states, and neither mass nor density", (t) => {
  const text = toFlowText(particleFlow());
  t.regex(text, /8 steps \(tau = 0\.125\), 30 particles in dimension 2: ok/);
  t.regex(text, /iterations {2}3\.50 per step, largest residual 0/);
  t.notRegex(text, /mass|density|newton|cells/);
  t.regex(toFlowText(gaussianFlow({ dimension: 3 })), /Gaussian in dimension 3: ok/);
  t.regex(toFlowText(flow()), /20 cells, 2 layers: ok[\s\S]*mass[\s\S]*density[\s\S]*newton {6}3\.50 iterations/);
});
