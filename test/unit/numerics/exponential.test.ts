import test from "ava";
import { exponential } from "../../../src/numerics/exponential.js";
import { seededRandom } from "../../../src/numerics/random.js";
import { atMost } from "../../support/matchers.js";

test("the exponential is that of Math within two units of round-off, over the whole range", (t) => {
  const random = seededRandom(1);
  let worst = 0;
  for (let k = 0; k < 200_000; k++) {
    const size = 10 ** (3 * random() - (k % 2 === 0 ? 0.5 : 12));
    const x = Math.min(size, 708) * (random() < 0.5 ? -1 : 1);
    const expected = Math.exp(x);
    worst = Math.max(worst, Math.abs(exponential(x) / expected - 1));
  }
  atMost(t, worst, 2 * Number.EPSILON);
});

test("the exponential ends in 0 and in Infinity as Math does, and what is not a number stays so", (t) => {
  for (const x of [0, -0, 709.7, 709.8, 1e5, 1e300, Infinity, -746, -1e5, -1e300, -Infinity, Number.NaN]) {
    const expected = Math.exp(x);
    const found = exponential(x);
    if (Number.isFinite(expected)) atMost(t, Math.abs(found - expected), 4 * Number.EPSILON * expected, `at ${x}`);
    else t.is(found, expected, `at ${x}`);
  }
  for (const x of [-710, -720, -740, -744.4]) {
    atMost(t, Math.abs(exponential(x) - Math.exp(x)), 4 * Number.EPSILON * Math.exp(x) + Number.MIN_VALUE, `at ${x}`);
  }
});
