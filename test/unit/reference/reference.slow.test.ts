import test from "ava";
import { InputError } from "../../../src/errors.js";
import { automaticReference } from "../../../src/reference/automatic.js";
import type { BoundReference } from "../../../src/reference/kinds.js";
import { sampleReference } from "../../../src/reference/reference.js";
import { above, below } from "../../support/matchers.js";
import { flat, gaussianSketch, judge, level, prepare, sample, softBesideStiff, softLimit } from "./judged.js";
import * as cases from "./problems.js";

const boxFormula: BoundReference = {
  kind: "formula",
  density: [0, 1].map(
    (layer) =>
      ([x]: readonly number[], t: number) =>
        cases.boxDensity(x, layer, t),
  ),
};

test("formula: cell averages of the closed form at every demanded time, with a quadrature error estimate", (t) => {
  for (const n of [1, 4]) {
    const { error, estimate } = judge(prepare(boxFormula, cases.boxModes), cases.boxModes, cases.boxDensity, n);
    below(t, error, 1e-12, `${error} ${estimate}`);
    below(t, estimate, 1e-12, `${error} ${estimate}`);
  }
});

test("formula: a density that is not the initial one at t = 0 is refused, with the difference and normalize: false", (t) => {
  const doubled = { ...cases.boxModes, initial: (x: number, layer: number) => 2 * cases.boxDensity(x, layer, 0) };
  const error = t.throws(() => prepare(boxFormula, doubled), { instanceOf: InputError });
  t.regex(error.message, /1\.000e\+0/);
  t.regex(error.message, /normalize: false/);
  const one: BoundReference = { kind: "formula", density: [() => 1] };
  t.throws(() => prepare(one, cases.boxModes), { instanceOf: InputError, message: /one density per layer/ });
});

test("formula: negative or non-finite values are refused with the layer's path", (t) => {
  const spoiled: BoundReference = {
    kind: "formula",
    density: [0, 1].map(
      (layer) =>
        ([x]: readonly number[], time: number) =>
          time > 0.09 ? Number.NaN : cases.boxDensity(x, layer, time),
    ),
  };
  t.throws(() => prepare(spoiled, cases.boxModes), { instanceOf: InputError, message: /reference\.density\.0/ });
});

test("spectral: equals the formula of box modes to round-off", (t) => {
  const data = prepare({ kind: "spectral" }, cases.boxModes);
  for (const n of [1, 4]) {
    const { error, estimate } = judge(data, cases.boxModes, cases.boxDensity, n);
    below(t, error, 1e-12, `${error} ${estimate}`);
    below(t, estimate, 1e-12, `${error} ${estimate}`);
  }
});

test("spectral: what half the mesh cannot tell is in the estimate", (t) => {
  const rough = { ...cases.boxModes, finalTime: 1e-3, initial: (x: number) => (x < 0.3 ? 2 : 1) };
  const data = prepare({ kind: "spectral" }, rough);
  above(t, judge(data, rough, cases.boxDensity, 1).estimate, 1e-6);
});

test("spectral: temperature scales both rates", (t) => {
  const hot = { ...cases.boxModes, temperature: 2.5 };
  const data = prepare({ kind: "spectral" }, hot);
  below(t, judge(data, hot, (x, layer, time) => cases.boxDensity(x, layer, 2.5 * time)).error, 1e-12);
});

test("spectral and finite-volume agree on a five-layer star with data that no formula covers", (t) => {
  const sketch: cases.Sketch = {
    domain: [-1, 2],
    layers: 5,
    edges: [1, 2, 3, 4].map((leaf) => [0, leaf, leaf / 2] as const),
    potential: () => 0.3,
    initial: (x, layer) => Math.exp(-2 * (x - 0.2 * layer) ** 2) + 0.1 * layer,
    temperature: 0.7,
    finalTime: 0.2,
  };
  const spectral = sample(prepare({ kind: "spectral" }, sketch));
  const volumes = sample(prepare({ kind: "finite-volume", cells: 320 }, sketch));
  const problem = cases.discretize(sketch, 40);
  const estimate = volumes.companionFactor * cases.errorL1(problem, volumes.density, volumes.companion);
  const difference = cases.errorL1(problem, spectral.density, volumes.density);
  below(t, difference, 1.5 * estimate, `${difference} ${estimate}`);
  below(t, estimate, 1e-4, `${difference} ${estimate}`);
});

