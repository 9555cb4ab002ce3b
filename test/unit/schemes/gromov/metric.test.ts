import test from "ava";
import { crossMoments } from "../../../../src/numerics/cross-moments.js";
import { identityMatrix, multiply, transpose } from "../../../../src/numerics/dense.js";
import { symmetricEigen } from "../../../../src/numerics/symmetric-eigen.js";
import { alignTo, orthogonalFactor } from "../../../../src/schemes/gromov/align.js";
import { createMetricFrame } from "../../../../src/schemes/gromov/metric.js";
import { createMovement } from "../../../../src/schemes/gromov/movement.js";
import { createStepFunctional } from "../../../../src/schemes/gromov/step-functional.js";
import { above, below, near } from "../../../support/matchers.js";
import { cloud, energyOf, equal, limitRate, rms, squaredByPairs } from "./flows.js";

const uneven = (count: number) => Float64Array.from({ length: count }, (_, k) => (2 * (k + 1)) / (count * (count + 1)));
const largest = (array: Float64Array) => array.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

for (const d of [1, 2, 3]) {
  const [count, stretch] = [7, [1, 0.6, 1.4].slice(0, d)];
  const weights = uneven(count);
  const x = cloud(count, stretch, 3);
  const change = cloud(count, stretch, 4).map((value) => 0.3 * value);

  test(`dimension ${d}: the cost from moments is the sum over all pairs`, (t) => {
    const y = x.map((value, k) => value + change[k]);
    const exact = squaredByPairs(y, x, weights, d);
    near(t, createMovement(weights, d).squared(x, change), exact, 1e-14 * exact);
  });

  test(`dimension ${d}: the cost of a change of 1e-9 that does not rotate keeps its digits`, (t) => {
    const tiny = x.map((value) => 1e-9 * value);
    // y = (1 + s) x: ((1 + s)² - 1)² |A|².
    const a = crossMoments(x, x, weights, d);
    const size = a.reduce((sum, value) => sum + value * value, 0);
    const exact = (2e-9 + 1e-18) ** 2 * size;
    near(t, createMovement(weights, d).squared(x, tiny), exact, { relative: 1e-14 });
  });

  test(`dimension ${d}: gradient of the cost, and of a step, against central differences`, (t) => {
    const movement = createMovement(weights, d);
    const gradient = new Float64Array(x.length);
    movement.gradient(x, change, gradient);
    const h = 1e-5;
    change.forEach((_, k) => {
      const at = (s: number) =>
        movement.squared(
          x,
          change.map((value, j) => (j === k ? value + s : value)),
        );
      const difference = (at(h) - at(-h)) / (2 * h);
      near(t, difference, weights[Math.floor(k / d)] * gradient[k], 1e-8);
    });
    const energy = energyOf({ potential: "r^4/4", interaction: "exp(-r)" }, d, weights);
    const functional = createStepFunctional(weights, d, energy, 0.2);
    functional.begin(x);
    const [p, scratch] = [change.map((value) => value / 2), new Float64Array(x.length)];
    functional.objective(p, gradient);
    p.forEach((_, k) => {
      const at = (s: number) =>
        functional.objective(
          p.map((value, j) => (j === k ? value + s : value)),
          scratch,
        );
      const difference = (at(h) - at(-h)) / (2 * h);
      near(t, difference, gradient[k], 1e-8);
    });
  });

  test(`dimension ${d}: L^-½ twice is the L^-1 of the limit flow, on fields without torque`, (t) => {
    const energy = energyOf({ potential: "r^4/4", interaction: "cos(r)" }, d, weights);
    const rate = limitRate(energy, weights, d)(x);
    const force = new Float64Array(x.length);
    energy.gradient(x, force);
    const field = force.map((value, k) => -value / weights[Math.floor(k / d)]);
    const frame = createMetricFrame(weights, d);
    frame.moveTo(x);
    const inside = new Float64Array(x.length);
    frame.enter(field, inside);
    frame.inverseRoot(inside, inside);
    frame.inverseRoot(inside, inside);
    frame.leave(inside, force);
    below(t, rms(force, rate, weights), 1e-13 * (1 + largest(rate)));
  });

  test(`dimension ${d}: displacements do not rotate, and their cost is the squared length of the part of the parameters that does not`, (t) => {
    const energy = energyOf({ potential: "r" }, d, weights);
    const functional = createStepFunctional(weights, d, energy, 1);
    functional.begin(x);
    const displacement = new Float64Array(x.length);
    functional.displace(change, displacement);
    const c = crossMoments(displacement, x, weights, d);
    below(t, largest(c.map((value, k) => value - transpose(c, d)[k])), 1e-14);
    const field = change.map((value, k) => value * Math.sqrt(weights[Math.floor(k / d)]));
    functional.displace(field, displacement);
    const frame = createMetricFrame(weights, d);
    frame.moveTo(x);
    const small = displacement.map((value) => 1e-7 * value);
    const cost = createMovement(weights, d).squared(x, small) / 1e-14;
    const whole = change.reduce((sum, value, k) => sum + weights[Math.floor(k / d)] * value * value, 0);
    const rotation = rotationPart(change, frame.points, frame.eigenvalues, weights, d);
    near(t, cost, whole - rotation, 1e-6 * whole);
  });
}

