import test from "ava";
import { referenceEffect } from "../../../src/convergence/flags.js";
import { flagsOf, floorOf, norms } from "../../../src/convergence/index.js";
import { createModel, discretize } from "../../../src/model/model.js";
import { level } from "./synthetic.js";

const problem = discretize(createModel({ domain: [[0, 1]], potential: 0, initial: 1, finalTime: 1 }), [50]);
/** 1 + a cos(pi k (x)): densities about the uniform one. */
const wave = (amplitude: number, frequency: number): Float64Array =>
  Float64Array.from({ length: 50 }, (_, k) => 1 + amplitude * Math.cos((Math.PI * frequency * (k + 0.5)) / 50));

test("the effect of the reference bounds what it does to an error, in every norm", (t) => {
  const reference = wave(0.2, 2);
  for (const name of ["L1", "L2", "Linf", "KL", "W2", "energy"] as const) {
    for (const size of [1e-5, 1e-3, 1e-2]) {
      // The reference is off in the direction of the error, which is the worst.
      const [density, wrong] = [wave(0.22, 2), wave(0.2 - size, 2)];
      const own = norms[name](problem, density, reference);
      const change = Math.abs(norms[name](problem, density, wrong) - own);
      const left = norms[name](problem, wrong, reference);
      const effect = referenceEffect(level({ errors: { [name]: own }, referenceErrors: { [name]: left } }), name);
      t.true(change <= 1.02 * effect, `${name} ${size}: ${change} > ${effect}`);
      t.true(effect <= 1.2 * change, `${name} ${size}: ${effect} is far above ${change}`);
    }
  }
});

test("a relative entropy is limited by a reference whose own relative entropy is far below it", (t) => {
  for (const error of ["KL", "symKL", "KL@max"]) {
    const at = (left: number) =>
      floorOf(level({ errors: { [error]: 1e-6 }, referenceErrors: { [error]: left } }), error);
    t.is(at(1e-8), "reference", error);
    t.is(at(1e-9), undefined, error);
  }
  t.is(floorOf(level({ errors: { L1: 1e-6 }, referenceErrors: { L1: 1e-8 } }), "L1"), undefined);
});

test("a level limited by the reference in L1 does not count in the relative entropy either", (t) => {
  const limited = { errors: { L1: 1e-3, KL: 1e-6, W2: 1e-3 }, referenceErrors: { L1: 2e-4, KL: 1e-12, W2: 1e-9 } };
  t.deepEqual(flagsOf(level(limited), ["L1", "KL", "W2"]), ["floor-limited:L1", "floor-limited:KL"]);
});
