import test from "ava";
import { mobilityNames } from "../../../../src/model/exchange.js";
import type { Problem } from "../../../../src/model/problem.js";
import { createLimitSystem } from "../../../../src/reference/limit-system.js";
import { createImplicitEuler } from "../../../../src/schemes/implicit-euler/implicit-euler.js";
import { createStepEquations } from "../../../../src/schemes/implicit-euler/system.js";
import { solveDense } from "../../../support/dense.js";
import { above, atMost, below, each, eachNear, near } from "../../../support/matchers.js";
import * as boxes from "../../reference/boxes.js";
import * as cases from "../../reference/problems.js";

const fluxes = ["scharfetter-gummel", "upwind"] as const;

function run(problem: Problem, tau: number, steps: number, flux: (typeof fluxes)[number]) {
  const stepper = createImplicitEuler(problem, { tau, steps, tolerance: 1e-12, flux });
  const density = problem.initial.slice();
  const reports = Array.from({ length: steps }, () => ({ ...stepper.step(density), energy: energy(problem, density) }));
  return { density, reports };
}

function energy({ potential, energy: { temperatures }, mesh }: Problem, density: Float64Array): number {
  return (
    mesh.cellVolume * density.reduce((sum, f, k) => sum + f * (temperatures[0] * (Math.log(f) - 1) + potential[k]), 0)
  );
}

const massOf = (problem: Problem, density: Float64Array) =>
  density.reduce((sum, value) => sum + value, 0) * problem.mesh.cellVolume;

const largestRatio = (a: Float64Array, b: Float64Array) =>
  a.reduce((most, value, k) => Math.max(most, Math.abs(value / b[k] - 1)), 0);

for (const flux of fluxes) {
  test(`${flux}: the Boltzmann density of a potential that does not separate is a fixed point and costs nothing`, (t) => {
    const problem = boxes.discretizeBox(boxes.coupledWells, [24, 15]);
    const equilibrium = problem.potential.map((v) => Math.exp(-v / problem.energy.temperatures[0]));
    const { density, reports } = run({ ...problem, initial: equilibrium }, 0.1, 3, flux);
    const deviation = largestRatio(density, equilibrium);
    below(t, deviation, 1e-11);
    near(t, reports[0]?.cost, 0, 1e-20);
  });

  for (const mobility of mobilityNames) {
    test(`${flux}, ${mobility}: converges on three layers of a box, keeps mass and positivity, dissipates energy`, (t) => {
      const problem = boxes.discretizeBox({ ...boxes.coupledWells, mobility }, [20, 12]);
      for (const tau of [1e-4, 0.02]) {
        const { density, reports } = run(problem, tau, 5, flux);
        let before = energy(problem, problem.initial);
        for (const { status, cost, gap, residual, energy: after } of reports) {
          t.is(status, "converged");
          t.is(gap, 0);
          below(t, residual, 1e-7, `${residual} ${cost} ${before - after}`);
          above(t, cost, 0, `${residual} ${cost} ${before - after}`);
          atMost(t, after + cost, before + 1e-12, `${residual} ${cost} ${before - after}`);
          before = after;
        }
        near(t, massOf(problem, density), problem.mass, 1e-14);
        each(t, density, (value) => value > 0);
      }
    });
  }

  for (const along of ["x", "y"] as const) {
    test(`${flux}: data that depend on ${along} alone give the steps of one axis`, (t) => {
      for (const sketch of [cases.fp2d, cases.boxModes, cases.threeLayers]) {
        const line = cases.discretize(sketch, 30);
        const box = boxes.discretizeBox(boxes.extruded(sketch, along), along === "x" ? [30, 7] : [7, 30]);
        const expected = run(line, 0.02, 3, flux);
        const { density, reports } = run(box, 0.02, 3, flux);
        each(t, reports, ({ status }) => status === "converged");
        const { layers } = sketch;
        const difference = density.reduce((sum, value, k) => {
          const cell = Math.floor(k / layers);
          const i = along === "x" ? cell % 30 : Math.floor(cell / 7);
          return sum + Math.abs(value - expected.density[i * layers + (k % layers)]);
        }, 0);
        // The tolerance of a step: 1e-4 / steps^2 and 1.4e-6 of the mass.
        below(t, difference * box.mesh.cellVolume, 1e-7 * box.mass);
        const costs = reports.map(({ cost }, k) => Math.abs(cost / expected.reports[k]?.cost - 1));
        below(t, Math.max(...costs), 1e-6, String(costs));
      }
    });
  }

  test(`${flux}: exchanging the axes exchanges those of the solution`, (t) => {
    const cells = [14, 9] as const;
    const { density } = run(boxes.discretizeBox(boxes.coupledWells, cells), 0.05, 2, flux);
    const turned = run(boxes.discretizeBox(boxes.transposed(boxes.coupledWells), [9, 14]), 0.05, 2, flux);
    const deviation = largestRatio(boxes.transposeCells(density, cells, 3), turned.density);
    below(t, deviation, 1e-7);
  });

  test(`${flux}: a step solves f - tau G(f) = f_prev with the rate G of the reference, which shares no code with it`, (t) => {
    const problem = boxes.discretizeBox({ ...boxes.coupledWells, mobility: "geometric" }, [12, 10]);
    const tau = 0.03;
    const { density } = run(problem, tau, 1, flux);
    const rate = new Float64Array(density.length);
    createLimitSystem(problem, flux).evaluate(density, rate);
    const residual = density.reduce((sum, value, k) => sum + Math.abs(value - tau * rate[k] - problem.initial[k]), 0);
    below(t, residual * problem.mesh.cellVolume, 2e-7);
  });
}

