import test from "ava";
import { gaussGegenbauer } from "../../../src/numerics/gauss-gegenbauer.js";
import { gaussHermite } from "../../../src/numerics/gauss-hermite.js";
import type { GaussRule } from "../../../src/numerics/symmetric-gauss.js";
import { above, below, near } from "../../support/matchers.js";

const mean = ({ nodes, weights }: GaussRule, f: (x: number) => number) =>
  nodes.reduce((sum, node, k) => sum + weights[k] * f(node), 0);

test("n nodes integrate every even power up to 2n - 2 against the normal law: (2k - 1)!!", (t) => {
  for (const n of [1, 2, 3, 5, 10, 20, 40, 100]) {
    const rule = gaussHermite(n);
    let moment = 1;
    for (let degree = 0; degree <= Math.min(2 * n - 2, 150); degree += 2) {
      if (degree > 0) moment *= degree - 1;
      const error = Math.abs(mean(rule, (x) => x ** degree) / moment - 1);
      below(t, error, 1e-13 * (1 + degree / 4), `${n} nodes, degree ${degree}: ${error}`);
    }
  }
});

test("n nodes miss the power 2n by n!", (t) => {
  let factorial = 1;
  let moment = 1;
  for (let n = 1; n <= 8; n++) {
    factorial *= n;
    moment *= 2 * n - 1;
    const missed = moment - mean(gaussHermite(n), (x) => x ** (2 * n));
    near(t, missed, factorial, { relative: 1e-9 }, `${n}: ${missed}`);
  }
});

test("smooth functions of the normal law: exp and cos to round-off", (t) => {
  for (const n of [30, 60, 100]) {
    near(t, mean(gaussHermite(n), Math.exp), Math.exp(0.5), { relative: 1e-14 });
    near(t, mean(gaussHermite(n), Math.cos), Math.exp(-0.5), 1e-14);
  }
});

test("the known rule of 3 nodes, and zeros of Hermite polynomials: Σ 1/(x_i - x_j) = x_i / 2", (t) => {
  const { nodes, weights } = gaussHermite(3);
  [-Math.sqrt(3), 0, Math.sqrt(3)].forEach((node, k) => {
    near(t, nodes[k], node, 1e-15);
  });
  [1 / 6, 2 / 3, 1 / 6].forEach((weight, k) => {
    near(t, weights[k], weight, 1e-15);
  });
  for (const n of [7, 50, 100]) {
    const zeros = gaussHermite(n).nodes;
    zeros.forEach((x, i) => {
      const sum = zeros.reduce((total, y, j) => (i === j ? total : total + 1 / (x - y)), 0);
      near(t, sum, x / 2, 1e-11 * n, `${n} ${i}`);
    });
  }
});

test("nodes increase and are symmetric; weights are positive, symmetric and sum to 1, to 200 nodes", (t) => {
  for (const rule of [gaussHermite(100), gaussHermite(200), gaussGegenbauer(60, 1), gaussGegenbauer(33, 0.25)]) {
    const { nodes, weights } = rule;
    const last = nodes.length - 1;
    for (let k = 0; k <= last; k++) {
      t.true(k === 0 || nodes[k] > nodes[k - 1]);
      t.is(nodes[k] + nodes[last - k], 0);
      above(t, weights[k], 0);
      near(t, weights[k], weights[last - k], { relative: 1e-12 });
    }
    near(
      t,
      mean(rule, () => 1),
      1,
      1e-14,
    );
  }
});

test("Gegenbauer rules integrate powers against (1 - y²)^p: moments by their recurrence", (t) => {
  for (const power of [0, 0.25, 1, 2, 7.5]) {
    for (const n of [1, 2, 5, 20, 60]) {
      const rule = gaussGegenbauer(n, power);
      // E y^2k / E y^{2k-2} = (2k - 1)/(2k + 1 + 2p), by parts.
      let moment = 1;
      for (let k = 1; 2 * k <= 2 * n - 1; k++) {
        moment *= (2 * k - 1) / (2 * k + 1 + 2 * power);
        near(
          t,
          mean(rule, (y) => y ** (2 * k)),
          moment,
          { relative: 1e-12 },
          `p ${power}, ${n} nodes, y^${2 * k}`,
        );
      }
    }
  }
});

test("a number of nodes or a power out of range is refused", (t) => {
  for (const n of [0, -1, 1.5, 201, Number.NaN]) {
    t.throws(() => gaussHermite(n), { instanceOf: RangeError });
    t.throws(() => gaussGegenbauer(n, 1), { instanceOf: RangeError });
  }
  for (const power of [-0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    t.throws(() => gaussGegenbauer(3, power), { instanceOf: RangeError });
  }
});
