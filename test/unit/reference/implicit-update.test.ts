import test from "ava";
import { evaluateResidual, type ImplicitEquation } from "../../../src/reference/implicit-equation.js";
import { search, updateDensity } from "../../../src/reference/implicit-update.js";
import type { LimitSystem } from "../../../src/reference/limit-system.js";
import { isSettled } from "../../../src/reference/settled.js";
import { eachNear, near } from "../../support/matchers.js";

/** An equation with the given residual in every cell, and an update to `next` that is sought from `density`. */
function updateTo(next: readonly number[], density: Float64Array, residual: (f: number, k: number) => number) {
  const size = next.length;
  const vector = () => new Float64Array(size);
  const evaluate = (f: Float64Array, rate: Float64Array) => rate.set(f.map((own, k) => own - residual(own, k)));
  const system = { size, evaluate } as unknown as LimitSystem;
  const work = { next: Float64Array.from(next), rate: vector(), residual: vector(), other: vector(), trial: vector() };
  const equation = {
    system,
    base: vector(),
    dt: 1,
    work: { ...work, explicit: vector() },
  } as unknown as ImplicitEquation;
  const norm = evaluateResidual(equation, density);
  equation.work.explicit.set(density.map((own, k) => own - equation.work.residual[k]));
  return search(equation, density, norm, 0);
}

test("where the linearization makes a density negative a tenth of it is left, or a part of the way there", (t) => {
  const out = new Float64Array(2);
  updateDensity(Float64Array.of(1, 1), Float64Array.of(-1, 2), 1, out);
  eachNear(t, out, [0.1, 2], 1e-15);
  updateDensity(Float64Array.of(1, 1), Float64Array.of(-1, 2), 0.5, out);
  eachNear(t, out, [0.55, 1.5], 1e-15);
});

test("a Newton update that goes too far is halved until the residual falls", (t) => {
  const density = Float64Array.of(1);
  const next = 1 + 5 * Math.atan(2);
  near(
    t,
    updateTo([next], density, (f) => Math.atan(f - 3)),
    Math.atan(next / 2 - 2.5),
    1e-12,
  );
  near(t, density[0], (1 + next) / 2, 1e-12);
});

test("where no part of an update lowers the residual the density stays", (t) => {
  const density = Float64Array.of(1);
  t.is(
    updateTo([2], density, (f) => f),
    Number.POSITIVE_INFINITY,
  );
  t.is(density[0], 1);
});

test("an empty cell that nothing enters at first may grow to the largest density at once", (t) => {
  const density = Float64Array.of(1, 1e-6);
  const reached = updateTo([1, 2e-5], density, (f, k) => (k === 0 ? 0 : 0.1 * (f - 0.9)));
  near(t, reached, 0.01, 1e-12);
  eachNear(t, density, [1, 1], 1e-12);
});

test("changes that are small in every cell are settled only if their sum is", (t) => {
  const settled = (change: number) => isSettled(Float64Array.of(1, 1), Float64Array.of(1 + change, 1), [1], 1e-6);
  t.true(settled(1e-7));
  t.false(settled(1e-5));
});
