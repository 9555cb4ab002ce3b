import test from "ava";
import { InputError } from "../../../../src/errors.js";
import { logarithmicMean, logarithmicMeanLogSlope } from "../../../../src/numerics/means.js";
import { integrateNonStiff } from "../../../../src/numerics/numeric-library.js";
import { automaticReference } from "../../../../src/reference/automatic.js";
import { prepareReference, sampleReference } from "../../../../src/reference/reference.js";
import { type Inertia, ReferenceFailure } from "../../../../src/reference/types.js";
import { near } from "../../../support/matchers.js";
import { type Sketch, sourceOf } from "../problems.js";
import { atEnd } from "./cases.js";

const [weight, damping] = [0.8, 0.6];
const flat: Sketch = {
  domain: [0, 2],
  layers: 2,
  edges: [[0, 1, weight]],
  potential: (_, layer) => 0.4 * layer,
  initial: (_, layer) => [0.35, 0.15][layer],
  finalTime: 3,
};
const inertia: Inertia = { damping, initialPotential: [() => 0.2, () => -0.1] };

/** f0' = K theta (phi0 - phi1), phi0' = -K theta_s (phi0 - phi1)^2/2 - damping phi0 - log f0 - V0, and so on. */
function twoNodes([s = 1, r = 1, p = 0, q = 0]: readonly number[]): number[] {
  const drop = p - q;
  const flux = weight * logarithmicMean(s, r) * drop;
  const pull = 0.5 * weight * drop * drop;
  return [
    flux,
    -flux,
    -pull * (logarithmicMeanLogSlope(s, r) / s) - damping * p - Math.log(s),
    -pull * (logarithmicMeanLogSlope(r, s) / r) - damping * q - Math.log(r) - 0.4,
  ];
}

test("two nodes follow the equations written out and integrated by another library", (t) => {
  const demand = { levels: [{ cells: [4], steps: 4, times: [1, 4] }] };
  const data = prepareReference({ kind: "homogeneous", inertia }, sourceOf(flat), demand);
  const options = { tolerance: 1e-13, maxIterations: 20000 };
  const expected = integrateNonStiff(twoNodes, [0.35, 0.15, 0.2, -0.1], [0.75, 3], options);
  [1, 4].forEach((n, k) => {
    const { density, companion } = sampleReference(data, { cells: [4], steps: 4 }, n);
    density.forEach((value, i) => {
      const exact = expected[k]?.[i % 2];
      near(t, value, exact, 2e-12, `${n}: ${value - exact}`);
      near(t, companion[i], value, 1e-8);
    });
  });
});

test("data that depend on x are refused, the initial potential included", (t) => {
  const refuse = (sketch: Sketch, how: Inertia, message: RegExp) =>
    t.throws(() => prepareReference({ kind: "homogeneous", inertia: how }, sourceOf(sketch), atEnd([4])), {
      instanceOf: InputError,
      message,
    });
  refuse({ ...flat, initial: (x) => 1 + x }, inertia, /initial density of layer 0 depends on x/);
  const tilted = { damping, initialPotential: [() => 0, ([x = 0]: readonly number[]) => x] };
  refuse(flat, tilted, /initial potential of layer 1 depends on x/);
});

test("a layer that is driven empty ends with the time and the likely cause", (t) => {
  const sketch: Sketch = { ...flat, mobility: "unit" };
  const pushed: Inertia = { damping: 0, initialPotential: [() => 3, () => -3] };
  const failure = t.throws(
    () => prepareReference({ kind: "homogeneous", inertia: pushed }, sourceOf(sketch), atEnd([4])),
    {
      instanceOf: ReferenceFailure,
    },
  );
  t.is(failure.status, "nonFinite");
  t.regex(failure.detail, /t = 0\.\d+ of 3: a vacuum/);
});

test("damping beyond the steps of an explicit integrator is too stiff, with a remedy", (t) => {
  const stiff: Inertia = { ...inertia, damping: 1e7 };
  const failure = t.throws(
    () => prepareReference({ kind: "homogeneous", inertia: stiff }, sourceOf(flat), atEnd([4])),
    {
      instanceOf: ReferenceFailure,
    },
  );
  t.is(failure.status, "tooStiff");
  t.regex(failure.detail, /less damping/);
});

test("auto: homogeneous where nothing depends on x, else finite volumes on four times the cells", (t) => {
  const choice = (sketch: Sketch) => {
    const problem = () => sourceOf(sketch).discretize([100]);
    return automaticReference({ axis: "tau", meshes: [[100]], inertia, problem });
  };
  t.is(choice(flat).kind, "homogeneous");
  const other = { ...flat, initial: (x: number) => 1 + x };
  t.deepEqual(choice(other), { kind: "finite-volume", cells: 400 });
});
