import test from "ava";
import { InputError } from "../../../../src/errors.js";
import { planStudy, type Study } from "../../../../src/study/index.js";
import { boxWith } from "../scratch.js";

function errorOf(study: Study): InputError {
  try {
    planStudy(study);
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error("accepted");
}

const shapes = (study: Study): string[] =>
  planStudy(study).levels.map(({ steps, cells }) => `${steps}@${cells.join("x")}`);

const drifting = { potential: { a: "x", b: 0 } };

test("a tau sweep varies the steps, an h sweep the cells, a joint sweep both, a tensor sweep takes every pair", (t) => {
  t.deepEqual(shapes(boxWith({ sweep: { axis: "tau", steps: [4, 8], cells: 40 } })), ["4@40", "8@40"]);
  const reference = { kind: "same-step", cells: 80 };
  t.deepEqual(shapes(boxWith({ reference, sweep: { axis: "h", steps: 5, cells: [10, 20] } })), ["5@10", "5@20"]);
  t.deepEqual(shapes(boxWith({ sweep: { axis: "joint", steps: [4, 8], cells: [10, 20] } })), ["4@10", "8@20"]);
  t.deepEqual(shapes(boxWith({ sweep: { axis: "tensor", steps: [4, 8], cells: [10, 20] } })), [
    "4@10",
    "8@10",
    "4@20",
    "8@20",
  ]);
});

test("tau is finalTime / steps and h the cell width", (t) => {
  const [level] = planStudy(boxWith({}, { finalTime: 0.3 })).levels;
  t.is(level?.tau, 0.3 / 4);
  t.is(level?.h, 1 / 40);
});

test("errors are compared at the last time, for @max at all of them", (t) => {
  t.deepEqual(planStudy(boxWith()).levels[0].task.times, [4]);
  t.deepEqual(planStudy(boxWith({ errors: ["L1", "L2@max"] })).levels[0].task.times, [1, 2, 3, 4]);
});

test("auto is spectral for equal constant potentials, finite volumes on 4 times the cells otherwise", (t) => {
  t.is(planStudy(boxWith()).reference.kind, "spectral");
  t.like(planStudy(boxWith({}, drifting)).reference, { kind: "finite-volume", cells: 160 });
});

test("auto along h is the exact iterate of a Gaussian, else the scheme on an even multiple of every mesh", (t) => {
  const sweep = { axis: "h", steps: 5, cells: [50, 75, 100] };
  const gaussian = { domain: [[-8, 8]], graph: { nodes: ["0"], edges: [] }, potential: "x^2/2", initial: "exp(-x^2)" };
  t.is(planStudy(boxWith({ sweep }, gaussian)).reference.kind, "exact-iterate");
  const { reference } = planStudy(boxWith({ sweep }, drifting));
  t.deepEqual(reference, { kind: "same-step", cells: 1200 });
});

test("an axis and a reference that do not fit say why and what would", (t) => {
  const error = errorOf(boxWith({ reference: { kind: "same-step", cells: 400 } }));
  t.regex(error.message, /same-step cannot judge a sweep along tau: .*time error.*Use one of .*spectral/);
});

test("an exact solution along h warns that tau must be small", (t) => {
  const study = boxWith({ reference: { kind: "spectral" }, sweep: { axis: "h", steps: 5, cells: [10, 20] } });
  t.regex(planStudy(study).warnings.join(), /far below h\^2/);
});

test("a closed form that does not apply is refused before anything runs", (t) => {
  const reference = { kind: "formula", density: { a: 1, b: "cos(x)" } };
  t.regex(errorOf(boxWith({ reference })).message, /at t = 0 the formula differs .*normalize: false/);
  t.throws(() => planStudy(boxWith({ reference: { kind: "spectral" } }, drifting)), { instanceOf: InputError });
});

test("reference meshes must be multiples of the study's", (t) => {
  const error = errorOf(boxWith({ reference: { kind: "finite-volume", cells: 100 } }));
  t.is(error.context.path, "reference.cells");
  t.regex(error.message, /multiple/);
});

test("a mesh beyond memory is refused with its estimate, at once", (t) => {
  const error = errorOf(boxWith({ sweep: { axis: "tau", steps: [4], cells: 10_000_000_000 } }));
  t.regex(error.message, /needs about [\d.]+ TB, [\d.]+ [GM]B are available/);
  t.throws(() => planStudy(boxWith(), 1000), { message: /1 kB are available/ });
});

for (const [name, parts, path] of [
  ["no sweep", { sweep: undefined }, "sweep"],
  ["unequal joint lists", { sweep: { axis: "joint", steps: [4, 8], cells: [10] } }, "sweep"],
  ["a repeated level", { sweep: { axis: "tau", steps: [4, 4], cells: 40 } }, "sweep.steps[1]"],
  ["a sweep that coarsens", { sweep: { axis: "h", steps: 4, cells: [20, 10] } }, "sweep.cells[1]"],
  ["a mesh with too many axes", { sweep: { axis: "tau", steps: [4], cells: [10, 10] } }, "sweep.cells"],
  ["steps without end", { sweep: { axis: "tau", steps: [1e12], cells: 10 } }, "sweep.steps[0]"],
  ["a repeated error", { errors: ["L1", "L1"] }, "errors[1]"],
  ["an expectation of another error", { expect: [{ error: "L2", order: 1 }] }, "expect[0].error"],
  ["an expectation of nothing", { expect: [{ error: "L1" }] }, "expect[0]"],
  ["an expectation along a fixed size", { expect: [{ error: "L1", order: 1, axis: "h" }] }, "expect[0].axis"],
] as const) {
  test(`refused: ${name}`, (t) => {
    t.is(errorOf(boxWith(parts)).context.path, path);
  });
}

test("negative densities are refused before anything runs", (t) => {
  t.regex(errorOf(boxWith({}, { initial: "x - 0.5" })).message, /initial density is negative/);
});

test("an expectation that needs more pairs than there are warns", (t) => {
  const study = boxWith({ expect: [{ error: "L1", order: 1, last: 4 }] });
  t.regex(planStudy(study).warnings.join(), /need 4 pairs of levels, the sweep has 3/);
});

test("finer levels cost more", (t) => {
  const costs = planStudy(boxWith()).levels.map(({ cost }) => cost);
  t.deepEqual(
    costs,
    [...costs].sort((a, b) => a - b),
  );
});

test("of inertial dynamics a bad initial potential and steps of a reference are found before anything runs", (t) => {
  const inertial = (initialPotential: unknown, reference: unknown) =>
    boxWith({ scheme: { name: "inertial", damping: 1, initialPotential }, reference });
  const infinite = errorOf(inertial("log(x - 0.5)", { kind: "auto" }));
  t.is(infinite.context.path, "scheme.initialPotential");
  t.regex(infinite.message, /layer "a": .*not finite in the cell at x = /);
  const counted = errorOf(inertial(0, { kind: "finite-volume", cells: 80, steps: 10 }));
  t.is(counted.context.path, "reference.steps");
});
