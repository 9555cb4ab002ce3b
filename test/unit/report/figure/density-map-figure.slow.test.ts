import { Resvg } from "@resvg/resvg-js";
import test from "ava";
import { fontFiles } from "../../../../src/report/drawing/font-files.js";
import { densityFigure, toPng } from "../../../../src/report/figure/index.js";
import { above, atMost, below, each, near } from "../../../support/matchers.js";
import { description, elements, overflow, texts } from "./drawing.js";
import { planeFlow } from "./records.js";

const maps = (svg: string) => elements(svg, "image");
const place = ({ x, y, width, height }: Record<string, string>) => [x, y, width, height].map(Number);
const names = (count: number) => Array.from({ length: count }, (_, k) => `layer-${k}`);
const times = Array.from({ length: 81 }, (_, k) => k / 80);

test("there is a row of maps per time and a column per layer, each named once", (t) => {
  const svg = densityFigure(planeFlow({ layers: ["a", "b", "c"] }));
  t.is(maps(svg).length, 9);
  t.deepEqual(new Set(maps(svg).map(({ x }) => x)).size, 3);
  t.deepEqual(new Set(maps(svg).map(({ y }) => y)).size, 3);
  for (const label of ["g = a", "g = b", "g = c", "t = 0", "t = 0.5", "t = 1", "x", "y", "fg"])
    t.is(texts(svg).filter((text) => text === label).length, 1, label);
});

test("of a single layer, the maps of the times stand in two columns", (t) => {
  const svg = densityFigure(planeFlow({ layers: ["0"], times }));
  t.is(maps(svg).length, 4);
  t.is(new Set(maps(svg).map(({ x }) => x)).size, 2);
  t.deepEqual(
    texts(svg).filter((text) => text.startsWith("t = ")),
    ["t = 0", "t = 0.3375", "t = 0.6625", "t = 1"],
  );
});

test("maps have the proportions of the domain, or it is said that they have not", (t) => {
  const aspect = (domain: readonly (readonly [number, number])[]) => {
    const svg = densityFigure(planeFlow({ domain }));
    const [, , width = 0, height = 0] = place(maps(svg)[0] ?? {});
    return { aspect: height / width, noted: texts(svg).includes("axes not to the same scale") };
  };
  for (const [high, expected, noted] of [
    [1, 1, false],
    [2, 2, false],
    [0.5, 0.5, false],
    [100, 4, true],
  ] as const) {
    const found = aspect([
      [0, 1],
      [0, high],
    ]);
    near(t, found.aspect, expected, { relative: 1e-3 }, `${high}: ${found.aspect}`);
    t.is(found.noted, noted);
  }
});

test("x grows to the right and y upwards, in sharp rectangles from dark to light", (t) => {
  const flow = planeFlow({
    layers: ["a"],
    cells: [2, 2],
    times: [0],
    density: (_, x, y) => Math.round(2 * x + 4 * y) - 1,
  });
  const svg = densityFigure(flow);
  const [left = 0, top = 0, width = 0, height = 0] = place(maps(svg)[0] ?? {});
  const font = { loadSystemFonts: false, fontFiles: fontFiles() };
  const { pixels, width: size } = new Resvg(svg, { font, fitTo: { mode: "width", value: 952 } }).render();
  const green = (across: number, up: number) => {
    const [column, row] = [4 * (left + across * width), 4 * (top + (1 - up) * height)].map(Math.round);
    return pixels[4 * (row * size + column) + 1];
  };
  const [lowLeft, lowRight, highLeft, highRight] = [
    green(0.25, 0.25),
    green(0.75, 0.25),
    green(0.25, 0.75),
    green(0.75, 0.75),
  ];
  below(t, lowLeft, lowRight);
  below(t, lowRight, highLeft);
  below(t, highLeft, highRight);
  t.is(green(0.47, 0.47), lowLeft);
  t.is(green(0.53, 0.53), highRight);
});

test("of many layers and fine meshes some layers and means are drawn, and it is said", (t) => {
  const svg = densityFigure(planeFlow({ layers: names(16), cells: [200, 12], times: [0, 1] }));
  t.is(maps(svg).length, 8);
  t.true(texts(svg).includes("4 of 16 layers"));
  t.true(texts(svg).includes("200 × 12 cells, averaged to 100 × 12"));
  t.regex(description(svg), /4 of 16 layers.*averaged to 100 × 12/);
  each(t, ["layer-0", "layer-5", "layer-10", "layer-15"], (name) => svg.includes(name));
});

test("a run that ended early says so in the description", (t) => {
  t.regex(
    description(densityFigure(planeFlow({}, { status: "stalled", reason: "no descent" }))),
    /ended early with status stalled/,
  );
});

test("the same trajectory gives the same bytes, and few of them", (t) => {
  const fine = {
    cells: [128, 128],
    times,
    density: (s: number, x: number, y: number) => Math.exp(-20 * ((x - s) ** 2 + y * y)),
  } as const;
  const svg = densityFigure(planeFlow(fine));
  t.is(svg, densityFigure(planeFlow(fine)));
  below(t, svg.length, 150_000, `${svg.length} bytes`);
});

const edgeCases = {
  "one cell": planeFlow({ cells: [1, 1] }),
  "one cell across": planeFlow({ cells: [1, 9] }),
  "one cell up": planeFlow({ cells: [9, 1] }),
  "one layer": planeFlow({ layers: ["a"] }),
  "one time": planeFlow({ layers: ["a"], times: [1] }),
  "no snapshot": planeFlow({}, { snapshots: [] }),
  "16 layers": planeFlow({ layers: names(16) }),
  "a constant density": planeFlow({ density: () => 2 }),
  "densities of 0": planeFlow({ density: () => 0 }),
  "densities of 1e-300": planeFlow({ density: () => 1e-300 }),
  "a spike of 1e12": planeFlow({ density: (_, x) => (x > 0.5 && x < 0.6 ? 1e12 : 0) }),
  "densities that are not finite": planeFlow({ density: (time) => (time > 0.5 ? Number.NaN : 1) }),
  "a flat domain": planeFlow({
    domain: [
      [-1000, 1000],
      [0, 1e-3],
    ],
  }),
  "a tall domain": planeFlow({
    domain: [
      [0, 1],
      [-50, 50],
    ],
    times,
  }),
  "a long name": planeFlow({
    layers: ["<a> layer whose name is longer than any panel of a figure is wide, by far", "b"],
  }),
};

for (const [name, edgeCase] of Object.entries(edgeCases)) {
  test(`nothing is clipped, and no coordinate is undefined: ${name}`, (t) => {
    const svg = densityFigure(edgeCase);
    const bare = svg.replace(/<desc>.*<\/desc>/, "").replaceAll(/base64,[^"]*/g, "");
    t.notRegex(bare, /NaN|Infinity|undefined/);
    atMost(t, overflow(svg), 0, `${overflow(svg)} units outside`);
    above(t, toPng(svg, { width: 100 }).length, 100);
  });
}
