import test from "ava";
import { InputError } from "../../../src/errors.js";
import { automaticReference } from "../../../src/reference/automatic.js";
import { gaussianFlow, iterateFlow } from "../../../src/reference/gaussian-flow.js";
import { inferGaussianFlow } from "../../../src/reference/infer-gaussian.js";
import type { BoundReference } from "../../../src/reference/kinds.js";
import { prepareReference, sampleReference } from "../../../src/reference/reference.js";
import type { ReferenceData, ReferenceDemand } from "../../../src/reference/types.js";
import { above, atMost, below, between, near } from "../../support/matchers.js";
import * as cases from "./problems.js";

const level = { cells: [40], steps: 4 };
const demand: ReferenceDemand = { levels: [{ ...level, times: [1, 4] }] };

function sample(data: ReferenceData, n = 4) {
  const { density, companion, companionFactor } = sampleReference(data, level, n);
  return { density, companion, companionFactor };
}

/** L1 error against exact cell averages and the estimate of the reference itself. */
function judge(
  data: ReferenceData,
  sketch: cases.Sketch,
  exact: (x: number, layer: number, t: number) => number,
  n = 4,
) {
  const problem = cases.discretize(sketch, 40);
  const { density, companion, companionFactor } = sample(data, n);
  const t = (sketch.finalTime * n) / level.steps;
  const truth = cases.cellAverages(sketch.domain, 40, sketch.layers, (x, layer) => exact(x, layer, t));
  return {
    error: cases.errorL1(problem, density, truth),
    estimate: companionFactor * cases.errorL1(problem, density, companion),
  };
}

const prepare = (spec: BoundReference, sketch: cases.Sketch, what = demand) =>
  prepareReference(spec, cases.sourceOf(sketch), what);

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

const flat = (mobility: NonNullable<cases.Sketch["mobility"]>, potential: [number, number]): cases.Sketch => ({
  domain: [0, 2],
  layers: 2,
  edges: [[0, 1, 0.8]],
  mobility,
  potential: (_, layer) => potential[layer],
  initial: (_, layer) => [0.45, 0.05][layer],
  finalTime: 1,
});

test("homogeneous: two layers with linear exchange follow their closed form", (t) => {
  const sketch = flat("logarithmic", [0.4, 0.4]);
  const exact = (_: number, layer: number, time: number) => 0.25 + (layer === 0 ? 1 : -1) * 0.2 * Math.exp(-1.6 * time);
  const { error, estimate } = judge(prepare({ kind: "homogeneous" }, sketch), sketch, exact, 1);
  below(t, error, 1e-11, `${error} ${estimate}`);
  below(t, estimate, 1e-8, `${error} ${estimate}`);
  const weighted = flat("weighted-logarithmic", [0, Math.log(3)]);
  // f0' = K (3 f1 - f0): f0 -> 3/4 of the sum 0.5, rate 4 K
  const graph = (_: number, layer: number, time: number) => {
    const first = 0.375 + 0.075 * Math.exp(-3.2 * time);
    return layer === 0 ? first : 0.5 - first;
  };
  below(t, judge(prepare({ kind: "homogeneous" }, weighted), weighted, graph).error, 1e-11);
});

for (const mobility of ["unit", "arithmetic", "geometric", "harmonic", "upwind"] as const) {
  test(`homogeneous: agrees with the implicit integrator for the mobility ${mobility}`, (t) => {
    const sketch = flat(mobility, [0, 0.9]);
    const explicit = sample(prepare({ kind: "homogeneous" }, sketch));
    const implicit = sample(prepare({ kind: "same-mesh", flux: "slopes" }, sketch));
    const problem = cases.discretize(sketch, 40);
    below(t, cases.errorL1(problem, explicit.density, implicit.density), 1e-8);
  });
}

test("homogeneous: data that depend on x are refused", (t) => {
  t.throws(() => prepare({ kind: "homogeneous" }, cases.boxModes), { instanceOf: InputError, message: /depends on x/ });
});

for (const weight of [1e5, 1e7, 1e9, 1e12]) {
  for (const mobility of [
    "logarithmic",
    "arithmetic",
    "unit",
    "weighted-logarithmic",
    "upwind",
    "geometric",
    "harmonic",
  ] as const) {
    test(`homogeneous: a stiff edge of weight ${weight} is at its equilibrium, for the mobility ${mobility}`, (t) => {
      const stiff = { ...flat(mobility, [0, 0.9]), edges: [[0, 1, weight] as const] };
      const share = 1 / (1 + Math.exp(-0.9));
      const exact = (_: number, layer: number) => 0.5 * (layer === 0 ? share : 1 - share);
      const { error, estimate } = judge(prepare({ kind: "homogeneous" }, stiff), stiff, exact, 1);
      below(t, error, 1e-10, `${error} ${estimate}`);
      below(t, estimate, 1e-9, `${error} ${estimate}`);
    });
  }
}

/** A stiff edge beside a soft one. */
function softBesideStiff(stiff: number): cases.Sketch {
  return {
    domain: [0, 1],
    layers: 3,
    edges: [
      [0, 1, stiff],
      [1, 2, 0.4],
    ],
    potential: () => 0,
    initial: (_, layer) => [0.45, 0.05, 0.2][layer],
    finalTime: 1,
  };
}

