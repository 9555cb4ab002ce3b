import test from "ava";
import { compensatedSum } from "../../../src/numerics/compensated-sum.js";
import { above } from "../../support/matchers.js";

test("a million tenths add up to the product, where a plain sum drifts", (t) => {
  const values = new Float64Array(1e6).fill(0.1);
  t.is(compensatedSum(values), 1e5);
  above(t, Math.abs(values.reduce((sum, value) => sum + value, 0) - 1e5), 1e-7);
});

test("small terms survive between large ones of opposite sign", (t) => {
  t.is(compensatedSum(Float64Array.from([1, 1e100, 1, -1e100])), 2);
  t.is(compensatedSum(new Float64Array(0)), 0);
});
