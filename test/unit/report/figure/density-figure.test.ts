import test from "ava";
import { thin } from "../../../../src/report/drawing/curve.js";
import type { Point } from "../../../../src/report/drawing/svg.js";
import { densityFigure } from "../../../../src/report/figure/index.js";
import { chooseSnapshots } from "../../../../src/report/figure/snapshots.js";
import { atMost, near } from "../../../support/matchers.js";
import { description, elements, overflow, texts } from "./drawing.js";
import { flow } from "./records.js";

/** The curves, panel by panel. */
const curves = (svg: string) => elements(svg, "path").filter(({ fill }) => fill === "none");
const framed = (svg: string) => elements(svg, "rect").filter(({ fill }) => fill === "none");

test("every layer has a panel with a curve per time, named in the legend", (t) => {
  const svg = densityFigure(flow({ layers: ["a", "b", "c"] }));
  t.is(framed(svg).length, 3);
  t.is(curves(svg).length, 9);
  for (const label of ["g = a", "g = b", "g = c", "t = 0", "t = 0.5", "t = 1"])
    t.true(texts(svg).includes(label), label);
});

test("higher densities are further up, to a common scale", (t) => {
  const svg = densityFigure(flow({ density: (_, __, layer) => layer + 1, times: [0] }));
  const heights = curves(svg).map(({ d }) => Number(/M[\d.]+,([\d.]+)/.exec(d ?? "")?.[1]));
  const [{ y, height } = {}] = framed(svg);
  const floor = Number(y) + Number(height);
  near(t, (floor - heights[1]) / (floor - heights[0]), 2, 1e-3);
});

test("five times are chosen with both ends, or the nearest to those asked for", (t) => {
  const long = flow({ times: Array.from({ length: 21 }, (_, k) => k / 20) });
  t.deepEqual(
    chooseSnapshots(long).map((one) => one.t),
    [0, 0.25, 0.5, 0.75, 1],
  );
  t.deepEqual(
    chooseSnapshots(long, [0.99, 0.26, 0.24]).map((one) => one.t),
    [0.25, 1],
  );
});

test("names of layers are text, whatever they contain", (t) => {
  const svg = densityFigure(flow({ layers: ['<b>&"', "b"] }));
  t.true(svg.includes("&lt;b&gt;&amp;&quot;"));
  atMost(t, overflow(svg), 0);
});

test("a curve of many points keeps its extremes and its ends", (t) => {
  const points = Array.from({ length: 10_000 }, (_, k): Point => [k / 100, Math.sin(k) + (k === 5000 ? 9 : 0)]);
  const thinned = thin(points);
  atMost(t, thinned.length, 4 * 401);
  t.deepEqual([thinned[0], thinned.at(-1)], [points[0], points.at(-1)]);
  t.is(Math.max(...thinned.map(([, y]) => y)), points[5000][1]);
});

test("the same trajectory gives the same bytes", (t) => {
  t.is(densityFigure(flow()), densityFigure(flow()));
});

test("a run that ended early says so in the description", (t) => {
  t.regex(
    description(densityFigure(flow({}, { status: "stalled", reason: "no descent" }))),
    /ended early with status stalled/,
  );
});

const names = (count: number) => Array.from({ length: count }, (_, k) => `layer-${k}`);
const edgeCases = {
  "one cell": flow({ cells: 1 }),
  "two cells": flow({ cells: 2 }),
  "no snapshot": flow({}, { snapshots: [] }),
  "empty layers": flow({ density: () => 0 }),
  "densities of 1e-300": flow({ density: () => 1e-300 }),
  "a spike of 1e12": flow({ density: (_, x) => (x > 0.5 && x < 0.6 ? 1e12 : 0) }),
  "densities that are not finite": flow({ density: (time) => (time > 0.5 ? Number.NaN : 1) }),
  "64 layers": flow({ layers: names(64), density: (_, x, k) => x * k }),
  "a long name": flow({ layers: ["a layer whose name is longer than any panel of a figure is wide, by far"] }),
};

for (const [name, edgeCase] of Object.entries(edgeCases)) {
  test(`nothing is clipped, and no coordinate is undefined: ${name}`, (t) => {
    const svg = densityFigure(edgeCase);
    t.notRegex(svg.replace(/<desc>.*<\/desc>/, ""), /NaN|Infinity|undefined/);
    atMost(t, overflow(svg), 0, `${overflow(svg)} units outside`);
  });
}
