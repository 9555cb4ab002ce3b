import type { ModelSpec } from "../../../../src/model/model.js";
import type { Problem } from "../../../../src/model/problem.js";
import { evolve, meshAccounts } from "../../../../src/schemes/evolve.js";
import { createInertial } from "../../../../src/schemes/inertial/inertial.js";

/** An inertial run with what its steps tell; at rest in the beginning unless a potential is given. */
export function run(problem: Problem, steps: number, damping: number, initialPotential?: Float64Array) {
  const start = initialPotential ?? new Float64Array(problem.initial.length);
  const stepper = createInertial(problem, {
    tau: problem.finalTime / steps,
    steps,
    tolerance: 1e-12,
    damping,
    initialPotential: start,
  });
  const rows: { t: number; energy: number; kinetic: number; isMonotone: boolean }[] = [];
  const densities: Float64Array[] = [];
  const { summary, state } = evolve(meshAccounts(problem), stepper, steps, (row, density) => {
    rows.push({ t: row.t, energy: row.energy, kinetic: row.kinetic ?? Number.NaN, isMonotone: row.energyMonotone });
    densities.push(density.slice());
  });
  return { summary, rows, densities, density: state };
}

/** Three layers without x. */
export const nodes: ModelSpec = {
  domain: [[0, 1]],
  graph: {
    nodes: ["a", "b", "c"],
    edges: [
      ["a", "b", 1.3],
      ["b", "c", 0.6],
    ],
  },
  potential: { a: 0, b: 0.8, c: -0.5 },
  exchange: { mobility: "logarithmic" },
  initial: { a: 0.6, b: 0.25, c: 0.15 },
  finalTime: 0.2,
};

/** Two layers in wells of their own. */
export const wells: ModelSpec = {
  domain: [[0, 1]],
  graph: { nodes: ["a", "b"], edges: [["a", "b", 1]] },
  potential: { a: "4*(x - 0.4)^2", b: "4*(x - 0.6)^2" },
  exchange: { mobility: "logarithmic" },
  initial: { a: "exp(-4*(x - 0.4)^2)*(1 + 0.6*cos(pi*x))", b: "exp(-4*(x - 0.6)^2)*(1 - 0.2*cos(2*pi*x))" },
  finalTime: 1,
};
