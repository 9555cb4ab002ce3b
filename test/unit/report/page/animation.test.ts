import test from "ava";
import { animationData, height, width } from "../../../../src/report/page/animation-data.js";
import { ticks } from "../../../../src/report/page/animation-drawing.js";
import { animationSection } from "../../../../src/report/page/animation-section.js";
import type { FlowResult } from "../../../../src/study/run/options.js";

/** A trajectory of given densities on cells of [0, 1]. */
function flowOf(densities: readonly (readonly number[])[], layers: readonly string[] = ["a"]): FlowResult {
  const cells = (densities[0]?.length ?? 0) / layers.length;
  return {
    ...{ id: "box", status: "ok", steps: densities.length - 1, tau: 0.5, cells: [cells], layers, rows: [] },
    domain: [[0, 1]],
    centres: Array.from({ length: cells }, (_, k) => [(k + 0.5) / cells]),
    snapshots: densities.map((density, n) => ({ n, t: 0.5 * n, density: Float64Array.from(density) })),
  };
}

test("heights are parts of the largest density of all times", (t) => {
  const data = animationData(
    flowOf([
      [1, 4],
      [2, 3],
    ]),
  );
  t.deepEqual(data?.y, [[[height / 4, height]], [[height / 2, (3 * height) / 4]]]);
  t.is(data?.top, 4);
  t.deepEqual(data?.x, [width / 4, (3 * width) / 4]);
  t.deepEqual(data?.times, [0, 0.5]);
});

test("layers are told apart", (t) => {
  const data = animationData(
    flowOf(
      [
        [1, 2, 1, 2],
        [1, 2, 1, 2],
      ],
      ["a", "b"],
    ),
  );
  t.deepEqual(data?.y[0], [
    [height / 2, height / 2],
    [height, height],
  ]);
});

test("where there are more cells than points, a point is the mean of neighbouring cells", (t) => {
  const density = Array.from({ length: 480 }, (_, k) => (k % 2 === 0 ? 1 : 3));
  const data = animationData(flowOf([density, density]));
  t.is(data?.x.length, 240);
  t.true(data?.y[0]?.[0]?.every((value) => value === Math.round((height * 2) / (data?.top ?? 0))));
});

test("there is nothing to animate for one state, and for densities that are not finite", (t) => {
  t.is(animationData(flowOf([[1, 1]])), undefined);
  t.is(
    animationData(
      flowOf([
        [1, Number.NaN],
        [Number.POSITIVE_INFINITY, 1],
      ]),
    ),
    undefined,
  );
  t.is(animationSection(flowOf([[1, 1]])), "");
});

test("the picture without scripts shows the first and the last densities of every layer", (t) => {
  const markup = animationSection(
    flowOf(
      [
        [1, 2, 1, 2],
        [2, 1, 2, 1],
      ],
      ["a", "</svg>"],
    ),
  );
  t.is(markup.match(/class="start"/g)?.length, 2);
  t.is(markup.match(/class="now" d="M/g)?.length, 4);
  t.notRegex(markup.replaceAll(/<svg[\s\S]*?<\/svg>/g, ""), /<\/svg>/);
  t.regex(markup, /<noscript>/);
});

test("ticks are round numbers inside the interval", (t) => {
  t.deepEqual(ticks(0, 1), [0, 0.5, 1]);
  t.deepEqual(ticks(-2, 2), [-2, -1, 0, 1, 2]);
  t.deepEqual(ticks(0, 0.33), [0, 0.1, 0.2, 0.3]);
  t.deepEqual(ticks(-8, 8), [-5, 0, 5]);
});
