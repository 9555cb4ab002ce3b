/*
 Costs of exchange: the primal and the dual function are conjugate, and what Young's inequality leaves has its digits.
 */
import test from "ava";
import { createExchangeCost } from "../../../src/jko/exchange/cost.js";
import { exchangeCosts } from "../../../src/model/exchange.js";
import { atLeast, near } from "../../support/matchers.js";

const numbers = [-3, -0.7, -1e-3, 0, 1e-6, 0.2, 1, 4];

/** The largest value of a concave function on [-60, 60], by golden section. */
function largest(of: (x: number) => number): number {
  const part = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [-60, 60];
  for (let k = 0; k < 120; k++) {
    const [left, right] = [high - part * (high - low), low + part * (high - low)];
    if (of(left) > of(right)) high = right;
    else low = left;
  }
  return of(0.5 * (low + high));
}

for (const name of exchangeCosts) {
  for (const temperature of [0.3, 1, 2]) {
    const { dual, flux, stiffness, drive, primal, defect } = createExchangeCost(name, temperature);

    test(`${name}, T = ${temperature}: conjugate functions, their derivatives and inverses`, (t) => {
      for (const z of numbers) {
        const conjugate = largest((xi) => z * xi - dual(xi));
        near(t, primal(z), conjugate, 1e-10 * (1 + conjugate), `${z}: ${primal(z)} ${conjugate}`);
        near(t, flux(drive(z)), z, 1e-13 * (1 + Math.abs(z)));
      }
      for (const xi of numbers) {
        const h = 1e-5;
        near(t, (dual(xi + h) - dual(xi - h)) / (2 * h), flux(xi), 1e-7 * (1 + Math.abs(flux(xi))));
        near(t, (flux(xi + h) - flux(xi - h)) / (2 * h), stiffness(xi), 1e-7 * stiffness(xi));
      }
    });

    test(`${name}, T = ${temperature}: the defect of Young's inequality, however small`, (t) => {
      for (const z of numbers) {
        for (const xi of numbers) {
          const plain = primal(z) + dual(xi) - z * xi;
          atLeast(t, defect(z, xi), 0);
          near(t, defect(z, xi), plain, 1e-12 * (1 + primal(z) + dual(xi)), `${z} ${xi}`);
        }
        for (const d of [1e-3, 1e-5, 1e-7, 1e-9]) {
          const parabola = 0.5 * d * d * stiffness(drive(z));
          near(t, defect(z, drive(z) + d), parabola, { relative: 2 * d + (2e-6 / d) * 1e-9 }, `${z} ${d}`);
        }
      }
    });
  }
}

test("the cosh cost at temperature 1 is that of a jump process", (t) => {
  const { primal } = createExchangeCost("cosh", 1);
  for (const z of [0.1, 1, 7]) {
    near(t, primal(z), 2 * z * Math.asinh(z / 2) - 2 * Math.sqrt(z * z + 4) + 4, 1e-13 * (1 + z * z));
  }
});
