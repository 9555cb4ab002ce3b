import test from "ava";
import { poolAdjacentViolators } from "../../../src/numerics/pool-violators.js";
import { near } from "../../support/matchers.js";

test("pools are the means of the runs that a monotone least-squares fit is made of", (t) => {
  const values = Float64Array.from([9, 1, 3, 2, 2, 7, 5, 5, 0]);
  const [means, starts] = [new Float64Array(9), new Int32Array(9)];
  const runs = poolAdjacentViolators(values, 1, 8, means, starts, new Float64Array(8));
  // 1 | 3 2 2 | 7 5 5
  t.is(runs, 3);
  t.deepEqual([...starts.subarray(0, 3)], [1, 2, 5]);
  for (const [k, mean] of [1, 7 / 3, 17 / 3].entries()) near(t, means[k], mean, 1e-15);
});

test("with weights pools are weighted means, and equal weights change nothing", (t) => {
  const values = Float64Array.from([9, 1, 3, 2, 2, 7, 5, 5, 0]);
  const weights = Float64Array.from([0, 1, 1e-12, 1, 3, 2, 1, 1, 0]);
  const [means, starts, totals] = [new Float64Array(9), new Int32Array(9), new Float64Array(9)];
  t.is(poolAdjacentViolators(values, 1, 8, means, starts, totals, weights), 3);
  t.deepEqual([...starts.subarray(0, 3)], [1, 2, 5]);
  for (const [k, mean] of [1, 2, 6].entries()) near(t, means[k], mean, 1e-11, String(means));
  near(t, totals[2], 4, 1e-15);
  const plain = [new Float64Array(9), new Int32Array(9), new Float64Array(9)] as const;
  poolAdjacentViolators(values, 1, 8, ...plain);
  poolAdjacentViolators(values, 1, 8, means, starts, totals, new Float64Array(9).fill(1));
  t.deepEqual([means.slice(0, 3), starts.slice(0, 3)], [plain[0].slice(0, 3), plain[1].slice(0, 3)]);
});
