import test from "ava";
import { along, outlineOf, placeTriangle } from "../../../../src/report/drawing/slope-triangle.js";
import type { Point } from "../../../../src/report/drawing/svg.js";
import { between, each, near } from "../../../support/matchers.js";

const box = { left: 30, top: 5, width: 200, height: 160 };
const decades = [100, 40] as const;
const curve = along([40, 140], [220, 140 - 1.8 * 40]);

test("the hypotenuse has the slope of the order on the axes of the panel", (t) => {
  for (const order of [0.5, 1, 2, 4]) {
    const triangle = placeTriangle({ order, box, decades, own: curve, obstacles: curve });
    if (triangle === undefined) return t.fail(`no place for order ${order}`);
    const { left, right } = triangle;
    const [inSize, inError] = [(right[0] - left[0]) / decades[0], (left[1] - right[1]) / decades[1]];
    near(t, inError / inSize, order, 1e-12);
  }
});

test("a triangle with its labels is inside the panel and clear of the curves", (t) => {
  const obstacles = [...curve, ...along([40, 40], [220, 20]), ...along([40, 150], [220, 150])];
  const triangle = placeTriangle({ order: 1, box, decades, own: curve, obstacles });
  if (triangle === undefined) return t.fail("no place");
  for (const [x, y] of outlineOf(triangle)) {
    between(t, x, box.left, box.left + box.width);
    between(t, y, box.top, box.top + box.height);
    each(t, obstacles, ([a, b]) => Math.hypot(a - x, b - y) > 3);
  }
});

test("there is no triangle where there is no room, and none for an order that is not positive", (t) => {
  const everywhere = Array.from({ length: 40 }, (_, i) =>
    Array.from({ length: 32 }, (_, j): Point => [box.left + 5 * i, box.top + 5 * j]),
  ).flat();
  t.is(placeTriangle({ order: 1, box, decades, own: curve, obstacles: everywhere }), undefined);
  for (const order of [0, -1, Number.NaN]) {
    t.is(placeTriangle({ order, box, decades, own: curve, obstacles: curve }), undefined);
  }
});
