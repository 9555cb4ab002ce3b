import test from "ava";
import { InputError } from "../../../../src/errors.js";
import { mobilityNames } from "../../../../src/model/exchange.js";
import type { BoundReference } from "../../../../src/reference/kinds.js";
import { prepareReference, sampleReference } from "../../../../src/reference/reference.js";
import type { Inertia } from "../../../../src/reference/types.js";
import { below, near } from "../../../support/matchers.js";
import { boxSource, discretizeBox, extruded } from "../boxes.js";
import { discretize, errorL1, ornsteinUhlenbeck, type Sketch, sourceOf } from "../problems.js";
import { atEnd } from "./cases.js";

const mean = 0.7;
const sign = (layer: number) => (layer === 0 ? 1 : -1);

function perturbed(
  amplitude: number,
  withSpace: boolean,
  mobility: Sketch["mobility"] = "logarithmic",
): [Sketch, Inertia] {
  const wave = (x: number) => (withSpace ? Math.cos(Math.PI * x) : 0);
  const sketch: Sketch = {
    domain: [0, 1],
    layers: 2,
    edges: [[0, 1, 2]],
    mobility,
    potential: () => 0.3,
    initial: (x, layer) => mean * (1 + amplitude * (wave(x) + 0.6 * sign(layer))),
    temperature: 0.8,
    finalTime: 0.5,
  };
  const phi =
    (layer: number) =>
    ([x = 0]: readonly number[]) =>
      amplitude * (0.1 * wave(x) - 0.2 * sign(layer));
  return [sketch, { damping: 1.5, initialPotential: [phi(0), phi(1)] }];
}

const sample = (spec: BoundReference, sketch: Sketch) =>
  sampleReference(prepareReference(spec, sourceOf(sketch), atEnd([20])), { cells: [20], steps: 1 }, 1);

for (const mobility of mobilityNames) {
  test(`${mobility}: the linearization differs from the nonlinear graph by the square of the amplitude`, (t) => {
    const differences = [1e-2, 1e-3].map((amplitude) => {
      const [sketch, inertia] = perturbed(amplitude, false, mobility);
      const linear = sample({ kind: "spectral", inertia }, sketch);
      const exact = sample({ kind: "homogeneous", inertia }, sketch);
      return errorL1(discretize(sketch, 20), linear.density, exact.density);
    });
    const [large, small] = differences as [number, number];
    below(t, large, 10 * 1e-4, String(differences));
    // Where symmetry leaves no second order it is the third that is seen.
    t.true(small < 1e-9 || large / small > 80, String(differences));
  });
}

test("the estimate is the distance to the nonlinear solution, up to its own order", (t) => {
  for (const amplitude of [0.1, 1e-2, 1e-3]) {
    const [sketch, inertia] = perturbed(amplitude, true);
    const linear = sample({ kind: "spectral", inertia }, sketch);
    const volumes = sample({ kind: "finite-volume", cells: 640, inertia }, sketch);
    const problem = discretize(sketch, 20);
    const error = errorL1(problem, linear.density, volumes.density);
    const estimate = linear.companionFactor * errorL1(problem, linear.density, linear.companion);
    below(t, error, 1.1 * estimate, `${amplitude}: ${error} ${estimate}`);
    below(t, estimate, 1.1 * error, `${amplitude}: ${error} ${estimate}`);
    below(t, error, 2 * amplitude ** 2, `${amplitude}: ${error}`);
  }
});

test("where symmetry leaves no second order the estimate is that of the third", (t) => {
  const [sketch, inertia] = perturbed(0.1, false);
  const linear = sample({ kind: "spectral", inertia }, sketch);
  const exact = sample({ kind: "homogeneous", inertia }, sketch);
  const problem = discretize(sketch, 20);
  const error = errorL1(problem, linear.density, exact.density);
  const estimate = errorL1(problem, linear.density, linear.companion);
  below(t, error, 1.2 * estimate, `${error} ${estimate}`);
  below(t, estimate, 1.2 * error, `${error} ${estimate}`);
  below(t, error, 0.1 ** 3, `${error} ${estimate}`);
});

test("fine meshes and boxes get the estimate of a coarser mesh", (t) => {
  const [sketch, inertia] = perturbed(1e-2, true);
  const estimateOn = (cells: number) => {
    const data = prepareReference({ kind: "spectral", inertia }, sourceOf(sketch), atEnd([cells]));
    const { density, companion } = sampleReference(data, { cells: [cells], steps: 1 }, 1);
    return errorL1(discretize(sketch, cells), density, companion);
  };
  const [coarse, fine] = [estimateOn(100), estimateOn(400)];
  near(t, fine, coarse, 1e-3 * coarse, `${coarse} ${fine}`);
  const box = extruded(sketch);
  const data = prepareReference({ kind: "spectral", inertia }, boxSource(box), atEnd([40, 64]));
  const { density, companion } = sampleReference(data, { cells: [40, 64], steps: 1 }, 1);
  const onBox = errorL1(discretizeBox(box, [40, 64]), density, companion);
  near(t, onBox, coarse, 0.02 * coarse, `${coarse} ${onBox}`);
});

test("potentials that vary and densities far from their mean are refused, saying why", (t) => {
  const [sketch, inertia] = perturbed(1e-2, true);
  const refuse = (what: Sketch, message: RegExp) =>
    t.throws(() => sample({ kind: "spectral", inertia }, what), { instanceOf: InputError, message });
  refuse({ ...sketch, potential: (x) => x }, /same constant potential/);
  refuse({ ...ornsteinUhlenbeck, potential: () => 0 }, /close to its mean/);
});
