import test from "ava";
import { peakOf } from "../../../src/model/pole.js";
import { near } from "../../support/matchers.js";

const search = (f: (x: number) => number, interval: readonly [number, number]) =>
  peakOf({ f, log: (value: number) => Math.log(Math.abs(value)) }, interval);

test("a pole at 0 is found at 0, however the interval lies", (t) => {
  for (const upper of [0.4, 1.1, 7])
    t.is(
      search((x) => Math.abs(x) ** -0.5, [-0.7, upper]),
      0,
    );
});

test("of a run of infinite values the middle is the pole", (t) => {
  near(
    t,
    search((x) => (Math.abs(x - 0.3) < 0.1 ? Number.POSITIVE_INFINITY : 1), [0, 1]),
    0.3,
    0.02,
  );
});
