import test from "ava";
import { bernoulli } from "../../../src/numerics/bernoulli.js";
import { above, atLeast, atMost, finite } from "../../support/matchers.js";

/** 1 - z/2 + z^2/12 - z^4/720 + z^6/30240 - z^8/1209600: the Bernoulli numbers. */
function series(z: number): number {
  const q = z * z;
  return 1 - z / 2 + (q / 12) * (1 - (q / 60) * (1 - (q / 42) * (1 - q / 40)));
}

test("B agrees with its power series to round-off through zero", (t) => {
  for (const z of [0, 1e-300, 1e-17, -1e-9, 1e-6, -1e-4, 1e-3, -0.01, 0.05]) {
    atMost(t, Math.abs(bernoulli(z) - series(z)), 3e-16, `z = ${z}`);
  }
});

test("B(-z) = B(z) + z and B(z) = B(-z) e^{-z} for moderate z", (t) => {
  for (const z of [1e-5, 0.1, 0.9, 3, 11, 30]) {
    atMost(t, Math.abs(bernoulli(-z) - bernoulli(z) - z), 4e-16 * (1 + z));
    atMost(t, Math.abs(bernoulli(z) / (bernoulli(-z) * Math.exp(-z)) - 1), 1e-14);
  }
});

test("B is finite, non-negative and has the right limits at both ends", (t) => {
  t.is(bernoulli(800), 0);
  t.is(bernoulli(-800), 800);
  above(t, bernoulli(700), 0);
  for (let z = -1000; z <= 1000; z += 7.3) {
    atLeast(t, bernoulli(z), 0);
    finite(t, bernoulli(z));
  }
});
