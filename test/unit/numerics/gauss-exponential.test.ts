import test from "ava";
import { exponentialGauss, exponentialLobatto } from "../../../src/numerics/gauss-exponential.js";
import { gaussLegendre, gaussLobatto7, type QuadratureRule } from "../../../src/numerics/quadrature.js";
import { near } from "../../support/matchers.js";

const integral = ({ nodes, weights }: QuadratureRule, f: (s: number) => number) =>
  nodes.reduce((sum, s, k) => sum + weights[k] * f(s), 0);

/**
 * Integral over [0, 1] of e^(-decay u) u^m, by a series of positive terms: e^(-decay) sum of decay^k / ((m+1) ...
 * (m+1+k)).
 */
function moment(decay: number, m: number): number {
  let term = Math.exp(-decay) / (m + 1);
  let sum = 0;
  for (let k = 1; term > 1e-20 * sum; k++) {
    sum += term;
    term *= decay / (m + 1 + k);
  }
  return sum;
}

test("without a rate the rules are those of Gauss and of Lobatto", (t) => {
  const pairs = [
    [exponentialGauss(8, 0), gaussLegendre(8)],
    [exponentialLobatto(7, 0), gaussLobatto7],
  ] as const;
  for (const [rule, known] of pairs) {
    rule.nodes.forEach((node, k) => {
      near(t, node, known.nodes[k], 3e-15);
      near(t, rule.weights[k], known.weights[k], 3e-15);
    });
  }
});

test("exponentials times polynomials are exact, falling and rising", (t) => {
  for (const decay of [0.5, 5, 40, 300]) {
    for (const [rule, degree] of [
      [exponentialGauss, 15],
      [exponentialLobatto, 13],
    ] as const) {
      for (let m = 0; m <= degree; m++) {
        const falling = integral(rule(8, -decay), (s) => Math.exp(-decay * s) * s ** m);
        const rising = integral(rule(8, decay), (s) => Math.exp(decay * (s - 1)) * (1 - s) ** m);
        near(t, falling, moment(decay, m), { relative: 1e-12 }, `falling by ${decay}, degree ${m}`);
        near(t, rising, moment(decay, m), { relative: 1e-12 }, `rising by ${decay}, degree ${m}`);
      }
    }
  }
});

test("Lobatto rules have a node at the end where the exponential is largest", (t) => {
  near(t, exponentialLobatto(9, -1e5).nodes[0], 0, 1e-12);
  near(t, exponentialLobatto(9, 1e5).nodes[8], 1, 1e-12);
});
