import test from "ava";
import { mobilityNames } from "../../../src/model/exchange.js";
import { createLimitSystem } from "../../../src/reference/limit-system.js";
import type { SameMeshFlux } from "../../../src/reference/types.js";
import { below, near } from "../../support/matchers.js";
import { discretize, wavy } from "./problems.js";

const fluxes: SameMeshFlux[] = ["slopes", "scharfetter-gummel", "upwind"];

for (const flux of fluxes) {
  test(`${flux}: the Boltzmann density e^{-V/T} does not move, to round-off`, (t) => {
    const problem = discretize({ ...wavy, domain: [-8, 8], potential: (x) => x ** 2 / 2 }, 60);
    const equilibrium = problem.potential.map((v) => Math.exp(-v / problem.energy.temperatures[0]));
    const rate = new Float64Array(equilibrium.length);
    createLimitSystem(problem, flux).evaluate(equilibrium, rate);
    const relative = rate.map((value, k) => Math.abs(value) / equilibrium[k]);
    // relative to the rates T/h^2 and dV/h of single terms
    below(t, Math.max(...relative), 1e-11);
  });

  test(`${flux}: the rates conserve mass and move it only between layers joined by an edge`, (t) => {
    const problem = discretize(wavy, 9);
    const rate = new Float64Array(problem.initial.length);
    createLimitSystem(problem, flux).evaluate(problem.initial, rate);
    near(
      t,
      rate.reduce((sum, value) => sum + value, 0),
      0,
      1e-11,
    );
  });
}

for (const mobility of mobilityNames) {
  for (const flux of fluxes) {
    test(`${flux}, ${mobility}: the Jacobian is that of central differences, and the affine part completes it`, (t) => {
      const problem = discretize({ ...wavy, mobility }, 7);
      const system = createLimitSystem(problem, flux);
      const density = problem.initial.slice();
      const matrix = createRecorder(system.size);
      const affine = new Float64Array(system.size);
      const dt = 0.3;
      system.linearize(density, dt, matrix, affine);
      const rateAt = (values: Float64Array) => {
        const rate = new Float64Array(system.size);
        system.evaluate(values, rate);
        return rate;
      };
      const euler = rateAt(density).map((value) => dt * value);
      for (let column = 0; column < system.size; column++) {
        const step = 1e-6;
        const [up, down] = [density.slice(), density.slice()];
        up[column] = up[column] + step;
        down[column] = down[column] - step;
        const [high, low] = [rateAt(up), rateAt(down)];
        for (let row = 0; row < system.size; row++) {
          const entry = matrix.values[row * system.size + column];
          const derivative = (high[row] - low[row]) / (2 * step);
          const expected = (row === column ? 1 : 0) - dt * derivative;
          near(t, entry, expected, 2e-6 * (1 + Math.abs(expected)), `(${row}, ${column}): ${entry}, ${expected}`);
          const derived = (row === column ? 1 : 0) - entry;
          euler[row] = euler[row] - derived * density[column];
        }
      }
      euler.forEach((value, row) => {
        near(t, value, affine[row], 1e-10);
      });
    });
  }
}

/** A dense matrix that is filled like a Jacobian. */
function createRecorder(size: number) {
  const values = new Float64Array(size * size);
  return {
    values,
    reset() {
      values.fill(0);
      for (let k = 0; k < size; k++) values[k * (size + 1)] = 1;
    },
    add(row: number, column: number, value: number) {
      values[row * size + column] = values[row * size + column] + value;
    },
  };
}
