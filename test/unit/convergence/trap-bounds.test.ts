/*
 * Where traps begin: a case on either side of each bound, by as little as an observed order or an estimate of an error
 * may be off.
 */
import test from "ava";
import { findTraps, type MeasuredLevel, type TrapInput } from "../../../src/convergence/index.js";
import { traitsOf } from "../../../src/study/run/reference-run.js";
import { level, tauSweep } from "./synthetic.js";

const input = { sweep: "tau", expect: [], errors: ["L1"], reference: traitsOf("formula") } as const;
const find = (levels: readonly MeasuredLevel[], given: Partial<TrapInput> = {}) =>
  findTraps({ ...input, levels, ...given });
const kinds = (levels: readonly MeasuredLevel[], given: Partial<TrapInput> = {}): string[] =>
  find(levels, given).map(({ kind }) => kind);

/** A level with an error of the time's part and one of the mesh of opposite sign. */
const cancelling = (mesh: number, given: Partial<MeasuredLevel> = {}): MeasuredLevel =>
  level({ errors: { L1: 1e-3 * (1 - mesh) }, timeError: 1e-3, meshError: 1e-3 * mesh, ...given });

test("a part of the opposite sign is told from a third of the other on, one of a quarter is none to speak of", (t) => {
  for (const sweep of ["joint", "tensor"] as const) {
    t.deepEqual(kinds([cancelling(1 / 3)], { sweep }), ["cancellation"]);
    t.deepEqual(kinds([cancelling(1 / 4)], { sweep }), []);
    // Either part may be the larger one.
    const exchanged = (mesh: number) => {
      const own = cancelling(mesh);
      return { ...own, timeError: own.meshError as number, meshError: own.timeError as number };
    };
    t.deepEqual(kinds([exchanged(1 / 3)], { sweep }), ["cancellation"]);
    t.deepEqual(kinds([exchanged(1 / 4)], { sweep }), []);
  }
});

test("levels that failed, and errors that the solver limits, do not cancel", (t) => {
  const sweep = "joint";
  t.deepEqual(kinds([cancelling(0.9)], { sweep }), ["cancellation"]);
  t.deepEqual(kinds([cancelling(0.9, { status: "stalled" })], { sweep }), []);
  t.deepEqual(kinds([cancelling(0.9, { solverError: 1e-4 })], { sweep }), []);
});

/** Errors of one order whose parts in time have order 1. */
const shifted = (order: number, given: Partial<MeasuredLevel> = {}): MeasuredLevel[] =>
  tauSweep([10, 20, 40, 80], (tau) => tau ** order).map((own) => ({ ...own, timeError: own.tau, ...given }));

test("orders off those in time by 0.12 are the mesh's, by 0.08 they are the scheme's, either way", (t) => {
  for (const sign of [1, -1]) {
    t.deepEqual(kinds(shifted(1 + 0.12 * sign)), ["mesh-polluted"]);
    t.deepEqual(kinds(shifted(1 + 0.08 * sign)), []);
  }
});

test("where the order in time is known it decides, however large the mesh error is", (t) => {
  t.deepEqual(kinds(shifted(1, { meshError: 0.05 })), []);
  t.deepEqual(kinds(shifted(1, { meshError: 0.05, timeError: Number.NaN })), ["mesh-polluted"]);
});

test("where the order in time is not known, the mesh error may be a fifth of the error, not a third", (t) => {
  const levels = (share: number) => shifted(1, { timeError: Number.NaN, meshError: share / 80 });
  t.deepEqual(kinds(levels(1 / 5)), []);
  t.deepEqual(find(levels(1 / 3))[0]?.levels, [3]);
});

test("a tensor sweep without an expected order of L1 is not polluted by one that is missed elsewhere", (t) => {
  const levels = shifted(0.5).map((own) => ({ ...own, errors: { ...own.errors, W2: own.tau } }));
  const expect = [{ error: "W2", order: 1, slack: 0.1, last: 2 }];
  t.deepEqual(kinds(levels, { sweep: "tensor", expect }), []);
  const ofL1 = [{ error: "L1", order: 1, slack: 0.1, last: 2 }];
  t.deepEqual(kinds(levels, { sweep: "tensor", expect: ofL1 }), ["mesh-polluted"]);
});

const exchange = { rate: 100, moved: 0.5, order: 1 };

/** Whether a sweep of steps that are far too long for the exchange is told so; an order of `expected` is missed. */
function isStiff(levels: readonly MeasuredLevel[], error: string, expected: number, given: Partial<TrapInput> = {}) {
  const expect = [{ error, order: expected, slack: 0, last: 2 }];
  return kinds(levels, { expect, errors: [error], exchange, ...given }).includes("stiff-exchange");
}

/** Errors of an order in L1 and of twice that in the relative entropy, as Pinsker's inequality has it. */
const entropic = (order: number) =>
  tauSweep([10, 20, 40], (tau) => 0.1 * tau ** order).map((own) => {
    const { L1 = Number.NaN } = own.errors;
    return { ...own, errors: { L1, KL: L1 ** 2 / 2, W2: L1 } };
  });

test("the scheme's own order is twice its order in a relative entropy, which is the square of a distance, and once elsewhere", (t) => {
  const [own, other] = [entropic(1), entropic(0.5)];
  for (const error of ["L1", "W2"]) {
    t.false(isStiff(own, error, 1.3), error);
    t.true(isStiff(other, error, 1.3), error);
    t.true(isStiff(entropic(2), error, 2.3), error);
  }
  t.false(isStiff(own, "KL", 2.3));
  t.true(isStiff(other, "KL", 2.3));
});

test("orders within 0.1 of the scheme's are its own, and so are those of its errors in time", (t) => {
  t.true(isStiff(entropic(0.87), "L1", 1.3));
  t.false(isStiff(entropic(0.93), "L1", 1.3));
  const timely = (order: number) => entropic(0.5).map((own) => ({ ...own, timeError: own.tau ** order }));
  t.true(isStiff(timely(0.87), "L1", 1.3));
  t.false(isStiff(timely(0.93), "L1", 1.3));
});

test("an exchange may be the cause as soon as the finer error is no larger than the mass that moves", (t) => {
  const levels = tauSweep([10, 20], (tau) => (tau > 0.06 ? 0.6 : 0.45));
  const expect = [{ error: "L1", order: 1, slack: 0.1, last: 1 }];
  const told = (moved: number) =>
    kinds(levels, { expect, exchange: { ...exchange, moved } }).includes("stiff-exchange");
  t.true(told(0.5));
  t.false(told(0.4));
});

test("a missed order in h is not blamed on steps that are too long", (t) => {
  const levels = entropic(0.5).map((own, k) => ({ ...own, h: 0.1 / 2 ** k, cells: [10 * 2 ** k] }));
  const expect = (axis: "tau" | "h") => [{ error: "L1", order: 1, slack: 0.1, last: 2, axis }];
  const told = (axis: "tau" | "h") => kinds(levels, { sweep: "joint", exchange, expect: expect(axis) });
  t.deepEqual(told("tau"), ["stiff-exchange"]);
  t.deepEqual(told("h"), []);
});

test("an order above the expected one is told from 0.6 on, not at 0.4", (t) => {
  const expect = [{ error: "L1", order: 1, slack: 0.1, last: 2 }];
  const of = (order: number) =>
    kinds(
      tauSweep([10, 20, 40], (tau) => tau ** order),
      { expect },
    );
  t.deepEqual(of(1.6), ["superconvergent"]);
  t.deepEqual(of(1.4), []);
});
