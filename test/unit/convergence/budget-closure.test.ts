import test from "ava";
import { closureOf, findTraps, judge, type MeasuredLevel, trapFlags } from "../../../src/convergence/index.js";
import { traitsOf } from "../../../src/study/run/reference-run.js";
import { near } from "../../support/matchers.js";
import { level, tauSweep } from "./synthetic.js";

const expectation = { error: "L1", order: 1, slack: 0.3, last: 2 };
const mesh = 1e-4;

/** A tau sweep against a reference that lies `off` the limit on the mesh. */
function sweepOff(off: number, given: Partial<MeasuredLevel> = {}): MeasuredLevel[] {
  return tauSweep([10, 20, 40, 80], (tau) => tau + off).map((own) => ({
    ...own,
    referenceErrors: { L1: 0 },
    timeError: own.tau,
    meshError: mesh,
    ...given,
  }));
}
const verdictOn = (levels: readonly MeasuredLevel[], reference = "formula") =>
  judge({ levels, sweep: "tau", expect: [expectation], mass: 1, reference: traitsOf(reference) });
const isOpen = (levels: readonly MeasuredLevel[], reference = "formula"): boolean =>
  findTraps({ levels, sweep: "tau", expect: [], errors: ["L1"], reference: traitsOf(reference) }).some(
    ({ kind }) => kind === "inconsistent",
  );

test("an error that mesh, reference, solver and limit do not explain fails the verdict, whatever the orders are", (t) => {
  for (const sign of [1, -1]) {
    const levels = sweepOff(sign * 5 * mesh);
    const { exitCode, reasons, warnings } = verdictOn(levels);
    t.is(exitCode, 4);
    t.regex(reasons[0] ?? "", /not the limit of this scheme.*\(80 steps, 100 cells\), one of 4 levels/);
    t.regex(warnings[0] ?? "", /differ by 5e-4.*explain up to 4e-4 only.*formula is wrong, or --set/);
    t.false(warnings.some((warning) => warning.includes("pollutes")));
    const traps = findTraps({ levels, sweep: "tau", expect: [], errors: ["L1"], reference: traitsOf("formula") });
    t.deepEqual(trapFlags(traps, 3, ["L1"]), ["inconsistent"]);
  }
});

test("each part of the bound closes the budget: mesh, reference, solver and limit", (t) => {
  t.false(isOpen(sweepOff(3.9 * mesh)));
  t.true(isOpen(sweepOff(4.1 * mesh)));
  t.false(isOpen(sweepOff(5 * mesh, { referenceErrors: { L1: 0.6 * mesh } })));
  t.true(isOpen(sweepOff(5 * mesh, { referenceErrors: { L1: 0.4 * mesh } })));
  t.true(isOpen(sweepOff(5 * mesh, { limitError: 0.4 * mesh })));
  t.false(isOpen(sweepOff(5 * mesh, { roundOff: 1.1 * mesh })));
  t.false(isOpen(sweepOff(5 * mesh, { limitError: 0.6 * mesh })));
  t.false(isOpen(sweepOff(5 * mesh, { solverError: 1.1 * mesh })));
});

test("the distance of the limit to the reference tells what errors of one size hide", (t) => {
  t.true(isOpen(sweepOff(0, { limitDistance: 4.1 * mesh })));
  t.false(isOpen(sweepOff(0, { limitDistance: 3.9 * mesh })));
  t.is(closureOf(sweepOff(0, { limitDistance: 0.7 })[3], [])?.gap, 0.7);
});

test("references that share an error with the levels are not compared", (t) => {
  for (const kind of ["same-mesh", "same-step", "exact-iterate"]) t.false(isOpen(sweepOff(9 * mesh), kind));
  for (const kind of ["formula", "spectral", "homogeneous", "finite-volume"]) t.true(isOpen(sweepOff(9 * mesh), kind));
});

test("what is not known is said to be not checked, and neither fails nor passes in silence", (t) => {
  for (const given of [{ timeError: NaN }, { meshError: NaN }, { limitError: NaN }]) {
    const levels = sweepOff(0, given);
    const { exitCode, warnings } = verdictOn(levels);
    t.is(exitCode, 0);
    t.true(
      warnings.some((warning) => warning.startsWith("budget not checked")),
      JSON.stringify(given),
    );
    t.false(isOpen(levels));
  }
  t.is(verdictOn(sweepOff(0, { referenceErrors: { L1: NaN } })).exitCode, 4);
  t.deepEqual(verdictOn(sweepOff(0)).warnings, []);
});

