import test from "ava";
import { createDualState, type DualState } from "../../../src/jko/dual-state.js";
import { createPlainImplicit } from "../../../src/jko/exchange/implicit.js";
import { createImplicitCells } from "../../../src/jko/exchange/implicit-cells.js";
import { createPairReaction } from "../../../src/jko/exchange/pair-reaction.js";
import { createHistory } from "../../../src/jko/history.js";
import { createLineParts } from "../../../src/jko/parts-line.js";
import { eachNear, near } from "../../support/matchers.js";
import { problemOf } from "../../support/runs.js";

const exchanges = [
  { mobility: "logarithmic", mobilityAt: "next" },
  { mobility: "logarithmic", mobilityAt: "midpoint" },
  { mobility: "arithmetic", mobilityAt: "next" },
  { mobility: "harmonic", mobilityAt: "midpoint" },
  { mobility: "weighted-logarithmic", mobilityAt: "next" },
  { mobility: "weighted-geometric", mobilityAt: "midpoint" },
  { mobility: "geometric", mobilityAt: "next", cost: "cosh" },
] as const;

const cells = 40;
const tau = 0.02;

function problemWith(exchange: (typeof exchanges)[number]) {
  return problemOf(
    {
      domain: [[0, 1]],
      graph: { nodes: ["a", "b"], edges: [["b", "a", 3]] },
      potential: { a: "x^2", b: "1 - x" },
      exchange,
      initial: { a: "1 + 0.5*cos(pi*x)", b: "0.3 + 0.2*cos(2*pi*x)" },
      finalTime: 1,
    },
    cells,
  );
}

for (const exchange of exchanges) {
  test(`the exchange of a pair is the plain one: ${Object.values(exchange).join(", ")}`, (t) => {
    const problem = problemWith(exchange);
    const implicit = createImplicitCells(problem, tau);
    const [across, plainAcross] = [new Float64Array(cells), new Float64Array(cells)];
    const plain = createPlainImplicit(implicit, plainAcross, tau);
    const pair = createPairReaction(implicit, across, {
      react: () => t.fail("left to the plain one"),
      linearize: () => t.fail("left to the plain one"),
      settle: plain.settle,
    });
    implicit.cell.load(problem.initial);
    pair?.load(problem.initial);
    const { energy, expand, newPoint } = createLineParts(problem, tau, 1e-15, createHistory()).newtonParts;
    // The second state begins where the first has ended.
    for (const size of [1, 1.3]) {
      const states = [pair, plain].map((term): DualState => {
        const state = createDualState(newPoint(), 2 * cells, 0, cells);
        state.point.tree.set(problem.initial.map((_, k) => size * Math.cos(k)));
        expand(state.point);
        energy.ask(state.point.mu, state.equilibrium);
        term?.react(state);
        return state;
      });
      const [found, expected] = states;
      eachNear(t, found.equilibrium, expected.equilibrium, { relative: 1e-13 }, "equilibrium");
      eachNear(t, found.flow, expected.flow, { relative: 1e-12 }, "flow");
      const [ground, plainGround] = [found.equilibrium.slice(), expected.equilibrium.slice()];
      pair?.linearize(found, ground);
      plain.linearize(expected, plainGround);
      eachNear(t, ground, plainGround, { relative: 1e-6 }, "ground");
      eachNear(t, across, plainAcross, { relative: 1e-6 }, "across");
      const kept = found.equilibrium.map((m, k) => m * (1 + 1e-6 * Math.sin(k)));
      const [settled, plainSettled] = [pair?.settle(found, found.flow, kept), plain.settle(expected, found.flow, kept)];
      near(t, settled?.cost ?? Number.NaN, plainSettled.cost, { relative: 1e-10 }, "cost");
      near(t, settled?.defect ?? Number.NaN, plainSettled.defect, { relative: 1e-4 }, "defect");
    }
  });
}

test("where densities change by more than their digits the certificate of a pair is the plain one", (t) => {
  const problem = problemWith(exchanges[0]);
  const implicit = createImplicitCells(problem, tau);
  const across = new Float64Array(cells);
  const plain = createPlainImplicit(implicit, across, tau);
  const pair = createPairReaction(implicit, across, plain);
  implicit.cell.load(problem.initial);
  pair?.load(problem.initial);
  const { expand, newPoint } = createLineParts(problem, tau, 1e-15, createHistory()).newtonParts;
  const state = createDualState(newPoint(), 2 * cells, 0, cells);
  expand(state.point);
  pair?.react(state);
  const kept = state.equilibrium.map((m, k) => m * (1 + 0.1 * Math.sin(k)));
  t.deepEqual(pair?.settle(state, state.flow, kept), plain.settle(state, state.flow, kept));
});
