/*
 * Formulas that solve a limit equation leave no residual; a constant that is off by 1 % leaves 1 % of the terms it
 * stands in.
 */
import test from "ava";
import { createModel, type ModelSpec } from "../../../src/model/model.js";
import { type Violation, violationOf } from "../../../src/reference/formula-residual.js";
import type { DensityFormula } from "../../../src/reference/types.js";
import { above, near } from "../../support/matchers.js";

type Sketch = Omit<ModelSpec, "initial" | "finalTime"> & { readonly finalTime?: number };

function violation(sketch: Sketch, density: readonly DensityFormula[]): Violation | null {
  const model = createModel({ initial: 1, finalTime: 0.1, ...sketch });
  const potential = model.potential.map(
    ({ evaluate }, layer) =>
      ([x = 0, y = 0]: readonly number[]) =>
        evaluate(x, y, 0, layer),
  );
  return violationOf(density, { ...model, potential });
}

const line: Sketch = { domain: [[0, 1]], potential: 0 };

/** Modes of the heat equation at the temperature T, whose rate is off by a factor. */
const heat =
  (factor: number, temperature = 1): DensityFormula =>
  ([x = 0], t) =>
    1 + 0.5 * Math.exp(-factor * temperature * Math.PI ** 2 * t) * Math.cos(Math.PI * x);

/** e^{-V/T} (1 + q e^{-st} p) for V = a x^2/2 and the Hermite polynomial of degree 1: the rate s is a. */
const drifting =
  (a: number, temperature: number, rate: number): DensityFormula =>
  ([x = 0], t) =>
    Math.exp((-a * x * x) / (2 * temperature)) * (2 + Math.exp(-rate * t) * x);

test("a rate that is off by one per cent leaves one per cent of the largest term, whatever the temperature", (t) => {
  for (const temperature of [1, 0.3, 7]) {
    const hot: Sketch = { ...line, energy: { temperature }, finalTime: 0.1 / temperature };
    t.is(violation(hot, [heat(1, temperature)]), null);
    for (const factor of [0.99, 1.01]) {
      const part = violation(hot, [heat(factor, temperature)])?.part ?? 0;
      near(t, part, 0.01, 5e-4);
    }
  }
});

test("the drift of a potential counts with its gradient and its curvature", (t) => {
  for (const [a, temperature] of [
    [1.5, 1],
    [4, 0.5],
  ] as const) {
    const well: Sketch = { domain: [[-1, 1.2]], potential: `${a / 2}*x^2`, energy: { temperature }, finalTime: 0.5 };
    t.is(violation(well, [drifting(a, temperature, a)]), null);
    t.not(violation(well, [drifting(a, temperature, 1.02 * a)]), null);
    t.not(violation({ ...well, potential: `${(1.02 * a) / 2}*x^2` }, [drifting(a, temperature, a)]), null);
  }
});

test("on two axes a rate that is wrong along either is told", (t) => {
  const plane: Sketch = {
    domain: [
      [0, 1],
      [0, 2],
    ],
    potential: 0,
    finalTime: 0.2,
  };
  const modes =
    (alongX: number, alongY: number): DensityFormula =>
    ([x = 0, y = 0], t) => {
      const [p, q] = [Math.PI, Math.PI / 2];
      const [inX, inY] = [alongX * p * p, alongY * q * q];
      return 1 + 0.3 * Math.exp(-inX * t) * Math.cos(p * x) + 0.3 * Math.exp(-inY * t) * Math.cos(q * y);
    };
  t.is(violation(plane, [modes(1, 1)]), null);
  t.not(violation(plane, [modes(1.02, 1)]), null);
  t.not(violation(plane, [modes(1, 1.02)]), null);
});

/**
 * Uniform layers in a row, with edges of weight K: the modes (1, 0, -1) and (1, -2, 1) decay at the rates K T and 3 K
 * T.
 */
const relaxing =
  (layer: number, slow: number, fast = 3 * slow): DensityFormula =>
  (_, t) =>
    1 + 0.3 * (1 - layer) * Math.exp(-slow * t) + 0.2 * (layer === 1 ? -2 : 1) * Math.exp(-fast * t);

for (const exchange of [{ mobility: "logarithmic" }, { mobility: "geometric", cost: "cosh" }] as const) {
  test(`exchange is looked at in every layer: ${exchange.mobility}, ${exchange.cost ?? "quadratic"}`, (t) => {
    const [weight, temperature] = [3, 2];
    const row = (second: number): Sketch => ({
      ...line,
      graph: {
        nodes: ["a", "b", "c"],
        edges: [
          ["a", "b", weight],
          ["b", "c", second],
        ],
      },
      exchange,
      energy: { temperature },
      finalTime: 0.05,
    });
    const rate = weight * temperature;
    const right = [0, 1, 2].map((layer) => relaxing(layer, rate));
    t.is(violation(row(weight), right), null);
    for (const [slow, fast] of [
      [1.02, 3],
      [1, 3.06],
    ] as const) {
      const wrong = [0, 1, 2].map((layer) => relaxing(layer, slow * rate, fast * rate));
      t.not(violation(row(weight), wrong), null);
    }
    t.not(violation(row(1.02 * weight), right), null);
    // The first layer and what it exchanges are as they should be.
    const last = violation(row(weight), [...right.slice(0, 2), (x, time) => 1.02 * relaxing(2, rate)(x, time)]);
    above(t, last?.layer, 0);
  });
}

test("of several violations the largest is told, at whatever time", (t) => {
  const finalTime = 0.1;
  // The rate is off by 1 % at first and by 5 % from a third of the time on.
  const growing: DensityFormula = (position, t) => heat(1)(position, 1.01 * t + 0.04 * Math.max(0, t - finalTime / 3));
  const found = violation({ ...line, finalTime }, [growing]);
  above(t, found?.t, finalTime / 3);
  near(t, found?.part, 0.05, 3e-3);
});

test("a formula that is no number at some places is judged by the others", (t) => {
  const holed =
    (factor: number): DensityFormula =>
    (position, t) =>
      (position[0] as number) < 0.5 ? Number.NaN : heat(factor)(position, t);
  t.is(violation(line, [holed(1)]), null);
  t.not(violation(line, [holed(1.01)]), null);
  t.is(violation(line, [() => Number.NaN]), null);
});

test("a formula of few digits is none that is wrong: five of them leave no residual to speak of", (t) => {
  t.is(violation(line, [heat(1 + 2e-5)]), null);
  t.not(violation(line, [heat(1 + 1e-3)]), null);
});

test("what a stiff exchange makes of a density that is off by 1e-5 does not count, of one that is off by 1e-3 it does", (t) => {
  const stiff: Sketch = { ...line, graph: { nodes: ["a", "b"], edges: [["a", "b", 1e6]] } };
  const offBy = (part: number) => [heat(1), (x: readonly number[], time: number) => (1 + part) * heat(1)(x, time)];
  t.is(violation(stiff, offBy(0)), null);
  t.is(violation(stiff, offBy(1e-5)), null);
  t.not(violation(stiff, offBy(1e-3)), null);
});

test("differences are of fourth order: a rate of a fine and fast mode that is off by two per mille is told", (t) => {
  const wave = 10 * Math.PI;
  const mode =
    (factor: number): DensityFormula =>
    ([x = 0], time) =>
      1 + 0.5 * Math.exp(-factor * wave ** 2 * time) * Math.cos(wave * x);
  const short: Sketch = { ...line, finalTime: 0.03 };
  t.is(violation(short, [mode(1)]), null);
  t.not(violation(short, [mode(1.002)]), null);
});
