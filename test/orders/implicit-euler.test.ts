/*
 * Backward Euler of the limit system, f - tau G(f) = f_prev, against its limit tau -> 0 on the same mesh (order 1 in
 * tau) and against the closed form of a Fokker-Planck equation along tau ~ h^2 (order 2 in h for Scharfetter-Gummel;
 * for upwind an accident: its errors in time and space cancel).
 */
import test from "ava";
import { prepareReference, sampleReference } from "../../src/reference/reference.js";
import { createImplicitEuler } from "../../src/schemes/implicit-euler/implicit-euler.js";
import type { ImplicitEulerFlux } from "../../src/schemes/implicit-euler/transport.js";
import { between, near } from "../support/matchers.js";
import * as cases from "../unit/reference/problems.js";

function finalDensity(sketch: cases.Sketch, cells: number, steps: number, flux: ImplicitEulerFlux): Float64Array {
  const problem = cases.discretize(sketch, cells);
  const stepper = createImplicitEuler(problem, { tau: sketch.finalTime / steps, steps, tolerance: 1e-12, flux });
  const density = problem.initial.slice();
  for (let n = 0; n < steps; n++) {
    const { status } = stepper.step(density);
    if (status !== "converged") throw new Error(`step ${n}: ${status}`);
  }
  return density;
}

const { boxModes, ornsteinUhlenbeck, threeLayers } = cases;

const orders = (errors: readonly number[]) => errors.slice(1).map((error, k) => Math.log2(errors[k] / error));

for (const flux of ["scharfetter-gummel", "upwind"] as const) {
  for (const [name, sketch] of Object.entries({ boxModes, ornsteinUhlenbeck, threeLayers })) {
    test(`${name}, ${flux}: order 1 in tau against the limit on the same mesh of 60 cells`, (t) => {
      const steps = [16, 32, 64, 128];
      const levels = steps.map((count) => ({ cells: [60], steps: count, times: [count] }));
      const data = prepareReference({ kind: "same-mesh", flux }, cases.sourceOf(sketch), { levels });
      const errors = steps.map((count) => {
        const { density } = sampleReference(data, { cells: [60], steps: count }, count);
        return cases.errorL1(cases.discretize(sketch, 60), finalDensity(sketch, 60, count, flux), density);
      });
      for (const order of orders(errors).slice(-2)) between(t, order, 0.9, 1.15, `${errors} ${orders(errors)}`);
    });
  }
}

const path = [
  [10, 5],
  [20, 20],
  [40, 80],
  [80, 320],
  [160, 1280],
  [320, 5120],
] as const;

function errorsAlong(levels: readonly (readonly [number, number])[], flux: ImplicitEulerFlux): number[] {
  return levels.map(([cells, steps]) => {
    const exact = cases.cellAverages([0, 1], cells, 1, (x) => cases.fp2dDensity(x, cases.fp2d.finalTime));
    return cases.errorL1(cases.discretize(cases.fp2d, cells), finalDensity(cases.fp2d, cells, steps, flux), exact);
  });
}

test("Scharfetter-Gummel along tau ~ h^2: order 2 throughout", (t) => {
  const errors = errorsAlong(path, "scharfetter-gummel");
  for (const order of orders(errors).slice(1)) between(t, order, 1.98, 2.02, `${errors} ${orders(errors)}`);
});

test("upwind along tau ~ h^2: the errors in time and space cancel, and the known accident is reproduced", (t) => {
  const errors = errorsAlong(path, "upwind");
  [1.278e-1, 3.126e-2, 6.944e-3, 1.296e-3, 1.05e-4, 8.32e-5].forEach((known, k) => {
    near(t, errors[k], known, { relative: 2e-3 }, String(errors));
  });
});

test("upwind at a small fixed tau: order 1 in h", (t) => {
  const errors = [50, 100, 200].map((cells) => {
    const exact = cases.cellAverages([-8, 8], cells, 2, (x, layer) => cases.ornsteinUhlenbeckDensity(x, layer, 0.5));
    return cases.errorL1(
      cases.discretize(ornsteinUhlenbeck, cells),
      finalDensity(ornsteinUhlenbeck, cells, 1000, "upwind"),
      exact,
    );
  });
  for (const order of orders(errors).slice(1)) between(t, order, 0.9, 1.1, `${errors} ${orders(errors)}`);
});
