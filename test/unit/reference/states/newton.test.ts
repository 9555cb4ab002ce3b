import test from "ava";
import { minimizeNewton } from "../../../../src/reference/states/newton.js";
import { ReferenceFailure } from "../../../../src/reference/types.js";
import { near } from "../../../support/matchers.js";

/** A function of one number by its value, slope and curvature. */
function functionOf(value: (x: number) => number, slope: (x: number) => number, curvature: (x: number) => number) {
  return {
    evaluate([x = 0]: Float64Array, gradient: Float64Array): number {
      gradient[0] = slope(x);
      return value(x);
    },
    hessian([x = 0]: Float64Array, out: Float64Array): void {
      out[0] = curvature(x);
    },
  };
}

test("a minimum is found to round-off in any unit of length", (t) => {
  for (const unit of [1e-9, 1, 1e9]) {
    const f = functionOf(
      (x) => Math.exp(x / unit) - 3 * (x / unit) + 1e-9 * Math.sin((1e12 * x) / unit),
      (x) => (Math.exp(x / unit) - 3 + 1e-13 * Math.sin((1e15 * x) / unit)) / unit,
      (x) => Math.exp(x / unit) / unit ** 2,
    );
    const x = Float64Array.of(unit);
    minimizeNewton(f, x, unit);
    near(t, x[0] / unit, Math.log(3), 1e-12, `unit ${unit}`);
  }
});

test("a step that descends nowhere is a failure, not a minimum", (t) => {
  const wrongSlope = functionOf(
    (x) => x,
    () => -1,
    () => 1,
  );
  const failure = { instanceOf: ReferenceFailure, message: /stalled/ };
  t.throws(() => minimizeNewton(wrongSlope, Float64Array.of(0), 1), failure);
});

test("where the function has no value there is no minimum, though its slope vanishes", (t) => {
  const withoutValue = functionOf(
    () => Number.NaN,
    (x) => x,
    () => 1,
  );
  t.throws(() => minimizeNewton(withoutValue, Float64Array.of(0), 1), { instanceOf: ReferenceFailure });
});

test("from where it is concave a double well is descended to its minimum", (t) => {
  const well = functionOf(
    (x) => (x * x - 1) ** 2,
    (x) => 4 * x * (x * x - 1),
    (x) => 12 * x * x - 4,
  );
  const x = Float64Array.of(0.1);
  minimizeNewton(well, x, 1);
  near(t, x[0], 1, 1e-12);
});

test("long steps never end higher than they began, however flat it is there", (t) => {
  const value = (x: number) => (x * x) / (1 + x * x);
  const values: number[] = [];
  const curvature = (x: number) => {
    values.push(value(x));
    return (2 - 6 * x * x) / (1 + x * x) ** 3;
  };
  const x = Float64Array.of(0.5);
  minimizeNewton(
    functionOf(value, (at) => (2 * at) / (1 + at * at) ** 2, curvature),
    x,
    1,
  );
  near(t, x[0], 0, 1e-12);
  t.deepEqual(
    values,
    [...values].sort((a, b) => b - a),
  );
});
