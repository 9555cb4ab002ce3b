import test from "ava";
import { wrightOmega } from "../../../src/numerics/wright-omega.js";
import { above, atMost } from "../../support/matchers.js";

/** The root of w + log w = c by bisection in log w. */
function byBisection(c: number): number {
  let [low, high] = [-800, Math.log(Math.max(1, c) + 1)];
  for (let k = 0; k < 200; k++) {
    const middle = 0.5 * (low + high);
    if (Math.exp(middle) + middle > c) high = middle;
    else low = middle;
  }
  return Math.exp(0.5 * (low + high));
}

test("omega solves w + log w = c, from underflow to large arguments and across the joints of its starts", (t) => {
  for (const c of [-700, -300, -41, -40, -39.9, -10, -1.001, -1, -0.5, 0, 1, 1.5, 2, 2.001, 5, 50, 1e3, 1e6]) {
    const expected = byBisection(c);
    const found = wrightOmega(c);
    atMost(t, Math.abs(found - expected), 2e-13 * expected, `${c}: ${found} ${expected}`);
  }
  t.is(wrightOmega(1), 1);
});

test("omega increases", (t) => {
  let last = 0;
  for (let c = -50; c < 50; c += 0.01) {
    const w = wrightOmega(c);
    above(t, w, last, String(c));
    last = w;
  }
});
