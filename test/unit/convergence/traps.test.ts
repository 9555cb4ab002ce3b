import test from "ava";
import {
  findTraps,
  flagsOf,
  judge,
  type MeasuredLevel,
  type TrapInput,
  trapFlags,
} from "../../../src/convergence/index.js";
import { traitsOf } from "../../../src/study/run/reference-run.js";
import { level, tauSweep, tensorSweep } from "./synthetic.js";

const input = { sweep: "tau", expect: [], errors: ["L1"], reference: traitsOf("formula") } as const;
const find = (levels: readonly MeasuredLevel[], given: Partial<TrapInput> = {}) =>
  findTraps({ ...input, levels, ...given });
const kinds = (levels: readonly MeasuredLevel[], given: Partial<TrapInput> = {}): string[] =>
  find(levels, given).map(({ kind }) => kind);

/** Levels along tau = h² whose error is |time + mesh|, with the parts known. */
function jointSweep(time: (tau: number) => number, mesh: (h: number) => number): MeasuredLevel[] {
  return [10, 20, 40, 80].map((cells) => {
    const [tau, h] = [cells ** -2, 1 / cells];
    const parts = { timeError: Math.abs(time(tau)), meshError: Math.abs(mesh(h)) };
    return level({
      steps: cells ** 2,
      tau,
      cells: [cells],
      h,
      errors: { L1: Math.abs(time(tau) + mesh(h)) },
      ...parts,
    });
  });
}

const expectation = { error: "L1", order: 1, slack: 0.1, last: 2 };

test("errors in time and on the mesh that cancel are told by their parts, and the remedy is named", (t) => {
  const levels = jointSweep(
    (tau) => 40 * tau,
    (h) => -0.6 * h,
  );
  const [trap] = find(levels, { sweep: "joint" });
  t.is(trap?.kind, "cancellation");
  t.deepEqual(trap?.levels, [2, 3]);
  t.regex(trap?.sentence ?? "", /cancel at 2 levels, most at \(6400 steps, 80 cells\), where the error is 0.00125/);
  t.regex(trap?.sentence ?? "", /in time is 0.00625 and that of the mesh about 0.0075/);
  t.regex(trap?.sentence ?? "", /same-mesh.*same-step.*tensor/);
});

test("errors that add up are no trap, nor is a small mesh error of the opposite sign", (t) => {
  const time = (tau: number): number => 40 * tau;
  t.deepEqual(
    kinds(
      jointSweep(time, (h) => 0.6 * h),
      { sweep: "joint" },
    ),
    [],
  );
  t.deepEqual(
    kinds(
      jointSweep(time, (h) => -8 * h ** 2),
      { sweep: "joint" },
    ),
    [],
  );
});

test("one known part is enough to see a cancellation, none shows nothing", (t) => {
  const levels = jointSweep(
    (tau) => 40 * tau,
    (h) => -0.45 * h,
  );
  const without = (key: "timeError" | "meshError") => levels.map((own) => ({ ...own, [key]: Number.NaN }));
  t.deepEqual(kinds(without("meshError"), { sweep: "joint" }), ["cancellation"]);
  t.deepEqual(kinds(without("timeError"), { sweep: "tensor" }).includes("cancellation"), true);
  const unknown = levels.map((own) => ({ ...own, timeError: Number.NaN, meshError: Number.NaN }));
  t.false(kinds(unknown, { sweep: "joint" }).includes("cancellation"));
});

test("the order in tau on a fixed mesh is polluted where the order of the time errors differs, either way", (t) => {
  for (const mesh of [0.01, -0.01]) {
    const levels = tauSweep([10, 20, 40, 80], (tau) => tau + mesh).map((own) => ({ ...own, timeError: own.tau }));
    const [trap] = find(levels);
    t.is(trap?.kind, "mesh-polluted");
    t.deepEqual(trap?.levels, mesh > 0 ? [1, 2, 3].slice(-trap.levels.length) : [1, 2, 3]);
    t.regex(
      trap?.sentence ?? "",
      /between \(40 steps, 100 cells\) and \(80 steps, 100 cells\), but 1 against the limit/,
    );
    t.regex(trap?.sentence ?? "", /same-mesh/);
    for (const reference of ["same-mesh", "exact-iterate"])
      t.deepEqual(kinds(levels, { reference: traitsOf(reference) }), []);
  }
});

