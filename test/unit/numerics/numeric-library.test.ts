import test from "ava";
import { integrateNonStiff, LibraryError } from "../../../src/numerics/numeric-library.js";
import { near } from "../../support/matchers.js";

test("an oscillator is integrated to its closed form at every requested time", (t) => {
  const times = [0, 0.5, 3];
  const options = { tolerance: 1e-12, maxIterations: 1e5 };
  const states = integrateNonStiff(([x, v]) => [v, -x], [1, 0], times, options);
  states.forEach((state, k) => {
    near(t, state[0], Math.cos(times[k]), 3e-10);
  });
});

test("running out of iterations and blow-up are errors", (t) => {
  const stiff = { tolerance: 1e-8, maxIterations: 500 };
  t.throws(() => integrateNonStiff(([x]) => [-1e7 * x], [1], [1], stiff), { message: /too stiff/ });
  t.throws(() => integrateNonStiff(([x]) => [x ** 2], [1], [2], stiff), { instanceOf: LibraryError });
});
