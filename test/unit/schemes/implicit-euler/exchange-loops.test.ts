import test from "ava";
import { chemicalPotential } from "../../../../src/model/energy.js";
import { exchangeCosts, mobilityNames } from "../../../../src/model/exchange.js";
import type { Problem } from "../../../../src/model/problem.js";
import { createEdgeFlux } from "../../../../src/schemes/implicit-euler/exchange.js";
import { createExchangeLoops } from "../../../../src/schemes/implicit-euler/exchange-loops.js";
import { near } from "../../../support/matchers.js";
import * as cases from "../../reference/problems.js";

const tau = 0.3;

for (const cost of exchangeCosts) {
  for (const mobility of mobilityNames) {
    // With the largest weight many edges are faster than the cap.
    for (const weight of [1, 1e8]) {
      test(`${mobility}, ${cost}, weight ${weight}: loops have the fluxes and derivatives of single edges`, (t) => {
        const problem = problemWith(mobility, cost, weight);
        const loops = createExchangeLoops(problem, tau);
        const single = createEdgeFlux(problem, tau, "own");
        const density = problem.initial.map((value, k) => value * (1 + 0.5 * Math.sin(3 * k)));
        const mu = chemicalPotential(problem, density, new Float64Array(density.length));
        loops?.evaluate(density);
        const [byTail, byHead] = [new Float64Array(40), new Float64Array(40)];
        loops?.differentiate(density, byTail, byHead);
        for (let k = 0; k < 40; k++) {
          const [tail, head] = [3 * Math.floor(k / 2) + (k % 2), 3 * Math.floor(k / 2) + (k % 2) + 1];
          single.edge(k % 2, tail, head, density, mu);
          const scale = tau * (Math.abs(single.byTail) * density[tail] + Math.abs(single.byHead) * density[head]);
          near(t, loops?.fluxes[k], tau * single.value, 1e-14 * scale);
          near(t, byTail[k], tau * single.byTail, (1e-14 * scale) / density[tail]);
          near(t, byHead[k], tau * single.byHead, (1e-14 * scale) / density[head]);
        }
      });
    }
  }
}

test("layers of different temperatures, and weights that leave the range of numbers, have no loops", (t) => {
  const problem = problemWith("weighted-logarithmic", "quadratic", 1);
  const temperatures = Float64Array.of(1, 2, 1);
  t.is(createExchangeLoops({ ...problem, energy: { ...problem.energy, temperatures } }, tau), undefined);
  const potential = problem.potential.map((v) => 1000 * v);
  t.is(createExchangeLoops({ ...problem, potential }, tau), undefined);
});

/** Three layers on a path, 20 cells, potentials of their own; nearly empty at one end. */
function problemWith(
  mobility: (typeof mobilityNames)[number],
  cost: (typeof exchangeCosts)[number],
  weight: number,
): Problem {
  const initial = (x: number, g: number) => Math.exp(-12 * (x + 1)) + (g === 1 ? 1e-7 : 1e-9);
  const potential = (x: number, g: number) => x * (1 + g) + 0.3 * g;
  const sketch = { ...cases.threeLayers, domain: [-1, 1] as const, initial, potential, mobility, temperature: 0.7 };
  const edges = [
    [0, 1, weight],
    [1, 2, 0.4 * weight],
  ] as const;
  const problem = cases.discretize({ ...sketch, edges }, 20);
  return { ...problem, exchange: { ...problem.exchange, cost } };
}
