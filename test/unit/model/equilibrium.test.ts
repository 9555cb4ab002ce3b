import test from "ava";
import { energyOf, massOf } from "../../../src/model/energy.js";
import { equilibriumOf } from "../../../src/model/equilibrium.js";
import { createModel, discretize } from "../../../src/model/model.js";
import { atMost, below, near } from "../../support/matchers.js";

test("layers of different temperatures have an equilibrium of the given mass, though the colder one would overflow on the way", (t) => {
  const model = createModel({
    domain: [[0, 2]],
    graph: { nodes: ["a", "b"], edges: [["a", "b", 2]] },
    potential: { a: "x", b: "1-0.5*x^2" },
    energy: { kind: "entropy", temperature: { a: 1.3, b: 0.4 } },
    initial: { a: "1+0.5*cos(pi*x/2)", b: 0.3 },
    normalize: false,
    finalTime: 0.5,
  });
  const problem = discretize(model, [100]);
  const equilibrium = equilibriumOf(problem) ?? new Float64Array();
  atMost(t, Math.abs(massOf(problem, equilibrium) - problem.mass), 1e-14 * problem.mass);
  // T log f + V is one constant: that of every cell and layer.
  const { potential, energy } = problem;
  const mu = Array.from(equilibrium, (f, k) => energy.temperatures[k % 2] * Math.log(f) + potential[k]);
  below(t, Math.max(...mu) - Math.min(...mu), 1e-13);
  // By another root finder, from the same cell averages.
  near(t, energyOf(problem, equilibrium), -2.341832, 1e-6);
});