test("a mesh error that is missing is that of the same mesh, else carried on from coarser ones by their order", (t) => {
  const levels = sweepOff(0).map((own, k) => (k < 2 ? own : { ...own, meshError: NaN }));
  t.is(closureOf(levels[3], levels)?.bound, 4 * mesh);
  const joint = [1, 2, 4].map((n, k) => {
    const parts = { timeError: 0.1, meshError: k < 2 ? mesh / n ** 1.5 : NaN, referenceErrors: { L1: 0 } };
    return level({ h: 0.1 / n, cells: [10 * n], errors: { L1: 0.1 }, ...parts });
  });
  const bound = closureOf(joint[2], joint)?.bound ?? NaN;
  near(t, bound, 4 * mesh * 4 ** -1.5, { relative: 1e-12 });
});

test("carried on, a mesh error falls at most by order two, grows by none, and of one coarser mesh by order one", (t) => {
  const boundOn = (meshErrors: readonly number[]): number => {
    const levels = [1, 2, 4].slice(-meshErrors.length - 1).map((n, k) => {
      const parts = { timeError: 0.1, meshError: meshErrors[k] ?? NaN, referenceErrors: { L1: 0 } };
      return level({ h: 0.1 / n, cells: [10 * n], errors: { L1: 0.1 }, ...parts });
    });
    return (closureOf(levels.at(-1) as MeasuredLevel, levels)?.bound ?? NaN) / 4;
  };
  const near = (value: number, expected: number) => Math.abs(value / expected - 1) < 1e-12;
  t.true(near(boundOn([mesh, mesh / 64]), mesh / 64 / 4));
  t.true(near(boundOn([mesh, 2 * mesh]), 2 * mesh));
  t.true(near(boundOn([mesh]), mesh / 2));
});

test("a coarse mesh is granted the mesh error of a finer one: a smaller one is a change of sign", (t) => {
  const own = { errors: { L1: 0.1 }, timeError: 0.1, referenceErrors: { L1: 0 } };
  const levels = [
    level({ ...own, h: 0.1, cells: [10], meshError: 1e-9 }),
    level({ ...own, h: 0.05, cells: [20], meshError: mesh }),
  ];
  t.is(closureOf(levels[0], levels)?.bound, 4 * mesh);
});

test("errors that cancel keep their own flag, as far as the mesh error may be measured too small", (t) => {
  const kindsOf = (given: Partial<MeasuredLevel>, others: readonly MeasuredLevel[] = []) => {
    const parts = { errors: { L1: 1e-3 }, timeError: 1e-2, referenceErrors: { L1: 0 } };
    const levels = [level({ ...parts, ...given }), ...others];
    const traps = findTraps({ levels, sweep: "joint", expect: [], errors: ["L1"], reference: traitsOf("formula") });
    return traps.map(({ kind, levels: own }) => `${kind} ${own.join()}`);
  };
  t.deepEqual(kindsOf({ meshError: 9e-3 / 15 }), ["cancellation 0"]);
  t.deepEqual(kindsOf({ meshError: 9e-3 / 17 }), ["inconsistent 0"]);
  // One level that is open beyond doubt is enough: the mesh is not to blame for the others either.
  const fine = level({ h: 0.005, errors: { L1: 2e-4 }, timeError: 5e-4, referenceErrors: { L1: 0 }, meshError: 1e-6 });
  t.deepEqual(kindsOf({ meshError: 9e-3 / 15 }, [fine]), ["inconsistent 0,1"]);
});

test("a mesh error that is missing is that of the finest step that has one, and of none that failed", (t) => {
  const known = [3 * mesh, mesh, NaN, NaN];
  const levels = sweepOff(0).map((own, k) => ({ ...own, meshError: known[k] as number }));
  t.is(closureOf(levels[3], levels)?.bound, 4 * mesh);
  const failed = levels.map((own, k) => (k === 1 ? { ...own, status: "stalled" } : own));
  t.is(closureOf(failed[3], failed)?.bound, 12 * mesh);
});

test("a level that failed has no budget, and one whose error is at its floor needs none", (t) => {
  const failed = sweepOff(0).map((own, k) => (k === 3 ? { ...own, status: "stalled", limitDistance: 1 } : own));
  t.false(isOpen(failed));
  const limited = sweepOff(0).map((own, k) => (k === 3 ? { ...own, timeError: NaN, solverError: 1 } : own));
  t.deepEqual(verdictOn(limited).warnings, []);
});

test("the finest of the levels that are open is the one described", (t) => {
  const { warnings } = verdictOn(sweepOff(5 * mesh));
  t.regex(warnings[0] ?? "", /does not close, at \(80 steps, 100 cells\)/);
});
