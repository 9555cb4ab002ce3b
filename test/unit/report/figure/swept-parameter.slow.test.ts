import test from "ava";
import { comparisonFigure, convergenceFigure } from "../../../../src/report/figure/index.js";
import { seriesOf } from "../../../../src/report/figure/series.js";
import { comparedLine, comparedRows, comparisonSummary } from "../../../../src/report/table/comparison.js";
import { atMost, each } from "../../../support/matchers.js";
import { description, elements, overflow, texts } from "./drawing.js";
import { parameterRecord, stateLevel, stateRecord } from "./states.js";

test("a sweep of a parameter is drawn over its size, named as the inverse where it is one", (t) => {
  const svg = convergenceFigure(parameterRecord());
  t.true(texts(svg).includes("1/directions"));
  t.true(texts(svg).includes("0.5"), "the triangle of the fitted order");
  t.regex(description(svg), /Errors against 1\/directions.*5\.00e-2 at 1\/directions = 0\.25 to 1\.25e-2/);
  const sizes = seriesOf(parameterRecord())[0]?.points.map(({ size }) => size);
  t.deepEqual(sizes, [1 / 4, 1 / 8, 1 / 16, 1 / 32, 1 / 64]);
});

test("a size that is the value has the name of the parameter, as has one of unknown relation", (t) => {
  for (const factor of [1, 3]) {
    const levels = [0.1, 0.01].map((value) =>
      stateLevel({ parameter: { path: "scheme.penalty", value, size: factor * value }, errors: { W2: value } }),
    );
    const svg = convergenceFigure(parameterRecord({ levels, parameter: "scheme.penalty", fits: {} }));
    t.true(texts(svg).includes("penalty"));
    t.notRegex(description(svg), /1\/penalty/);
  }
});

test("distances to the iterate are a hollow, thin series in the colour of their error, without order or triangle", (t) => {
  const svg = convergenceFigure(stateRecord());
  const hollow = elements(svg, "circle").filter(({ fill }) => fill === "none");
  t.is(hollow.length, 5, "four levels and the legend");
  each(t, hollow, ({ stroke }) => stroke === "#0065a3");
  t.true(texts(svg).includes("W2 to the iterate"));
  t.regex(description(svg), /W2 to the exact discrete iterate: 1\.00e-5 at tau = 0\.1 to 2\.00e-5/);
  const errors = elements(svg, "line").filter(({ stroke }) => stroke === "#0065a3" || stroke === "#b84a00");
  each(
    t,
    errors.filter((line) => line["stroke-width"] === "0.8"),
    (line) => line["stroke-dasharray"] === undefined,
  );
  t.is(elements(svg, "polygon").filter(({ stroke }) => stroke === "#595959").length, 2);
});

test("without iterates the figure is as it was: series are told apart by dashes", (t) => {
  const levels = stateRecord().levels.map(({ iterateErrors: _, ...one }) => one);
  const svg = convergenceFigure(stateRecord({ levels }));
  t.true(elements(svg, "line").some((line) => line.stroke === "#b84a00" && line["stroke-dasharray"] === "5 2"));
});

test("failed levels of states are named by their steps alone", (t) => {
  const failed = stateLevel({ steps: 20, tau: 0.05, status: "stalled", reason: "no descent" });
  t.regex(description(convergenceFigure(stateRecord({ levels: [failed] }))), /W2 at 20 steps \(status stalled\)/);
});

const edgeCases = {
  "a parameter sweep": parameterRecord(),
  "no level of a parameter": parameterRecord({ levels: [] }),
  "a level without its parameter": parameterRecord({ levels: [stateLevel({ errors: { W2: 1 } })] }),
  iterates: stateRecord(),
  "iterates met exactly": stateRecord({
    levels: stateRecord().levels.map((one) => ({ ...one, iterateErrors: { W2: 0, symKL: Number.NaN } })),
  }),
  "iterates to round-off": stateRecord({
    levels: stateRecord().levels.map((one) => ({ ...one, iterateErrors: { W2: 1e-16, symKL: 1e-30 } })),
  }),
};

for (const [name, edgeCase] of Object.entries(edgeCases)) {
  test(`nothing is clipped, and nothing is undefined: ${name}`, (t) => {
    const svg = convergenceFigure(edgeCase);
    t.notRegex(svg, /NaN|Infinity|undefined/);
    atMost(t, overflow(svg), 0, `${overflow(svg)} units outside`);
  });
}

test("studies of states are compared like others", (t) => {
  const studies = [stateRecord(), parameterRecord()].map((record) => ({
    name: record.axis,
    record,
    milliseconds: record.levels.map(() => 10),
  }));
  const [first] = studies.map((study) => comparedRows(study, "W2")[0]);
  t.is(first?.cells, "");
  t.deepEqual(
    comparisonSummary(studies, "W2").map(({ finest }) => finest),
    ["3.750e-3", "1.250e-2"],
  );
  for (const abscissa of ["tau", "h", "newton", "milliseconds"] as const) {
    const svg = comparisonFigure(
      "W2",
      abscissa,
      studies.map((study) => comparedLine(study, "W2", abscissa)),
    );
    t.notRegex(svg, /NaN|Infinity|undefined/);
    atMost(t, overflow(svg), 0);
  }
});