test("spectral: potentials that vary and other mobilities are refused, saying why", (t) => {
  const refuse = (sketch: cases.Sketch, message: RegExp) =>
    t.throws(() => prepare({ kind: "spectral" }, sketch), { instanceOf: InputError, message });
  refuse(cases.ornsteinUhlenbeck, /same constant potential/);
  refuse({ ...cases.boxModes, potential: (_, layer) => layer }, /same constant potential/);
  refuse({ ...cases.boxModes, mobility: "unit" }, /mobility unit/);
});

test("spectral: weights 1e12 and 0.4 give the slow mode to round-off, and an estimate that sees the graph", (t) => {
  const sketch = softBesideStiff(1e12);
  const { error, estimate } = judge(prepare({ kind: "spectral" }, sketch), sketch, softLimit, 1);
  below(t, error, 1e-13, `${error} ${estimate}`);
  below(t, estimate, 1e-12, `${error} ${estimate}`);
});

test("finite-volume: Ornstein-Uhlenbeck on a graph within its own estimate, second order in the cells", (t) => {
  const errors = [160, 320].map((cells) => {
    const data = prepare({ kind: "finite-volume", cells }, cases.ornsteinUhlenbeck);
    const { error, estimate } = judge(data, cases.ornsteinUhlenbeck, cases.ornsteinUhlenbeckDensity);
    below(t, error, 1.3 * estimate, `${cells}: ${error} ${estimate}`);
    below(t, estimate, 4 * error, `${cells}: ${error} ${estimate}`);
    return error;
  });
  above(t, Math.log2(errors[0] / errors[1]), 1.9, String(errors));
});

test("finite-volume: a companion on twice the cells where half of them is no multiple", (t) => {
  const data = prepare({ kind: "finite-volume", cells: 120, steps: 32 }, cases.boxModes);
  const { error, estimate } = judge(data, cases.boxModes, cases.boxDensity);
  t.is(data.companionFactor, 2);
  below(t, error, estimate, `${error} ${estimate}`);
  below(t, estimate, 5 * error, `${error} ${estimate}`);
});

test("finite-volume: cells that are no multiple of the study's are refused", (t) => {
  const error = t.throws(() => prepare({ kind: "finite-volume", cells: 100 }, cases.boxModes), {
    instanceOf: InputError,
  });
  t.regex(error.message, /multiple/);
  t.regex(error.message, /40 cells/);
});

test("same-mesh: tends to the formula at order 2 in h and estimates its time error only", (t) => {
  const errors = [20, 40, 80].map((cells) => {
    const what = { levels: [{ cells: [cells], steps: 1, times: [1] }] };
    const data = prepare({ kind: "same-mesh", flux: "slopes" }, cases.boxModes, what);
    const { density, companion } = sampleReference(data, { cells: [cells], steps: 1 }, 1);
    const problem = cases.discretize(cases.boxModes, cells);
    below(t, cases.errorL1(problem, density, companion), 1e-7);
    return cases.errorL1(
      problem,
      density,
      cases.cellAverages([0, 1], cells, 2, (x, g) => cases.boxDensity(x, g, 0.1)),
    );
  });
  above(t, Math.log2(errors[1] / errors[2]), 1.9, String(errors));
});

test("the prepared data survive structuredClone, and a time that was not demanded is an error", (t) => {
  const data = structuredClone(prepare({ kind: "same-mesh", flux: "upwind", steps: 8 }, cases.boxModes));
  t.deepEqual(sampleReference(data, { cells: [40], steps: 8 }, 2), sampleReference(data, level, 1));
  t.throws(() => sampleReference(data, level, 2), { instanceOf: RangeError });
});

test("auto takes the most exact reference that applies", (t) => {
  const kind = (axis: "tau" | "h", sketch: cases.Sketch) => {
    const problem = () => cases.discretize(sketch, 100);
    return automaticReference({ axis, meshes: [[100]], inertia: undefined, problem });
  };
  t.deepEqual(kind("tau", cases.boxModes), { kind: "spectral" });
  t.deepEqual(kind("tau", flat("unit", [0, 1])), { kind: "homogeneous" });
  t.deepEqual(kind("tau", cases.ornsteinUhlenbeck), { kind: "finite-volume", cells: 400 });
  t.is(kind("h", gaussianSketch).kind, "exact-iterate");
  t.deepEqual(kind("h", cases.doubleWell), { kind: "same-step", cells: 800 });
});
