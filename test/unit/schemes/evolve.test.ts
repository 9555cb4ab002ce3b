import test from "ava";
import type { StateProblem, StateStepper, StepReport, StepRow } from "../../../src/model/evolution.js";
import { createMesh } from "../../../src/model/mesh.js";
import { createFunctional } from "../../../src/model/states/functional.js";
import { gaussianState, particleState } from "../../../src/model/states/state.js";
import { type Accounts, evolve, meshAccounts, stateAccounts } from "../../../src/schemes/evolve.js";
import { problemOf } from "../../support/runs.js";

const initial = particleState(Float64Array.of(4, -4), 1);
const functional = createFunctional({ potential: "x1^2 / 2" }, 1);
const problem: StateProblem = { functional, initial, finalTime: 2 };

const converged: StepReport = {
  status: "converged",
  iterations: 3,
  backtracks: 1,
  gap: Number.NaN,
  residual: 1e-10,
  distance: 0.25,
  cost: 1,
};

/** Halves every number; F is the sum of squares over 4, so that a step from (4, -4) releases 8 - 2 = 6. */
function halving(reports: readonly Partial<StepReport>[]): StateStepper {
  let n = 0;
  return {
    energy: (values) => values.reduce((sum, value) => sum + value * value, 0) / 4,
    step(values) {
      for (let k = 0; k < values.length; k++) values[k] = values[k] / 2;
      return { ...converged, ...reports[n++] } as StepReport;
    },
  };
}

function run(stepper: StateStepper, steps: number, of: StateProblem = problem) {
  const rows: StepRow[] = [];
  const states: number[][] = [];
  const evolution = evolve(stateAccounts(of, stepper), stepper, steps, (row, state) => {
    rows.push(row);
    states.push([...state]);
  });
  return { ...evolution, rows, states };
}

test("a step that fails leaves the state of the last one that converged, its status and its reason", (t) => {
  const { summary, state, rows } = run(halving([{}, { status: "vacuum", reason: "two particles met" }]), 4);
  t.deepEqual([...state], [2, -2]);
  t.is(summary.status, "vacuum");
  t.is(summary.reason, "two particles met");
  t.is(summary.stepsDone, 1);
  t.is(rows.length, 2);
  t.is(summary.newtonMean, 3);
});

test("an evolution without a failure has no reason, and lends every state to the observer", (t) => {
  const { summary, states, rows } = run(halving([]), 4);
  t.is(summary.status, "ok");
  t.false("reason" in summary);
  t.deepEqual(states, [
    [4, -4],
    [2, -2],
    [1, -1],
    [0.5, -0.5],
    [0.25, -0.25],
  ]);
  t.deepEqual(
    rows.map(({ t: time }) => time),
    [0, 0.5, 1, 1.5, 2],
  );
});

test("the initial state is not written to", (t) => {
  run(halving([]), 3);
  t.deepEqual([...initial.values], [4, -4]);
});

test("a gap that is not a number does not spoil the check of the energy, and is passed on", (t) => {
  const fine = run(halving([]), 1);
  t.true(fine.summary.energyMonotone);
  t.is(fine.summary.gapMax, Number.NaN);
  const spent = run(halving([{ cost: 6 }]), 1);
  t.true(spent.summary.energyMonotone);
  const tooMuch = run(halving([{ cost: 6.001 }, { cost: 0 }]), 2);
  t.false(tooMuch.summary.energyMonotone);
  t.deepEqual(
    tooMuch.rows.map(({ energyMonotone }) => energyMonotone),
    [true, false, true],
  );
});

test("a gap allows as much energy as it says", (t) => {
  t.true(run(halving([{ cost: 6.5, gap: 0.5 }]), 1).summary.energyMonotone);
  t.false(run(halving([{ cost: 6.5, gap: 0.499 }]), 1).summary.energyMonotone);
});

test("the solver's error is the sum of the distances of the steps that converged", (t) => {
  const distances = [{ distance: 0.5 }, { distance: 0.25 }, { distance: 0.125 }];
  t.is(run(halving(distances), 3).summary.solverError, 0.875);
  const failed = [{ distance: 0.5 }, { distance: 9, status: "stalled" as const, reason: "no descent" }];
  t.is(run(halving(failed), 3).summary.solverError, 0.5);
  const { distance: _, ...silent } = converged;
  const stepper = halving([]);
  t.is(run({ ...stepper, step: () => silent }, 2).summary.solverError, Number.NaN);
});

test("dissipation is twice the cost per time, and the residual the largest", (t) => {
  const { rows, summary } = run(halving([{ residual: 2e-9 }, { cost: 0.25 }]), 2);
  t.deepEqual(
    rows.map(({ dissipation }) => dissipation),
    [0, 2, 0.5],
  );
  t.is(summary.residualMax, 2e-9);
});