/**
 * Its limit for infinite stiffness, the pair of mean p and the third layer r: p' = -K (p - r)/2, r' = K (p - r), at
 * rate 3 K/2.
 */
const softLimit = (_: number, layer: number, time: number): number =>
  0.7 / 3 + (layer < 2 ? 1 : -2) * ((0.05 * Math.exp(-0.6 * time)) / 3);

test("homogeneous: a soft edge beside a stiff one follows the closed form of the stiff limit, within the estimate", (t) => {
  for (const stiff of [1e7, 1e12]) {
    const sketch = softBesideStiff(stiff);
    const { error, estimate } = judge(prepare({ kind: "homogeneous" }, sketch), sketch, softLimit, 1);
    below(t, error, 1e-6, `${stiff}: ${error} ${estimate}`);
    atMost(t, error, 2 * estimate + 0.4 / stiff, `${stiff}: ${error} ${estimate}`);
  }
});

test("spectral: weights 1e12 and 0.4 give the slow mode to round-off, and an estimate that sees the graph", (t) => {
  const sketch = softBesideStiff(1e12);
  const { error, estimate } = judge(prepare({ kind: "spectral" }, sketch), sketch, softLimit, 1);
  below(t, error, 1e-13, `${error} ${estimate}`);
  below(t, estimate, 1e-12, `${error} ${estimate}`);
});

test("exact-iterate: one step minimizes the Gaussian functional, by brute force over mean and deviation", (t) => {
  const flow = { mean: 1.5, variance: 0.5, centre: -0.3, stiffness: 2.2 };
  const [tau, temperature] = [0.17, 0.6];
  const sigma = Math.sqrt(flow.variance);
  const functional = (m: number, s: number) =>
    ((m - flow.mean) ** 2 + (s - sigma) ** 2) / (2 * tau) -
    temperature * Math.log(s) +
    (flow.stiffness / 2) * ((m - flow.centre) ** 2 + s * s);
  const minimize = (f: (v: number) => number, low: number, high: number) => {
    let [a, b] = [low, high];
    for (let k = 0; k < 90; k++) {
      const [c, d] = [a + (b - a) / 3, b - (b - a) / 3];
      if (f(c) < f(d)) b = d;
      else a = c;
    }
    return (a + b) / 2;
  };
  const next = iterateFlow(gaussianFlow(flow, 1), tau, temperature);
  const mean = minimize((m) => functional(m, 1), -3, 3);
  const deviation = minimize((s) => functional(0, s), 1e-3, 3);
  near(t, next.mean[0], mean, 1e-7);
  near(t, Math.sqrt(next.covariance[0]?.[0]), deviation, 1e-7);
});

const gaussianSketch: cases.Sketch = {
  domain: [-8, 8],
  layers: 1,
  potential: (x) => x ** 2 / 2,
  initial: (x) => cases.gaussian(x, 1.5, 0.5),
  finalTime: 0.5,
};
const gaussianSpec = { kind: "exact-iterate", mean: 1.5, variance: 0.5, centre: 0, stiffness: 1 } as const;

test("exact-iterate: depends on n and steps, not on time alone, and tends to the limit at order 1", (t) => {
  const limit = cases.cellAverages([-8, 8], 40, 1, (x) =>
    cases.gaussian(x, 1.5 * Math.exp(-0.5), 1 - 0.5 * Math.exp(-1)),
  );
  const steps = [20, 40, 80];
  const levels = steps.map((count) => ({ cells: [40], steps: count, times: [count] }));
  const data = prepare(gaussianSpec, gaussianSketch, { levels });
  const errors = steps.map((count) =>
    cases.errorL1(
      cases.discretize(gaussianSketch, 40),
      sampleReference(data, { cells: [40], steps: count }, count).density,
      limit,
    ),
  );
  const order = Math.log2(errors[1] / errors[2]);
  between(t, order, 0.95, 1.05, String(errors));
});

test("exact-iterate: densities keep their digits in the tails", (t) => {
  const { density, companion } = sample(prepare(gaussianSpec, gaussianSketch));
  density.forEach((value, k) => {
    near(t, value, companion[k], { relative: 1e-10 }, `cell ${k}: ${value} ${companion[k]}`);
  });
});

test("exact-iterate: other data are refused, and the flow is inferred from a problem that is one", (t) => {
  const refuse = (sketch: cases.Sketch, message: RegExp, flow: BoundReference = gaussianSpec) =>
    t.throws(() => prepare(flow, sketch), { instanceOf: InputError, message });
  refuse(gaussianSketch, /initial density differs/, { ...gaussianSpec, mean: 1.4 });
  refuse(gaussianSketch, /potential differs/, { ...gaussianSpec, stiffness: 1.01 });
  refuse(cases.ornsteinUhlenbeck, /single layer/);
  const flow = inferGaussianFlow(cases.discretize(gaussianSketch, 400));
  for (const key of ["mean", "variance", "centre", "stiffness"] as const) {
    near(t, flow?.[key] as number, gaussianSpec[key], 1e-9, `${key}: ${flow?.[key]}`);
  }
  t.is(inferGaussianFlow(cases.discretize(cases.doubleWell, 400)), null);
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
