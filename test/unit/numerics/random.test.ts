import test from "ava";
import { seededRandom } from "../../../src/numerics/random.js";
import { each, near } from "../../support/matchers.js";

test("one seed gives one sequence, another seed another", (t) => {
  const draw = (seed: number) => Array.from({ length: 5 }, seededRandom(seed));
  t.deepEqual(draw(3), draw(3));
  t.notDeepEqual(draw(3), draw(4));
});

test("numbers lie in [0, 1) with the mean and variance of the uniform law", (t) => {
  const next = seededRandom(11);
  const numbers = Array.from({ length: 100_000 }, next);
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  const variance = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / numbers.length;
  each(t, numbers, (value) => value >= 0 && value < 1);
  near(t, mean, 0.5, 5 / Math.sqrt(12 * numbers.length));
  near(t, variance, 1 / 12, 2e-3);
});
