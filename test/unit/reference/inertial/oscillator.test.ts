import test from "ava";
import { integrateNonStiff } from "../../../../src/numerics/numeric-library.js";
import { oscillatorPosition } from "../../../../src/reference/inertial/oscillator.js";
import { below, near } from "../../../support/matchers.js";

test("below, at and above critical damping the position is that of the integrated equation", (t) => {
  for (const [damping, stiffness] of [
    [0, 0],
    [0, 9],
    [0.5, 9],
    [6, 9],
    [7, 9],
    [40, 9],
    [3, 0],
  ] as const) {
    const rate = ([u, v]: readonly number[]) => [v, -damping * v - stiffness * u];
    const options = { tolerance: 1e-13, maxIterations: 20000 };
    const [expected] = integrateNonStiff(rate, [0.8, -1.1], [1.7], options)[0];
    const error = Math.abs(oscillatorPosition(damping, stiffness, 0.8, -1.1, 1.7) - expected);
    below(t, error, 1e-11, `${damping} ${stiffness}: ${error}`);
  }
});

test("critical damping is approached from both sides without a loss of digits", (t) => {
  const [stiffness, time] = [4, 1.3];
  const at = (damping: number) => oscillatorPosition(damping, stiffness, 1, 0.5, time);
  const critical = at(4);
  near(t, critical, Math.exp(-2 * time) * (1 + 2.5 * time), 1e-15);
  for (const gap of [1e-2, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12, 1e-15]) {
    for (const sign of [-1, 1]) {
      // The position is analytic in the damping: differences are bounded by the gap, and central ones by its square.
      near(t, at(4 + sign * gap), critical, gap + 1e-15, `${sign * gap}`);
    }
    const bend = at(4 + gap) - 2 * critical + at(4 - gap);
    near(t, bend, 0, gap ** 2 + 1e-15, `${gap}: ${bend}`);
  }
});

test("strong damping neither overflows nor cancels: the slow rate is stiffness / damping", (t) => {
  const value = oscillatorPosition(1e8, 1, 1, 0, 1e8);
  near(t, value, Math.exp(-1), 1e-12);
});