const wrongNumbers = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
const figures = ["residual", "distance", "cost"] as const;

for (const wrong of wrongNumbers) {
  test(`a step that converged and left ${wrong} in its state ends the evolution with nonFinite, at the state before`, (t) => {
    const stepper = halving([]);
    let n = 0;
    const spoilt = {
      ...stepper,
      step: (values: Float64Array) => {
        const report = stepper.step(values);
        if (++n === 2) values[1] = wrong;
        return report;
      },
    };
    const { summary, state, rows } = run(spoilt, 4);
    t.is(summary.status, "nonFinite");
    t.regex(summary.reason ?? "", /state holds numbers that are not finite/);
    t.deepEqual([...state], [2, -2]);
    t.is(summary.stepsDone, 1);
    t.is(rows.length, 2);
  });

  for (const name of figures) {
    test(`a step that converged with a ${name} of ${wrong} has not`, (t) => {
      const { summary } = run(halving([{}, { [name]: wrong }]), 4);
      t.is(summary.status, "nonFinite");
      t.is(summary.reason, `the ${name} of the step is ${wrong}`);
      t.is(summary.stepsDone, 1);
    });
  }

  test(`an energy of ${wrong} after a step, or at the start, is none`, (t) => {
    const later = run({ ...halving([]), energy: ([x = 0]) => (x === 4 ? 1 : wrong) }, 3).summary;
    t.like(later, { status: "nonFinite", reason: `the energy of the step is ${wrong}`, stepsDone: 0 });
    const { summary, rows } = run({ ...halving([]), energy: () => wrong }, 3);
    t.like(summary, { status: "nonFinite", reason: `the energy before the step is ${wrong}`, stepsDone: 0 });
    t.is(rows.length, 1);
  });

  test(`a state or a mass of ${wrong} at the start is stepped from no more`, (t) => {
    const values = Float64Array.of(4, wrong);
    const { summary } = run(halving([]), 3, { ...problem, initial: { ...initial, values } });
    t.like(summary, { status: "nonFinite", stepsDone: 0, newtonMax: 0 });
    const accounts: Accounts = { ...stateAccounts(problem, halving([])), mass: () => wrong };
    t.like(evolve(accounts, halving([]), 1).summary, { reason: `the mass at the start is ${wrong}`, newtonMax: 0 });
  });

  test(`a kinetic energy or a mass of ${wrong} is none`, (t) => {
    t.is(run({ ...halving([]), kinetic: () => wrong }, 1).summary.reason, `the kinetic energy of the step is ${wrong}`);
    const accounts: Accounts = { ...stateAccounts(problem, halving([])), mass: ([x = 0]) => (x === 4 ? 1 : wrong) };
    t.is(evolve(accounts, halving([]), 1).summary.reason, `the mass of the step is ${wrong}`);
  });

  test(`a gap of ${wrong} is none of a step that knows its gap`, (t) => {
    const accounts: Accounts = { ...stateAccounts(problem, halving([])), hasGap: true };
    t.is(evolve(accounts, halving([{ gap: wrong }]), 1).summary.reason, `the gap of the step is ${wrong}`);
    const state = run(halving([{ gap: wrong }]), 1).summary;
    t.is(state.status, Number.isNaN(wrong) ? "ok" : "nonFinite");
  });
}

test("densities know their gap, are checked for their sign, and zero is no fault", (t) => {
  const mesh = createMesh([[0, 1]], [2]);
  const layout = { kind: "grid", dimension: 1, mesh } as const;
  const start = (least: number): StateProblem => ({
    ...problem,
    initial: { layout, values: Float64Array.of(least, 2) },
  });
  t.is(run(halving([]), 1, start(0)).summary.status, "ok");
  const { summary } = run(halving([]), 1, start(-1e-3));
  t.like(summary, { status: "nonFinite", reason: "the density is negative, -1.0e-3" });
  t.true(meshAccounts(problemOf({ domain: [[0, 1]], potential: 0, initial: 1, finalTime: 1 }, 2)).hasGap);
});

test("only densities on a mesh have a mass to drift and a least value", (t) => {
  const particles = run(halving([]), 2).summary;
  t.is(particles.massDrift, 0);
  t.is(particles.densityMin, Number.NaN);
  const gaussian = gaussianState([0], [1]);
  t.is(run(halving([]), 1, { ...problem, initial: gaussian }).summary.densityMin, Number.NaN);
  const layout = { kind: "grid", dimension: 1, mesh: createMesh([[0, 1]], [2]) } as const;
  const grid = run(halving([]), 1, { ...problem, initial: { layout, values: Float64Array.of(0.5, 1.5) } }).summary;
  t.is(grid.massDrift, 0.5);
  t.is(grid.densityMin, 0.25);
});
