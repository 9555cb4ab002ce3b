import test from "ava";
import { onSheet, type Sheet, sheetTitle, sheetWidth } from "../../../../src/report/drawing/sheet.js";
import {
  comparisonFigure,
  convergenceFigure,
  densityFigure,
  energyFigure,
  heatMapFigure,
  toPdf,
} from "../../../../src/report/figure/index.js";
import { atLeast, atMost, each, near } from "../../../support/matchers.js";
import { elements, overflow, texts } from "../figure/drawing.js";
import { flow, planeFlow, record, tauSweep, tensorSweep } from "../figure/records.js";

const lines = ["one", "two"].map((name, k) => ({
  name,
  points: [1, 2, 4].map((n) => ({ at: 1 / n, error: (k + 1) / n })),
}));
const figures: Readonly<Record<string, () => string>> = {
  convergence: () => convergenceFigure(record(tauSweep([10, 20, 40], { L1: (tau) => tau }))),
  "heat map": () => heatMapFigure(tensorSweep([10, 20, 40], [10, 20], (tau, h) => ({ errors: { L1: tau + h * h } }))),
  densities: () => densityFigure(flow()),
  maps: () => densityFigure(planeFlow()),
  energy: () => energyFigure(flow()),
  comparison: () => comparisonFigure("L1", "tau", lines),
};

for (const [name, draw] of Object.entries(figures)) {
  test(`at every width nothing is clipped, and letters are as large as ever: ${name}`, (t) => {
    const usual = sizesOf(draw());
    for (const width of [70, 84, 170, 400]) {
      const svg = onSheet({ width }, draw);
      near(t, millimetres(svg)[0], width, 0.01);
      atMost(t, overflow(svg), 0.01, `${width} mm`);
      each(t, sizesOf(svg), (size) => usual.includes(size));
    }
  });

  test(`no letter is smaller than 6 pt at the width of a column: ${name}`, (t) => {
    const svg = draw();
    const [, , units = Number.NaN] = (/viewBox="([^"]*)"/.exec(svg)?.[1] ?? "").split(" ").map(Number);
    const points = ((millimetres(svg)[0] ?? Number.NaN) * 72.27) / 25.4 / units;
    for (const size of sizesOf(svg)) atLeast(t, size * points, 6);
  });

  test(`a title stands above the figure, which is not changed by it: ${name}`, (t) => {
    const [bare, titled] = [draw(), onSheet({ title: "A & B" }, draw)];
    t.is(texts(titled)[0], "A &amp; B");
    t.deepEqual(texts(titled).slice(1), texts(bare));
    t.true(titled.includes("<title>A &amp; B</title>"));
    const [own, other] = [millimetres(bare)[1], millimetres(titled)[1]];
    near(t, (other ?? Number.NaN) - (own ?? Number.NaN), (13 * 84) / 238, 0.02);
    t.notThrows(() => toPdf(titled));
  });
}

test("a sheet holds for what is drawn on it only, even where that fails", (t) => {
  const sheet: Sheet = { width: 168, title: "outer" };
  onSheet(sheet, () => {
    near(t, sheetWidth(), 476, 1e-9);
    t.throws(() => onSheet({}, () => figureThatFails()), { message: "238" });
    t.is(sheetTitle(), "outer");
  });
  t.is(sheetTitle(), undefined);
  near(t, sheetWidth(), 238, 1e-9);
});

function figureThatFails(): never {
  throw new Error(String(Math.round(sheetWidth())));
}

function millimetres(svg: string): number[] {
  return (/ width="([\d.]+)mm" height="([\d.]+)mm"/.exec(svg) ?? []).slice(1).map(Number);
}

/** Sizes of letters in user units. */
function sizesOf(svg: string): number[] {
  const given = ["text", "tspan"].flatMap((name) => elements(svg, name).map((one) => Number(one["font-size"])));
  return given.filter((size) => size > 0);
}
