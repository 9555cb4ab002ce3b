/*
 * Single steps by hand: the energy of two layers falls, and mass is kept. Run it with `node single-steps.js`.
 */
import { createModel, discretize, jkoStep } from "jko-study";

/**
 * Advances a density step by step.
 *
 * @param {number} steps
 * @param {number} cells
 * @returns {{ status: string, masses: number[] }} how the steps ended, and the mass after each
 */
export function masses(steps, cells) {
  const model = createModel({
    domain: [[0, 1]],
    graph: { nodes: ["a", "b"], edges: [["a", "b", 3]] },
    potential: { a: "x^2", b: 0 },
    exchange: { mobility: "logarithmic" },
    initial: { a: "1 + 0.5*cos(pi*x)", b: "1 - 0.5*cos(pi*x)" },
    finalTime: 0.1,
  });
  const problem = discretize(model, [cells]);
  const tau = 0.1 / steps;
  let density = problem.initial;
  /** @type {number[]} */
  const found = [];
  for (let n = 0; n < steps; n++) {
    const step = jkoStep(problem, density, tau);
    if (step.status !== "converged") return { status: `${step.status}: ${step.reason}`, masses: found };
    density = step.density;
    found.push(density.reduce((sum, value) => sum + value, 0) * problem.mesh.cellVolume);
  }
  return { status: "converged", masses: found };
}
