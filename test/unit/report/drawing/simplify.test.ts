import test from "ava";
import { distanceToSegment, simplify } from "../../../../src/report/drawing/simplify.js";
import type { Point } from "../../../../src/report/drawing/svg.js";
import { atMost, between } from "../../../support/matchers.js";

test("a straight line is its ends, however many points it has", (t) => {
  const line = Array.from({ length: 50 }, (_, k): Point => [k, 2 * k]);
  t.deepEqual(simplify(line, 0.01), [line[0], line.at(-1)] as Point[]);
});

test("no point is farther than the tolerance from the line that is kept, which has fewer points", (t) => {
  const spiral = Array.from({ length: 400 }, (_, k): Point => [k * Math.cos(k / 20), k * Math.sin(k / 20)]);
  const kept = simplify(spiral, 0.5);
  between(t, kept.length, 10, 200);
  const nearest = ([x, y]: Point) => Math.min(...kept.slice(1).map((to, k) => distanceToSegment([x, y], kept[k], to)));
  atMost(t, Math.max(...spiral.map(nearest)), 0.5);
});

test("points without a finite position are left out, and a line that returns keeps its turn", (t) => {
  t.deepEqual(
    simplify(
      [
        [0, 0],
        [Number.NaN, 1],
        [3, 0],
        [0, 0],
      ],
      0.1,
    ),
    [
      [0, 0],
      [3, 0],
      [0, 0],
    ],
  );
});
