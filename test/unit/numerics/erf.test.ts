import test from "ava";
import { erf } from "../../../src/numerics/erf.js";
import { gaussLegendre } from "../../../src/numerics/quadrature.js";
import { near } from "../../support/matchers.js";

/** 2/sqrt(pi) times the integral of exp(-r^2) over [0, x]. */
function erfByQuadrature(x: number): number {
  const { nodes, weights } = gaussLegendre(60);
  const sum = nodes.reduce((total, node, k) => total + weights[k] * Math.exp(-((x * node) ** 2)), 0);
  return (2 / Math.sqrt(Math.PI)) * x * sum;
}

test("erf equals its integral to 2e-15 relative on (0, 7]", (t) => {
  for (let x = 1 / 64; x <= 7; x += 1 / 64) {
    near(t, erf(x), erfByQuadrature(x), { relative: 2e-15 }, `x = ${x}`);
  }
});

test("erf matches tabulated values", (t) => {
  near(t, erf(0.5), 0.5204998778130465, 2e-16);
  near(t, erf(1), 0.8427007929497149, 3e-16);
  near(t, erf(2), 0.9953222650189527, 3e-16);
  near(t, erf(3), 0.9999779095030014, 3e-16);
});

test("erf is odd, linear at 0 and 1 at infinity", (t) => {
  for (const x of [0.3, 2.4999, 2.5, 4, 6, 30]) t.is(erf(-x), -erf(x));
  t.is(erf(0), 0);
  t.is(erf(1e-300), (2 / Math.sqrt(Math.PI)) * 1e-300);
  t.is(erf(Infinity), 1);
  t.is(erf(-Infinity), -1);
  t.true(Number.isNaN(erf(NaN)));
});
