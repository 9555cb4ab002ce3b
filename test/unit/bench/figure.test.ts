import test from "ava";
import { benchFigure } from "../../../src/bench/index.js";
import { above, atMost } from "../../support/matchers.js";
import { description, elements, overflow, texts } from "../report/figure/drawing.js";
import { benchCase, benchRecord, point, troubled } from "./measured.js";

const curves = (svg: string) => elements(svg, "path").filter(({ fill }) => fill === "none");

test("a line per case and scheme with a marker per mesh, and an entry of the legend", (t) => {
  const svg = benchFigure(benchRecord(benchCase(), troubled));
  t.is(curves(svg).length, 2 + 1);
  t.is(elements(svg, "circle").length, 2 + 1);
  const shown = texts(svg);
  for (const label of [
    "steps per second",
    "unknowns N",
    "box, jko: N−1.09",
    "box, implicit-euler: N−1.00",
    "square, jko",
  ])
    t.true(shown.includes(label), shown.join());
  t.true(shown.includes("not shown: 1 × stalled, 1 × left out, 2 × unavailable"), shown.join());
});

test("the speed falls where the time per step grows", (t) => {
  const [jko, euler] = curves(benchFigure(benchRecord(benchCase())));
  const heights = (d = "") => [...d.matchAll(/[ML][\d.]+,([\d.]+)/g)].map(([, y]) => Number(y));
  const [coarse = 0, fine = 0] = heights(jko?.d);
  above(t, fine, coarse);
  above(t, heights(euler?.d)[0] ?? 0, coarse, "the slower scheme is below");
});

test("of a single case the legend names the schemes only", (t) => {
  t.true(texts(benchFigure(benchRecord(benchCase()))).includes("jko: N−1.09"));
});

test("the description has the numbers for those who do not see the picture", (t) => {
  const text = description(benchFigure(benchRecord(benchCase())));
  t.regex(text, /jko: 1\.00e\+3 at 200, 471 at 400, time grows with power 1\.09\./);
});

const long = benchCase({ id: "a-study-with-a-very-long-name-that-does-not-fit-into-a-column" });
const edgeCases = {
  "no case": benchRecord(),
  "no point": benchRecord(benchCase({ points: [], growth: {} })),
  "one point": benchRecord(benchCase({ points: [point()], growth: {} })),
  "long names": benchRecord(long, troubled),
  "many cases": benchRecord(...Array.from({ length: 6 }, (_, k) => benchCase({ id: `case-${k}` }))),
};

for (const [what, record] of Object.entries(edgeCases)) {
  test(`${what}: the figure stays within its bounds, and its bytes are the same again`, (t) => {
    const svg = benchFigure(record);
    atMost(t, overflow(svg), 0);
    t.is(svg, benchFigure(record));
  });
}