test("the linear systems are those of central differences, and a dense solver finds the same next density", (t) => {
  for (const flux of fluxes) {
    const problem = boxes.discretizeBox({ ...boxes.coupledWells, mobility: "unit" }, [4, 3]);
    const equations = createStepEquations(problem, 0.1, flux);
    const size = problem.initial.length;
    const matrix = equations.createMatrix();
    const next = new Float64Array(size);
    const residualAt = (density: Float64Array) => {
      const residual = new Float64Array(size);
      equations.residual(density, problem.initial, residual);
      return residual;
    };
    equations.linearize(problem.initial, problem.initial, matrix, next);
    t.is(matrix.solve(next, problem.initial, 1e-14), "converged");
    const columns = Array.from(problem.initial, (value, column) => {
      const step = 1e-5 * value;
      const [up, down] = [problem.initial.slice(), problem.initial.slice()];
      up[column] = value + step;
      down[column] = value - step;
      const [high, low] = [residualAt(up), residualAt(down)];
      return high.map((entry, row) => (entry - low[row]) / (2 * step));
    });
    const rows = Array.from({ length: size }, (_, row) => columns.map((column) => column[row]));
    const right = Array.from(residualAt(problem.initial), (value) => -value);
    const change = solveDense(rows, right);
    const scale = Math.max(...change.map(Math.abs));
    change.forEach((value, k) => {
      const own = next[k] - problem.initial[k];
      near(t, own, value, 1e-6 * scale, `${k}: ${own} ${value}`);
    });
  }
});

test("converges from tau = 1e-6 to 10, from vacuum on a wall and with tails, on boxes of one row and of many cells", (t) => {
  for (const [sketch, meshes] of [
    [
      boxes.fokkerPlanck,
      [
        [1, 1],
        [16, 1],
        [1, 16],
        [40, 40],
        [50, 8],
      ],
    ],
    [
      boxes.squareModes,
      [
        [1, 1],
        [24, 24],
      ],
    ],
    [
      boxes.tails,
      [
        [16, 16],
        [64, 48],
      ],
    ],
  ] as const) {
    for (const cells of meshes) {
      for (const tau of [1e-6, 1e-3, 0.1, 10]) {
        const problem = boxes.discretizeBox(sketch, cells);
        const { density, reports } = run(problem, tau, 3, "scharfetter-gummel");
        for (const { status } of reports) t.is(status, "converged", `${cells} cells, tau ${tau}`);
        near(t, massOf(problem, density), problem.mass, { relative: 1e-13 });
        each(t, density, (value) => value > 0);
      }
    }
  }
});

test("a 4 x 4 grid graph in a box relaxes to the mean", (t) => {
  const edges: [number, number, number][] = [];
  for (let g = 0; g < 16; g++) {
    if (g % 4 < 3) edges.push([g, g + 1, 20]);
    if (g < 12) edges.push([g, g + 4, 20]);
  }
  const initial = (x: number, y: number, g: number) => 1 + 0.5 * Math.cos(g) * Math.cos(Math.PI * (x + y));
  const sketch = { ...boxes.squareModes, layers: 16, edges, mobility: "arithmetic" as const, initial };
  const problem = boxes.discretizeBox(sketch, [8, 6]);
  const { density, reports } = run(problem, 10, 3, "upwind");
  each(t, reports, ({ status }) => status === "converged");
  const mean = problem.mass / 16;
  eachNear(t, density, mean, 1e-3);
});

test("a step that Newton cannot make, and a density that is not finite, are statuses and leave the density", (t) => {
  const vacuum = boxes.discretizeBox(boxes.corner, [12, 12]);
  const stepper = createImplicitEuler(vacuum, { tau: 0.1, steps: 1, tolerance: 1e-12, flux: "upwind" });
  const density = vacuum.initial.map((value) => Math.max(value, 1e-290));
  const before = density.slice();
  const { status, iterations, cost } = stepper.step(density);
  t.true((status === "maxIterations" && iterations === 80) || status === "stalled", status);
  t.is(cost, Number.NaN);
  t.deepEqual(density, before);
  density[3] = Number.NaN;
  t.is(stepper.step(density).status, "nonFinite");
});
