import test from "ava";
import { planCase } from "../../../src/bench/cases.js";
import { growthOf } from "../../../src/bench/growth.js";
import { type BenchEvent, builtInCases, runBench } from "../../../src/bench/index.js";
import { checkStudy } from "../../../src/study/file/check.js";
import { InterruptedError } from "../../../src/study/index.js";
import { atLeast, each, near } from "../../support/matchers.js";

const box = {
  id: "box",
  model: { domain: [[0, 1]], potential: 0, initial: "1 + 0.5*cos(pi*x)", finalTime: 0.1 },
};
const sweep = { axis: "tensor", steps: [4, 8], cells: [10, 20] };

test("growth is the slope of log time against log unknowns, whatever is missing", (t) => {
  const at = (unknowns: number, microseconds: number) => ({ unknowns, microseconds });
  near(t, growthOf([10, 20, 80].map((n) => at(n, 3 * n ** 1.25))), 1.25, 1e-12);
  near(t, growthOf([at(10, 5), at(20, Number.NaN), at(40, 20)]), 1, 1e-12);
  t.is(growthOf([at(10, 5)]), Number.NaN);
  t.is(growthOf([]), Number.NaN);
});

test("a study is measured on the meshes of its sweep, each once, with the steps of its finest level", (t) => {
  const { meshes, steps, schemes } = planCase(checkStudy({ ...box, sweep }), {});
  t.deepEqual(meshes, [[10], [20]]);
  t.is(steps, 8);
  t.deepEqual(
    schemes.map(({ name }) => name),
    ["jko", "implicit-euler"],
  );
});

test("cells and steps that are asked for go before those of the sweep; one number is for all axes", (t) => {
  const square = { ...box.model, domain: [...box.model.domain, [0, 2]] };
  const study = checkStudy({ ...box, model: square, scheme: { name: "implicit-euler", flux: "upwind" } });
  const { meshes, steps, schemes } = planCase(study, { cells: [[8], [8, 16]], steps: 3 });
  t.deepEqual(meshes, [
    [8, 8],
    [8, 16],
  ]);
  t.is(steps, 3);
  t.like(schemes, [
    { name: "jko", transport: "swept" },
    { name: "implicit-euler", flux: "upwind" },
  ]);
});

test("meshes that are missing, have too many axes or do not fit in memory are refused", (t) => {
  const study = checkStudy(box);
  t.throws(() => planCase(study, {}), { message: /--cells: missing.*no sweep/ });
  t.throws(() => planCase(study, { cells: [[8, 8]] }), { message: /more axes/ });
  t.throws(() => planCase(study, { cells: [[999_999_999_999]] }), { message: /needs about .* are available/ });
});

test("the built-in cases are studies on one axis and on two", (t) => {
  const axes = builtInCases().map((study) => study.model.domain.length);
  t.deepEqual(axes, [1, 2]);
  for (const study of builtInCases()) atLeast(t, planCase(study, {}).meshes.length, 4);
});

test("every mesh has a point per scheme, with what follows from the times", async (t) => {
  const events: BenchEvent[] = [];
  const onEvent = (event: BenchEvent): void => void events.push(event);
  const record = await runBench([checkStudy({ ...box, sweep })], { seconds: 60, onEvent });
  const { points, growth } = record.cases[0];
  t.deepEqual(
    points.map(({ scheme, cells, unknowns, status }) => [scheme, ...cells, unknowns, status]),
    [
      ["jko", 10, 10, "ok"],
      ["implicit-euler", 10, 10, "ok"],
      ["jko", 20, 20, "ok"],
      ["implicit-euler", 20, 20, "ok"],
    ],
  );
  const [jko, euler, finer] = points;
  t.is(euler?.ratio, 1);
  const ratio = (jko?.microseconds ?? 0) / (euler?.microseconds ?? 0);
  near(t, jko?.ratio ?? 0, ratio, 1e-12 * ratio);
  each(t, points, ({ newton, rounds }) => newton >= 1 && rounds >= 5);
  t.is(jko?.growth, Number.NaN);
  near(t, growth.jko ?? 0, finer?.growth, 1e-9);
  t.deepEqual(
    events.map(({ type, part }) => [type, part]),
    [
      ["mesh-started", 0],
      ["mesh-finished", 0.5],
      ["mesh-started", 0.5],
      ["mesh-finished", 1],
    ],
  );
});

test("meshes finer than one for which there was no time are left out without being tried", async (t) => {
  const study = checkStudy(box);
  const record = await runBench([study], { seconds: 1e-6, cells: [[50], [60], [70]] });
  each(t, record.cases[0]?.points, ({ status }) => status === "left-out");
});

test("an abort ends the measurement", async (t) => {
  const signal = AbortSignal.abort();
  const cells = [[10], [20]];
  await t.throwsAsync(runBench([checkStudy(box)], { seconds: 1, cells, signal }), { instanceOf: InterruptedError });
});