test("on a coarse mesh of a tensor sweep the mesh is told as the cause where an order is missed, only there", (t) => {
  const onMesh = (cells: number, mesh: number) =>
    tauSweep([10, 20, 40, 80], (tau) => tau + mesh).map((own) => ({
      ...own,
      cells: [cells],
      h: 1 / cells,
      timeError: own.tau,
    }));
  const levels = [...onMesh(20, 0.05), ...onMesh(200, 1e-5)].map((own, level) => ({ ...own, level }));
  const polluted = (expect: TrapInput["expect"]) =>
    find(levels, { sweep: "tensor", expect }).filter(({ kind }) => kind === "mesh-polluted");
  const [trap, ...others] = polluted([expectation]);
  t.deepEqual(others, []);
  t.deepEqual(
    trap?.levels.every((k) => k < 4),
    true,
  );
  t.regex(trap?.sentence ?? "", /the mesh error pollutes the order/);
  t.deepEqual(polluted([{ ...expectation, order: 0.1 }]), []);
});

test("where time errors are not known, a mesh error known on a coarser level tells", (t) => {
  const levels = tauSweep([10, 20, 40, 80], (tau) => tau + 0.01).map((own, k) => ({
    ...own,
    timeError: Number.NaN,
    meshError: k < 2 ? 0.0075 : Number.NaN,
  }));
  const [trap] = find(levels);
  t.is(trap?.kind, "mesh-polluted");
  t.deepEqual(trap?.levels, [3]);
  t.regex(trap?.sentence ?? "", /about 0.0075 of 0.0225 at \(80 steps/);
});

test("a clean sweep on a fixed mesh is not flagged", (t) => {
  const levels = tauSweep([10, 20, 40, 80], (tau) => tau + 2e-4).map((own) => ({
    ...own,
    timeError: own.tau,
    meshError: 2e-4,
  }));
  t.deepEqual(kinds(levels), []);
});

test("an order above the expected one by more than a half is superconvergence, unless max allows for it", (t) => {
  const levels = tauSweep([10, 20, 40], (tau) => tau ** 2);
  const [trap] = find(levels, { expect: [expectation] });
  t.is(trap?.kind, "superconvergent");
  t.deepEqual(trap?.levels, [1, 2]);
  t.regex(trap?.sentence ?? "", /observed order 2 exceeds the expected 1 .*errors may cancel/);
  t.deepEqual(kinds(levels, { expect: [{ ...expectation, max: 2.5 }] }), []);
  t.deepEqual(
    kinds(
      tauSweep([10, 20, 40], (tau) => tau ** 1.4),
      { expect: [expectation] },
    ),
    [],
  );
});

test("superconvergence is told of the pairs that are judged, as many as the expectation asks for", (t) => {
  const orders = [2, 2, 1];
  const levels = tauSweep([10, 20, 40, 80], (tau) =>
    orders.slice(0, Math.round(Math.log2(0.1 / tau))).reduce((error, order) => error * 2 ** -order, 1),
  );
  t.deepEqual(kinds(levels, { expect: [{ ...expectation, last: 1 }] }), []);
  t.deepEqual(find(levels, { expect: [expectation] })[0]?.levels, [2]);
});

test("superconvergence in tau of an error that is the mesh's says so", (t) => {
  const levels = jointSweep(
    (tau) => 1e-6 * tau,
    (h) => h ** 4,
  );
  const [trap] = find(levels, { sweep: "joint", expect: [expectation] });
  t.is(trap?.kind, "superconvergent");
  t.regex(trap?.sentence ?? "", /it is the mesh whose order shows; sweep tau alone/);
});

test("growth is told once per error with the worst pair, and not below two per cent", (t) => {
  const errors = [1, 1.5, 4, 4.04, 3];
  const levels = tauSweep([10, 20, 40, 80, 160], (tau) => errors[Math.log2(0.1 / tau)] ?? Number.NaN);
  const traps = find(levels);
  t.is(traps.length, 1);
  t.deepEqual(traps[0]?.levels, [1, 2]);
  t.regex(
    traps[0]?.sentence ?? "",
    /\(20 steps, 100 cells\) and \(40 steps, 100 cells\) by a factor 2.667 \(and 1 other/,
  );
  const growing = (factor: number) => tauSweep([10, 20], (tau) => (tau > 0.06 ? 1 : factor));
  t.deepEqual(kinds(growing(1.03)), ["growing"]);
  t.deepEqual(kinds(growing(1.01)), []);
});

test("growth in h against a reference with the time error left in proposes one at the same step", (t) => {
  const levels = [10, 20, 40].map((cells) => level({ cells: [cells], h: 1 / cells, errors: { L1: 1 - 1 / cells } }));
  t.regex(find(levels, { sweep: "h" })[0]?.sentence ?? "", /exact-iterate or same-step/);
  t.regex(find(levels, { sweep: "h", reference: traitsOf("same-step") })[0]?.sentence ?? "", /does not converge/);
});

test("a tensor sweep is searched along both sizes", (t) => {
  const inTau = tensorSweep((tau, h) => h / tau);
  t.regex(find(inTau, { sweep: "tensor" })[0]?.sentence ?? "", /^L1 in tau at 20 cells: .* grows/);
  const inH = tensorSweep((tau, h) => tau / h);
  t.regex(find(inH, { sweep: "tensor" })[0]?.sentence ?? "", /^L1 in h at 10 steps: .* grows/);
});

test("levels limited by a floor, and failed ones, do not grow", (t) => {
  const levels = tauSweep([10, 20, 40], (tau) => 1e-9 / tau);
  t.deepEqual(kinds(levels), ["growing"]);
  t.deepEqual(kinds(levels.map((own) => ({ ...own, solverError: 1e-7 }))), []);
  t.deepEqual(kinds(levels.map((own) => ({ ...own, status: "stalled" }))), []);
});

test("an error that is zero, or round-off of the mass, is a floor and a trap of its own; errors alike share a sentence", (t) => {
  const zero = level({ errors: { L1: 0, energy: 0 } });
  const noise = level({ steps: 20, tau: 0.05, errors: { L1: 8e-15, energy: 2e-16 }, roundOff: 1e-14 });
  const explained = { timeError: 1, meshError: 0, referenceErrors: { L1: 0 } };
  const levels = [level({ steps: 5, tau: 0.2, errors: { L1: 1, energy: 1 }, ...explained }), zero, noise];
  const errors = ["L1", "energy"];
  t.deepEqual(flagsOf(noise, errors), ["floor-limited"]);
  t.deepEqual(flagsOf({ ...noise, roundOff: 0 }, errors), []);
  const traps = find(levels, { errors });
  t.deepEqual(
    traps.map(({ kind, levels: own }) => [kind, ...own]),
    [
      ["zero", 1, 2],
      ["zero", 1, 2],
    ],
  );
  const expect = [{ ...expectation, last: 1 }];
  const verdict = judge({ levels, sweep: "tau", expect, errors, mass: 1, reference: traitsOf("formula") });
  t.is(verdict.exitCode, 4);
  t.is(verdict.warnings.length, 1);
  t.regex(
    verdict.warnings[0] ?? "",
    /^L1, energy: the error is zero to round-off at \(10 steps.* \(and 1 other level\)/,
  );
});

test("layer masses that are conserved to round-off are zero errors, others of the level are not", (t) => {
  const own = level({ errors: { L1: 1e-3, mass: 3e-16 }, roundOff: 1e-14 });
  t.deepEqual(flagsOf(own, ["L1", "mass"]), ["floor-limited:mass"]);
});

test("flags name the error only where they do not concern all of the study's", (t) => {
  const levels = [
    level({ errors: { L1: 1, L2: 2 } }),
    level({ steps: 20, tau: 0.05, errors: { L1: 3, L2: 1 } }),
    level({ steps: 40, tau: 0.025, errors: { L1: 4, L2: 2 } }),
  ];
  const errors = ["L1", "L2"];
  const traps = find(levels, { errors });
  t.deepEqual(trapFlags(traps, 0, errors), []);
  t.deepEqual(trapFlags(traps, 1, errors), ["growing:L1"]);
  t.deepEqual(trapFlags(traps, 2, errors), ["growing"]);
});

test("an error that is the same on every level has a flag of its own, unless a plateau is expected", (t) => {
  const input = {
    levels: tauSweep([10, 20, 40], () => 0.25),
    sweep: "tau",
    errors: ["L1"],
    reference: traitsOf("formula"),
  } as const;
  const found = findTraps({ ...input, expect: [] });
  t.deepEqual(
    found.map(({ kind, levels }) => [kind, levels]),
    [["identical", [0, 1, 2]]],
  );
  t.deepEqual(findTraps({ ...input, expect: [{ error: "L1", slack: 0.1, last: 3, plateau: 0.25 }] }), []);
  t.deepEqual(findTraps({ ...input, levels: tauSweep([10, 20, 40], (tau) => 0.25 + 1e-9 * tau), expect: [] }), []);
});

test("growth from below to an expected plateau is none", (t) => {
  const levels = tauSweep([10, 20, 40], (tau) => 0.25 - tau);
  t.deepEqual(kinds(levels), ["growing"]);
  t.deepEqual(kinds(levels, { expect: [{ error: "L1", slack: 0.1, last: 3, plateau: 0.25 }] }), []);
});

test("errors that are zero are told to be that only, and two that agree are no pattern", (t) => {
  t.deepEqual(kinds(tauSweep([10, 20, 40], () => 0)), ["zero"]);
  t.deepEqual(kinds(tauSweep([10, 20], () => 0.25)), []);
});

test("what a failed level holds is neither zero nor the same as elsewhere", (t) => {
  const failing = (error: number) =>
    tauSweep([10, 20, 40], () => 0.25).map((own, k) =>
      k === 2 ? { ...own, status: "stalled", errors: { L1: error } } : own,
    );
  t.deepEqual(kinds(failing(0)), []);
  t.deepEqual(kinds(failing(0.25)), []);
});
