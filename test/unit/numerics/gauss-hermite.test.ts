import test from "ava";
import { gaussHermite, mostHermiteNodes } from "../../../src/numerics/gauss-hermite.js";

for (const n of [1, 2, 3, 7, 24, 64, 100]) {
  test(`${n} nodes have the moments (k - 1)!! up to degree 2n - 1, to 1e-12`, (t) => {
    const { nodes, weights } = gaussHermite(n);
    for (let k = 0, expected = 1; k <= 2 * n - 2; k += 2, expected *= k - 1) {
      // Powers beyond the range of numbers are formed with the weight.
      if (!Number.isFinite(expected)) break;
      const moment = nodes.reduce(
        (sum, node, i) =>
          sum + Math.exp(Math.log(weights[i] as number) + k * Math.log(Math.abs(node) || (k === 0 ? 1 : 0))),
        0,
      );
      t.true(Math.abs(moment / expected - 1) < 1e-12, `degree ${k}: ${moment / expected - 1}`);
    }
    // Symmetric: odd moments vanish.
    nodes.forEach((node, i) => {
      t.true(node === -(nodes[n - 1 - i] as number));
      t.true(Math.abs((weights[i] as number) / (weights[n - 1 - i] as number) - 1) < 1e-12);
    });
  });
}

test("degree 2n is not integrated: n nodes miss n! of its moment", (t) => {
  const { nodes, weights } = gaussHermite(3);
  const moment = nodes.reduce((sum, node, i) => sum + (weights[i] as number) * node ** 6, 0);
  t.true(Math.abs(15 - moment - 6) < 1e-13);
});

test("the nodes increase, the weights are positive, up to the largest rule", (t) => {
  const { nodes, weights } = gaussHermite(mostHermiteNodes);
  t.true(nodes.every((node, i) => i === 0 || node > (nodes[i - 1] as number)));
  t.true(weights.every((weight) => weight > 0));
});

test("numbers of nodes that are none are refused", (t) => {
  for (const n of [0, 1.5, 201, Number.NaN]) t.throws(() => gaussHermite(n), { instanceOf: RangeError });
});
