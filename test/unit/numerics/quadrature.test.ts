import test from "ava";
import { gaussLegendre, gaussLobatto7 } from "../../../src/numerics/quadrature.js";
import { above, below, between, near } from "../../support/matchers.js";

const integral = (n: number, degree: number) => {
  const { nodes, weights } = gaussLegendre(n);
  return nodes.reduce((sum, node, k) => sum + weights[k] * node ** degree, 0);
};

test("n nodes integrate every power up to 2n - 1 to round-off", (t) => {
  for (const n of [1, 2, 3, 4, 5, 8, 13, 20, 40, 64]) {
    for (let degree = 0; degree < 2 * n; degree++) {
      near(t, integral(n, degree) * (degree + 1), 1, 2e-14, `${n} nodes, degree ${degree}`);
    }
  }
});

test("n nodes miss the power 2n by the known remainder", (t) => {
  // On [0, 1] the remainder of x^(2n) is (n!)^4/((2n + 1) ((2n)!)^2).
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  for (const n of [1, 2, 3, 4, 5]) {
    const remainder = factorial(n) ** 4 / ((2 * n + 1) * factorial(2 * n) ** 2);
    near(t, 1 / (2 * n + 1) - integral(n, 2 * n), remainder, { relative: 1e-6 });
  }
});

test("nodes increase, lie strictly inside and are symmetric; weights are positive", (t) => {
  for (const n of [1, 2, 7, 32, 101]) {
    const { nodes, weights } = gaussLegendre(n);
    for (let k = 0; k < n; k++) {
      const node = nodes[k];
      between(t, node, k === 0 ? 0 : nodes[k - 1], 1);
      near(t, node + nodes[n - 1 - k], 1, 2e-16);
      above(t, weights[k], 0);
    }
  }
});

test("the three-node rule is the known one", (t) => {
  const { nodes, weights } = gaussLegendre(3);
  near(t, nodes[0], (1 - Math.sqrt(0.6)) / 2, 1e-16);
  t.is(nodes[1], 0.5);
  near(t, weights[0], 5 / 18, 3e-16);
  near(t, weights[1], 8 / 18, 3e-16);
});

test("a rule is computed once", (t) => {
  t.is(gaussLegendre(6), gaussLegendre(6));
});

test("a number of nodes that is no positive integer is refused", (t) => {
  for (const n of [0, -1, 1.5, NaN]) t.throws(() => gaussLegendre(n), { instanceOf: RangeError });
});

test("the Lobatto rule has both ends and the middle as nodes and integrates powers up to 11, not 12", (t) => {
  const { nodes, weights } = gaussLobatto7;
  const error = (degree: number) =>
    Math.abs(nodes.reduce((sum, node, k) => sum + weights[k] * node ** degree, 0) - 1 / (degree + 1));
  t.is(nodes[0], 0);
  t.is(nodes[3], 0.5);
  t.is(nodes[6], 1);
  for (let degree = 0; degree <= 11; degree++) below(t, error(degree), 3e-16, `degree ${degree}`);
  above(t, error(12), 1e-8);
});
