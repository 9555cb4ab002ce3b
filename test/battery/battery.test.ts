import test from "ava";
import { median } from "d3-array";
import { atLeast, atMost } from "../support/matchers.js";
import { attempt } from "./attempt.js";
import { type Limits, randomStudy } from "./random-study.js";
import { tallyOf, tallyText } from "./tally.js";

const batteries: readonly { readonly limits: Limits; readonly first: number; readonly count: number }[] = [
  { limits: { axes: 1, layers: 5, cells: 120 }, first: 1, count: 30 },
  { limits: { axes: 2, layers: 2, cells: 20 }, first: 1, count: 10 },
];

for (const { limits, first, count } of batteries) {
  test(`of ${count} random studies on ${limits.axes} axes nearly all are solved, and no number is wrong`, (t) => {
    const attempts = Array.from({ length: count }, (_, k) => attempt(first + k, limits));
    const { solved, wrong } = tallyOf(attempts);
    const text = tallyText(attempts);
    t.is(wrong, 0, text);
    atLeast(t, solved, count - 1, text);
    atMost(
      t,
      median(attempts, ({ iterations }) => iterations),
      10,
      text,
    );
  });
}

test("a seed always draws the same study, other seeds others", (t) => {
  const limits: Limits = { axes: 1 };
  t.deepEqual(randomStudy(7, limits), randomStudy(7, limits));
  t.notDeepEqual(randomStudy(7, limits).model, randomStudy(8, limits).model);
});
