import { uniformEntropy } from "../../model/energy.js";
import { createMesh } from "../../model/mesh.js";
import type { Problem } from "../../model/problem.js";
import type { WeightOptions } from "./weight-options.js";

/**
 * A graph as a problem on one cell, whose potential is the caller's to fill.
 *
 * Without an entropy the temperature stands for nothing: mobility `upwind`, the only one there is then, does not look
 * at it.
 */
export function createGraphProblem({ graph, mobility, entropy, tau, steps }: WeightOptions): Problem {
  const size = graph.layers.length;
  return {
    mesh: createMesh([[0, 1]], [1]),
    graph,
    exchange: { mobility, cost: "quadratic", mobilityAt: "previous" },
    energy: uniformEntropy(entropy > 0 ? entropy : 1, size),
    potential: new Float64Array(size),
    initial: new Float64Array(size).fill(1 / size),
    mass: 1,
    finalTime: tau * steps,
  };
}
