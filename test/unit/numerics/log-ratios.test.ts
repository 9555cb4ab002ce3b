import test from "ava";
import { logRatios } from "../../../src/numerics/log-ratios.js";
import { seededRandom } from "../../../src/numerics/random.js";
import { atMost } from "../../support/matchers.js";

test("logarithms of ratios agree with log1p where numbers are close, and with Math.log elsewhere", (t) => {
  const random = seededRandom(5);
  const count = 4000;
  // Ratios from 1 + 1e-16 to 1e300, either way, and numbers from the least normal one up.
  const values = new Float64Array(2 * count);
  for (let k = 0; k < count; k++) {
    const s = k % 5 === 0 ? 10 ** (600 * random() - 300) : 10 ** (6 * random() - 6);
    const ratio = k % 2 === 0 ? 1 + 10 ** (-16 * random()) * (random() - 0.5) : 10 ** (8 * (random() - 0.5));
    values[2 * k] = s;
    values[2 * k + 1] = s * ratio;
  }
  values.set([5e-324, 1e-310, 1, 1e-320, 1e308, 2e-308], 0);
  const from = Int32Array.from({ length: count }, (_, k) => 2 * k);
  const out = new Float64Array(count);
  const to = from.map((k) => k + 1);
  const [heads, tails] = [new Float64Array(count), new Float64Array(count)];
  const smallest = logRatios(values, from, to, tails, heads, out);
  t.is(
    smallest,
    values.reduce((least, value) => Math.min(least, value)),
  );
  t.deepEqual(
    tails,
    values.filter((_, k) => k % 2 === 0),
  );
  t.deepEqual(
    heads,
    values.filter((_, k) => k % 2 === 1),
  );
  for (let k = 0; k < count; k++) {
    const [s, end] = [values[2 * k], values[2 * k + 1]];
    const excess = (end - s) / s;
    const expected = Math.abs(excess) < 0.5 ? Math.log1p(excess) : Math.log(end) - Math.log(s);
    // The excess is rounded, and so are logarithms of numbers far from 1.
    const roundOff = Math.abs(excess) < 0.5 ? Math.abs(expected) : Math.abs(Math.log(end)) + Math.abs(Math.log(s));
    atMost(t, Math.abs(out[k] - expected), 6e-16 * roundOff, `${s} ${end}`);
  }
});
