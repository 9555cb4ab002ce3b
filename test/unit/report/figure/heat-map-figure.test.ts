import test from "ava";
import { heatColour } from "../../../../src/report/drawing/palette.js";
import { tensorGrid } from "../../../../src/report/drawing/tensor-grid.js";
import { heatMapFigure } from "../../../../src/report/figure/index.js";
import { atMost } from "../../../support/matchers.js";
import { description, elements, overflow, texts } from "./drawing.js";
import { record, tensorSweep } from "./records.js";

const steps = [10, 20, 40, 80];
const cells = [5, 10, 20, 40, 80];
const sum = tensorSweep(steps, cells, (tau, h) => ({ errors: { L1: 0.1 * tau + h * h } }));

test("the regime of a level is the size with the larger local order", (t) => {
  const { taus, hs, rows } = tensorGrid(sum, "L1");
  for (const [i, h] of hs.entries()) {
    for (const [j, tau] of taus.entries()) {
      const [inTau, inH] = [0.1 * tau, 2 * h * h];
      // Between neighbours the orders change: levels within a factor of the border may be on either side.
      if (inTau > 2 * inH) t.is(rows[i]?.[j]?.regime, "tau", `tau ${tau}, h ${h}`);
      if (inH > 2 * inTau) t.is(rows[i]?.[j]?.regime, "h", `tau ${tau}, h ${h}`);
    }
  }
});

test("one line separates the two regimes, and the symbols stand in the cells", (t) => {
  const svg = heatMapFigure(sum);
  const staircase = elements(svg, "path").filter(({ fill }) => fill === "none");
  t.is(staircase.length, 2);
  t.is(staircase[0]?.d?.match(/M/g)?.length, 1);
  const regimes = tensorGrid(sum, "L1")
    .rows.flat()
    .map((cell) => cell?.regime);
  // The titles of the axes are the symbols too.
  t.is(texts(svg).filter((text) => text === "τ").length, regimes.filter((regime) => regime === "tau").length + 1);
  t.is(texts(svg).filter((text) => text === "h").length, regimes.filter((regime) => regime === "h").length + 1);
});

test("the smallest error is darkest, the largest lightest, and both are written out", (t) => {
  const svg = heatMapFigure(sum);
  const fills = elements(svg, "rect").map(({ fill }) => fill);
  t.is(fills.filter((fill) => fill === heatColour(0)).length, 2);
  t.is(fills.filter((fill) => fill === heatColour(1)).length, 2);
  t.true(texts(svg).includes("5.00·10−2") && texts(svg).includes("1.41·10−3"));
});

test("cells too small for symbols get a note on the sides of the line", (t) => {
  const counts = Array.from({ length: 12 }, (_, k) => 5 * 2 ** k);
  const svg = heatMapFigure(tensorSweep(counts, counts, (tau, h) => ({ errors: { L1: 0.1 * tau + h * h } })));
  t.true(texts(svg).includes("above the line, refining h gains more; below it, τ"));
  atMost(t, overflow(svg), 0);
});

test("cells follow the sizes, not the order of the levels", (t) => {
  t.is(
    heatMapFigure(record([...sum.levels].reverse(), { axis: "tensor" })).split("<desc>")[0],
    heatMapFigure(sum).split("<desc>")[0],
  );
  const cellsOf = (svg: string) => elements(svg, "rect").slice(1, 21);
  t.deepEqual(
    cellsOf(heatMapFigure(record([...sum.levels].reverse(), { axis: "tensor" }))),
    cellsOf(heatMapFigure(sum)),
  );
});

test("failed levels are crossed out and named, flagged ones have a mark", (t) => {
  const broken = tensorSweep(steps, cells, (tau, h) => ({
    errors: { L1: tau + h },
    status: tau === 0.1 && h === 0.2 ? "stalled" : "ok",
    flags: tau === 0.0125 ? ["floor-limited"] : [],
  }));
  const svg = heatMapFigure(broken);
  t.is(elements(svg, "polygon").length, cells.length);
  t.true(texts(svg).includes("not shown: 1 × status stalled") && texts(svg).includes("marked corner: flagged"));
  t.regex(description(svg), /10 steps, 5 cells: status stalled/);
});

test("the same record gives the same bytes, without ids", (t) => {
  t.is(heatMapFigure(sum), heatMapFigure(structuredClone(sum)));
  t.notRegex(heatMapFigure(sum), / id="|url\(/);
});

const edgeCases = {
  "one level": tensorSweep([10], [10], () => ({ errors: { L1: 1e-3 } })),
  "no level": record([], { axis: "tensor" }),
  "one row": tensorSweep(steps, [10], (tau) => ({ errors: { L1: tau } })),
  "one column": tensorSweep([10], cells, (_, h) => ({ errors: { L1: h } })),
  "all failed": tensorSweep(steps, cells, () => ({ status: "maxIterations" })),
  "zero errors": tensorSweep(steps, cells, () => ({ errors: { L1: 0 } })),
  "identical errors": tensorSweep(steps, cells, () => ({ errors: { L1: 1e-3 } })),
  "errors that grow": tensorSweep(steps, cells, (tau, h) => ({ errors: { L1: 1 / (tau * h) } })),
  "huge ranges": tensorSweep([1, 1e4, 1e8], [1, 1e4, 1e8], (tau, h) => ({ errors: { L1: (tau * h) ** 18 } })),
};

for (const [name, edgeCase] of Object.entries(edgeCases)) {
  test(`nothing is clipped, and nothing is undefined: ${name}`, (t) => {
    const svg = heatMapFigure(edgeCase);
    t.notRegex(svg, /NaN|Infinity|undefined/);
    atMost(t, overflow(svg), 0, `${overflow(svg)} units outside`);
  });
}