/**
 * Squared norm of the part S x of a field, S skew, in the basis of the eigenvectors: (M_ab - M_ba)²/(λ_a + λ_b) over
 * pairs.
 */
function rotationPart(
  field: Float64Array,
  points: Float64Array,
  lambda: Float64Array,
  weights: Float64Array,
  d: number,
) {
  const m = crossMoments(field, points, weights, d);
  let sum = 0;
  for (let a = 0; a < d; a++) {
    for (let b = 0; b < a; b++) {
      const torque = m[a * d + b] - m[b * d + a];
      sum += torque ** 2 / (lambda[a] + lambda[b]);
    }
  }
  return sum;
}

test("the orthogonal factor leaves a symmetric positive matrix, also of matrices near singular ones", (t) => {
  for (const scale of [1, 1e-6, 1e-11]) {
    const matrix = cloud(4, [1, 1, 1, scale], 5);
    const factor = orthogonalFactor(matrix, 4) as Float64Array;
    const unit = multiply(transpose(factor, 4), factor, 4);
    below(t, largest(unit.map((value, k) => value - identityMatrix(4)[k])), 1e-14);
    const rest = multiply(transpose(factor, 4), matrix, 4);
    below(t, largest(rest.map((value, k) => value - transpose(rest, 4)[k])), 1e-14);
    above(t, symmetricEigen(rest, 4).values[0], -1e-15);
  }
  t.is(orthogonalFactor(Float64Array.of(1, 2, 2, 4), 2), undefined);
  t.is(orthogonalFactor(Float64Array.of(1, Number.NaN, 2, 4), 2), undefined);
  t.is(orthogonalFactor(new Float64Array(4), 2), undefined);
  t.deepEqual(orthogonalFactor(Float64Array.of(-3), 1), Float64Array.of(-1));
});

test("alignment undoes any rotation and reflection, and is refused for particles on a line", (t) => {
  const weights = equal(9);
  const x = cloud(9, [1, 0.5, 2], 1);
  const q = orthogonalFactor(cloud(3, [1, 1, 1], 12), 3) as Float64Array;
  for (const sign of [1, -1]) {
    const turned = multiply(
      x,
      q.map((value) => sign * value),
      3,
    );
    t.true(alignTo(turned, x, weights, 3));
    below(t, rms(turned, x, weights), 1e-14);
  }
  const line = x.map((value, k) => (k % 3 === 0 ? value : 0));
  const kept = line.slice();
  t.false(alignTo(line, x, weights, 3));
  t.deepEqual(line, kept);
});
