import test from "ava";
import { referenceEffect } from "../../../src/convergence/flags.js";
import { flagsOf, floorOf, type MeasuredLevel, meshDistanceOf } from "../../../src/convergence/index.js";
import { createModel, discretize } from "../../../src/model/model.js";
import { atMost } from "../../support/matchers.js";
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
      const own = meshDistanceOf(name).distance(problem, density, reference);
      const change = Math.abs(meshDistanceOf(name).distance(problem, density, wrong) - own);
      const left = meshDistanceOf(name).distance(problem, wrong, reference);
      const effect = referenceEffect(level({ errors: { [name]: own }, referenceErrors: { [name]: left } }), name);
      atMost(t, change, 1.02 * effect, `${name} ${size}: ${change} > ${effect}`);
      atMost(t, effect, 1.2 * change, `${name} ${size}: ${effect} is far above ${change}`);
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

test("a relative entropy of states, by their moments, says nothing of the densities that L1 compares", (t) => {
  const limited = { errors: { L1: 1e-3, symKL: 1e-6 }, referenceErrors: { L1: 2e-4, symKL: 1e-12 } };
  t.deepEqual(flagsOf(level(limited), ["L1", "symKL"]), ["floor-limited:L1"]);
});

test("an error of solver or reference that is not a number limits the level: nothing is known of it", (t) => {
  const own = { errors: { L1: 1, KL: 1, energy: 1 }, referenceErrors: { L1: 0, KL: 0, energy: 0 } };
  for (const error of ["L1", "KL", "energy"]) {
    t.is(floorOf(level({ ...own, solverError: Number.NaN }), error), "solver", error);
    const unknown = { ...own, referenceErrors: { ...own.referenceErrors, [error]: Number.NaN } };
    t.is(floorOf(level(unknown), error), "reference", error);
  }
  t.is(floorOf(level({ ...own, referenceErrors: { L1: Number.NaN } }), "KL"), "reference");
  // Between other states there may be no distance.
  const state = { ...own, solverMeasure: { power: 1, extent: 1 }, referenceErrors: { L1: Number.NaN } } as const;
  t.is(floorOf(level(state), "L1"), undefined);
  t.is(floorOf(level({ ...state, solverError: Number.NaN }), "L1"), "solver");
});

test("energies have floors: zero, ten times what reference leaves, and the solver's in L1, but not its length of states", (t) => {
  const at = (given: Partial<MeasuredLevel>) =>
    floorOf(level({ errors: { L1: 1e-3, energy: 1e-6 }, ...given }), "energy");
  t.is(at({}), undefined);
  t.is(at({ errors: { L1: 1e-3, energy: 0 } }), "round-off");
  t.is(at({ errors: { L1: 1e-15, energy: 1e-6 }, roundOff: 1e-14 }), "round-off");
  t.is(at({ referenceErrors: { energy: 1e-7 } }), "reference");
  t.is(at({ referenceErrors: { energy: 9e-8 } }), undefined);
  t.is(at({ solverError: 1e-4 }), "solver");
  t.is(at({ solverError: 9e-5 }), undefined);
  t.is(at({ solverError: 1, solverMeasure: { power: 1, extent: 1 } }), undefined);
});

test("errors of states are compared with the solver's length: lengths as they are, squares by their root", (t) => {
  const at = (error: string, value: number) =>
    floorOf(level({ errors: { [error]: value }, solverError: 1e-4, solverMeasure: { power: 1, extent: 1 } }), error);
  t.deepEqual([at("W2", 1e-3), at("W2", 1.1e-3)], ["solver", undefined]);
  t.deepEqual([at("symKL", 1e-6), at("symKL", 1.1e-6)], ["solver", undefined]);
});

test("an error at all times is held against those at all times", (t) => {
  const errors = { "L1@max": 1e-3, "W2@max": 1, "KL@max": 1e-2, L1: 1 };
  t.is(floorOf(level({ errors, solverError: 1e-4 }), "W2@max"), "solver");
  t.is(floorOf(level({ errors, referenceErrors: { "L1@max": 1e-4 } }), "KL@max"), "reference");
  t.is(floorOf(level({ errors: { ...errors, "L1@max": 1, L1: 1e-3 }, solverError: 1e-4 }), "W2@max"), undefined);
});

test("floors of states do not depend on the unit of length, whatever power of a length errors and the solver's error are", (t) => {
  const powers = { W2: 1, mean: 1, aligned: 1, positions: 1, IGW: 2, covariance: 2, symKL: 0, weights: 0 };
  for (const [error, ofError] of Object.entries(powers)) {
    for (const power of [0, 1, 2] as const) {
      // Just above and just below ten times what the solver leaves, of a state as wide as the unit.
      for (const [factor, floor] of [
        [0.98, "solver"],
        [1.02, undefined],
      ] as const) {
        for (const unit of [1, 1e3, 1e-3]) {
          const value = (error === "symKL" ? (10 * factor * 1e-4) ** 2 : 10 * factor * 1e-4) * unit ** ofError;
          const solver = { solverError: 1e-4 * unit ** power, solverMeasure: { power, extent: unit } };
          const told = `${error}, the solver's a length to the power ${power}, unit ${unit}`;
          t.is(floorOf(level({ errors: { [error]: value }, ...solver }), error), floor, told);
        }
      }
    }
  }
});

test("an error is zero up to the round-off of the level, and not beyond", (t) => {
  const at = (error: number) => floorOf(level({ errors: { L1: error }, roundOff: 1e-14 }), "L1");
  t.is(at(0.9e-14), "round-off");
  t.is(at(1.1e-14), undefined);
});
