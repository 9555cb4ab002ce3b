import test from "ava";
import { createModel, discretize } from "../../../../src/model/model.js";
import type { MeshStudy } from "../../../../src/study/file/schema.js";
import { runStudy } from "../../../../src/study/index.js";
import { type ExchangeRate, exchangeRateOf } from "../../../../src/study/plan/exchange-rate.js";
import { localPool } from "../../../support/local-pool.js";
import { above, below, near } from "../../../support/matchers.js";
import { boxWith } from "../scratch.js";

const two = { graph: { nodes: ["a", "b"], edges: [["a", "b", 3]] } };
/** Of a model on ten cells. */
const rateOf = (model: object): ExchangeRate | undefined => {
  const spec = boxWith({}, { ...two, initial: { a: 1.6, b: 0.4 }, normalize: false, ...model }).model;
  return exchangeRateOf(discretize(createModel(spec), [10]));
};

test("of linear exchange it is the eigenvalue, whatever the data: logarithmic, weighted and cosh", (t) => {
  const temperature = 0.5;
  const energy = { kind: "entropy", temperature };
  const [v, w] = [0.3, 1.7];
  const [up, down] = [Math.exp(v / temperature), Math.exp(w / temperature)];
  const linear: readonly (readonly [object, number])[] = [
    [{ exchange: { mobility: "logarithmic" }, potential: 0.7 }, 2],
    [{ exchange: { mobility: "weighted-logarithmic" }, potential: { a: v, b: w } }, up + down],
    [{ exchange: { mobility: "weighted-geometric", cost: "cosh" }, potential: { a: v, b: w } }, up + down],
    [
      { exchange: { mobility: "geometric", cost: "cosh" }, potential: { a: v, b: w } },
      Math.sqrt(down / up) + Math.sqrt(up / down),
    ],
  ];
  for (const [model, sum] of linear) {
    const found = rateOf({ energy, ...model });
    near(t, found?.rate, 3 * temperature * sum, { relative: 1e-9 }, `${JSON.stringify(model)} ${found?.rate}`);
  }
});

test("on a graph it is the eigenvalue of the mode that the data are", (t) => {
  const graph = { family: "cycle", nodes: 4, weight: 2 };
  const along = (mode: readonly number[]) => ({
    ...{ graph, potential: 0, exchange: { mobility: "logarithmic" } },
    initial: Object.fromEntries(mode.map((value, g) => [String(g), 1 + 0.2 * value])),
  });
  // Eigenvalues of the cycle: weight (2 - 2 cos(2 pi k / 4)).
  near(t, rateOf(along([1, 0, -1, 0]))?.rate, 4, { relative: 1e-9 });
  near(t, rateOf(along([1, -1, 1, -1]))?.rate, 8, { relative: 1e-9 });
});

test("the equilibrium of a place has one chemical potential: its distance is the mass that moves", (t) => {
  const model = { potential: { a: 0, b: 2 }, exchange: { mobility: "unit" } };
  near(t, rateOf(model)?.moved, 0.4 - 2 / (1 + Math.exp(2)), { relative: 1e-9 });
  // T log f + V with T = 1 and 2: f_b = f_a^(1/2) e^(-1) where f_a + f_b = 2.
  const root = (-Math.exp(-1) + Math.sqrt(Math.exp(-2) + 8)) / 2;
  const two = rateOf({ ...model, energy: { kind: "entropy", temperature: { a: 1, b: 2 } } });
  near(t, two?.moved, Math.abs(1.6 - root ** 2), { relative: 1e-9 });
  // 2 f + V of a porous medium: f_a - f_b = 1.
  const porous = { ...model, energy: { kind: "porous-medium", exponent: 2, regularization: 1e-9 } };
  near(t, rateOf(porous)?.moved, 0.1, { relative: 1e-6 });
});

test("a tenth of the moved mass may relax faster, and tails, where next to nothing moves, do not count", (t) => {
  const of = (stiff: number) =>
    rateOf({ potential: { a: 0, b: `x > ${stiff} ? 5 : 0` }, exchange: { mobility: "weighted-logarithmic" } })?.rate;
  near(t, of(0.95), 6, { relative: 1e-9 });
  near(t, of(0.75), 3 * (1 + Math.exp(5)), { relative: 1e-9 });
  const tails = { domain: [[-8, 8]], initial: { a: "exp(-x^2/2)", b: "0.1*exp(-x^2/2)" }, potential: "x^2/2" };
  below(t, rateOf({ ...tails, exchange: { mobility: "unit" } })?.rate, 1e3);
});

test("there is none of a single layer, and of layers in equilibrium nothing moves", (t) => {
  t.is(rateOf({ graph: { nodes: ["a"], edges: [] }, initial: 1 }), undefined);
  const { moved = 0 } = rateOf({ initial: { a: 1, b: 1 }, potential: 3 }) ?? {};
  below(t, moved, 1e-14);
});

/** Two layers whose potentials differ by nine, along tau. */
function stiff(steps: readonly number[], model: object = {}): MeshStudy {
  const parts = { sweep: { axis: "tau", steps, cells: 10 }, reference: { kind: "same-mesh" }, errors: ["L1"] };
  const expect = [{ error: "L1", order: 1, slack: 0.1, last: steps.length - 1 }];
  const own = { potential: { a: 0, b: 9 }, exchange: { mobility: "weighted-logarithmic" } };
  const initial = { a: "1 + 0.5*cos(pi*x)", b: 1 };
  return boxWith({ ...parts, expect }, { ...two, ...own, initial, ...model });
}
const record = (study: MeshStudy) => runStudy(study, { jobs: 1, store: false }, localPool);
const hints = (warnings: readonly string[]) => warnings.filter((warning) => warning.includes("pre-asymptotic"));

test("a rate that stiff exchange makes miss gets its hint, and the step size it names gives that order", async (t) => {
  const missed = await record(stiff([64, 128, 256]));
  t.is(missed.verdict.exitCode, 3);
  t.deepEqual(missed.levels[0]?.flags, []);
  t.deepEqual(missed.levels[2]?.flags, ["stiff-exchange"]);
  const [hint = ""] = hints(missed.verdict.warnings);
  const steps = Number(/tau = .* on \((\d+) steps\)/.exec(hint)?.[1]);
  t.regex(hint, /at a rate of 24310 at first/);
  above(t, steps, 256, hint);
  const met = await record(stiff([steps, 2 * steps]));
  t.true(met.verdict.pass, met.verdict.reasons.join());
});

test("layers in equilibrium with each other need no small steps, and get no hint for another order missed", async (t) => {
  const even = stiff([8, 16, 32], { initial: { a: "1 + 0.5*cos(pi*x)", b: "(1 + 0.5*cos(pi*x))*exp(-9)" } });
  const { verdict } = await record(even);
  t.true(verdict.pass, verdict.reasons.join());
  const wrong = await record({ ...even, expect: [{ error: "L1", order: 2, slack: 0.1, last: 2 }] });
  t.is(wrong.verdict.exitCode, 3);
  t.deepEqual(hints(wrong.verdict.warnings), []);
});
