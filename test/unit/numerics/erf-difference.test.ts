import test from "ava";
import { erf, erfc, erfDifference } from "../../../src/numerics/erf-difference.js";
import { near } from "../../support/matchers.js";

/** erfc(x) from tables (Abramowitz & Stegun, DLMF), full double precision. */
const tabulated: [number, number][] = [
  [0, 1],
  [0.5, 0.4795001221869535],
  [1, 0.15729920705028513],
  [2, 0.004677734981047266],
  [3, 2.2090496998585441e-5],
  [5, 1.5374597944280349e-12],
  [10, 2.088487583762545e-45],
  [20, 5.395865611607901e-176],
];

test("erfc agrees with tabulated values relative to themselves, far into the tail", (t) => {
  for (const [x, value] of tabulated) {
    near(t, erfc(x), value, { relative: 1e-13 }, `erfc(${x}) = ${erfc(x)}`);
    near(t, erfc(-x), 2 - value, 1e-15);
    near(t, erf(x), 1 - value, 3e-16);
  }
});

test("erf is odd and continuous across the switch of formulas", (t) => {
  for (const x of [0.3, 1.9999999, 2.0000001, 4]) t.is(erf(-x), -erf(x));
  near(t, erfc(2 - 1e-12), erfc(2 + 1e-12), { relative: 2e-11 });
});

test("erfDifference keeps relative accuracy in both tails", (t) => {
  const width = 1e-3;
  for (const a of [0.5, 2.5, 6, 15, 25]) {
    // Gauss quadrature with three nodes of 2/sqrt(pi) e^{-x^2} on [a, a + width]
    const f = (x: number) => (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x);
    const mid = a + width / 2;
    const offset = (width / 2) * Math.sqrt(3 / 5);
    const expected = (width / 18) * (5 * f(mid - offset) + 8 * f(mid) + 5 * f(mid + offset));
    near(t, erfDifference(a, a + width), expected, { relative: 1e-11 }, `a = ${a}`);
    t.is(erfDifference(-a - width, -a), erfDifference(a, a + width));
  }
  near(t, erfDifference(-1, 1), 2 * erf(1), 1e-15);
});
