import test from "ava";
import { plain } from "../../../src/model/arithmetic.js";
import { createDivisionBudget } from "../../../src/model/division-budget.js";
import { averagePlane } from "../../../src/model/plane-average.js";
import { atLeast } from "../../support/matchers.js";

/*
 * Beside a point where f grows like distance^-p, 1 < p < 2, averages over lines have a pole. Its power comes from lines,
 * which are no good once nothing is left to divide them with: what they say of their own error then is too little by
 * far.
 */
const p = 1.8;
for (const [a, b] of [
  [0.3, 0.6],
  [0.123, 0.777],
] as const) {
  test(`averages over poles of lines leave all open once the budget is spent: a pole at ${a}, ${b}`, (t) => {
    const budget = createDivisionBudget(Number.POSITIVE_INFINITY);
    budget.startCell(30_000);
    const f = (x: number, y: number): number => ((x - a) ** 2 + (y - b) ** 2) ** (-p / 2);
    const options = { arithmetic: plain, budget, scale: 1, cost: 1, noise: 0, negligible: 0, beside: -Infinity };
    const { error, isSingular } = averagePlane(f, { x: 0, y: 0, wx: 1, wy: 1 }, options);
    t.true(budget.isSpent());
    atLeast(t, error, isSingular === true ? 1 : 0.1);
  });
}
