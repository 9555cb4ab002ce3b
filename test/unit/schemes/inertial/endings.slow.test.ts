/*
 * Vacuum and caustics: runs end where the equations do, with their status and a reason, and not before.
 */
import test from "ava";
import { createMobility, mobilityKind } from "../../../../src/model/exchange.js";
import type { ModelSpec } from "../../../../src/model/model.js";
import { integrateNonStiff, LibraryError } from "../../../../src/numerics/numeric-library.js";
import { above, below, near } from "../../../support/matchers.js";
import { distanceL1, problemOf } from "../../../support/runs.js";
import { nodes, run, wells } from "./runs.js";

test("a caustic and a vacuum end the run with their status and a reason, and the last good density stays", (t) => {
  const collapse = problemOf({ ...wells, potential: 0, initial: 1, finalTime: 0.2 }, 50);
  const inward = Float64Array.from(
    { length: 100 },
    (_, k) => 3 * Math.cos((2 * Math.PI * (Math.floor(k / 2) + 0.5)) / 50),
  );
  const caustic = run(collapse, 4, 0, inward);
  t.is(caustic.summary.status, "caustic");
  t.regex(caustic.summary.reason ?? "", /layer "a"/);
  const drained = problemOf({ ...nodes, initial: { a: 0.9, b: 1e-7, c: 0.1 } }, 1);
  const vacuum = run(drained, 4, 0, Float64Array.of(1, -1, 1));
  t.is(vacuum.summary.status, "vacuum");
  t.regex(vacuum.summary.reason ?? "", /"a" and "b"/);
  t.deepEqual(vacuum.density, drained.initial);
});

for (const mobility of ["unit", "arithmetic", "upwind", "logarithmic"] as const) {
  test(`a layer without x that its momentum empties is a vacuum, when it is one in the limit: ${mobility}`, (t) => {
    const [K, V, damping, finalTime] = [1, 1.5, 0.1, 3];
    const spec: ModelSpec = {
      ...nodes,
      graph: { nodes: ["a", "b"], edges: [["a", "b", K]] },
      potential: { a: 0, b: V },
      exchange: { mobility },
      initial: { a: 0.3, b: 0.7 },
      finalTime,
    };
    // The density of b against time by Dormand-Prince, as far as it gets: psi = phi_b - phi_a, a gets from b where psi
    // < 0.
    const theta = createMobility(mobility);
    const slope = mobilityKind(mobility).logSlope;
    const right = ([s = 0, psi = 0]: readonly number[]): number[] => {
      const r = 1 - s;
      const by = [slope(s, r, psi, 0, 1) / s, slope(r, s, 0, psi, 1) / r] as const;
      return [
        -K * theta(s, r, psi, 0, 1) * psi,
        -0.5 * K * (by[1] - by[0]) * psi * psi - damping * psi - (Math.log(r / s) + V),
      ];
    };
    const emptied = emptyingTime(right, [0.3, 0], finalTime);
    for (const steps of [100, 400, 1600]) {
      const { summary } = run(problemOf(spec, 1), steps, damping);
      const tau = finalTime / steps;
      t.is(summary.status, "vacuum");
      t.regex(summary.reason ?? "", /"a" and "b" drains one of them$/);
      const until = tau * (summary.stepsDone + 1);
      near(t, until, emptied, 0.02 + 8 * tau, `${steps}: ${until} ${emptied}`);
      t.true(summary.energyMonotone);
    }
  });
}

/** When the second of two nodes is empty, where Dormand-Prince can go no further: bisection over end times. */
function emptyingTime(
  right: (state: readonly number[]) => number[],
  start: readonly number[],
  finalTime: number,
): number {
  let [low, high] = [0, finalTime];
  for (let k = 0; k < 12; k++) {
    const middle = (low + high) / 2;
    if (goesOn(right, start, middle)) low = middle;
    else high = middle;
  }
  return high;
}

function goesOn(right: (state: readonly number[]) => number[], start: readonly number[], until: number): boolean {
  try {
    const end = integrateNonStiff(right, start, [0, until], { tolerance: 1e-8, maxIterations: 10_000 }).at(-1)?.[0];
    return (end ?? Number.NaN) < 1 - 1e-6;
  } catch (error) {
    if (error instanceof LibraryError) return false;
    throw error;
  }
}

test("thin tails that meet at walls do not end a run", (t) => {
  const spec: ModelSpec = { domain: [[-12, 12]], potential: "x^2/2", initial: "exp(-(x - 2)^2/2)", finalTime: 2 };
  const [coarse, fine] = [400, 800].map((cells) => {
    const { summary, density } = run(problemOf(spec, cells), 50, 0.2);
    t.is(summary.status, "ok");
    t.true(summary.energyMonotone);
    return Float64Array.from({ length: 400 }, (_, k) =>
      cells === 400 ? density[k] : (density[2 * k] + density[2 * k + 1]) / 2,
    );
  }) as [Float64Array, Float64Array];
  below(t, distanceL1(problemOf(spec, 400), coarse, fine), 2e-3);
});

test("a shock that steps shorter than cells run into is a caustic, before energy grows", (t) => {
  const spec: ModelSpec = {
    domain: [[-2, 2]],
    potential: "50*(x^2 - 1)^2",
    initial: "exp(-50*(x - 1)^2)",
    finalTime: 0.2,
  };
  const { summary } = run(problemOf(spec, 400), 1000, 20);
  t.is(summary.status, "caustic");
  t.regex(summary.reason ?? "", /of the mass varies from cell to cell/);
  above(t, summary.stepsDone, 100);
  t.true(summary.energyMonotone);
});
