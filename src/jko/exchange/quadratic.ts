import { chemicalPotential } from "../../model/energy.js";
import { createMobility } from "../../model/exchange.js";
import type { Problem } from "../../model/problem.js";

/**
 * Quadratic exchange between layers with the mobility frozen at the previous density.
 *
 * Dual term (tau/2) ∫ K theta xi² per edge, xi the potential difference; flux K theta xi; primal cost
 * tau ∫ H² / (2 K theta). Edge arrays index `cell * edges + edge`.
 */
export interface QuadraticExchange {
  /** tau h K theta: half of it times xi² is the dual term, it times xi the mass that flows into the tail in a step. */
  readonly conductance: Float64Array;
  /** Takes the density at which the mobility is evaluated. */
  load(densityPrev: Float64Array): void;
}

export function createQuadraticExchange(problem: Problem, tau: number): QuadraticExchange {
  const { mesh, graph, temperature, exchange } = problem;
  const { tails, heads, weights } = graph;
  const layers = graph.layers.length;
  const conductance = new Float64Array(mesh.size * tails.length);
  const mobility = createMobility(exchange.mobility);
  const muPrev = new Float64Array(problem.potential.length);
  const scales = weights.map((weight) => tau * mesh.cellVolume * weight);
  const needsPotential = exchange.mobility === "upwind" || exchange.mobility === "weighted-logarithmic";

  function load(densityPrev: Float64Array): void {
    if (needsPotential) chemicalPotential(problem, densityPrev, muPrev);
    for (let i = 0, k = 0; i < mesh.size; i++) {
      for (let e = 0; e < tails.length; e++, k++) {
        const s = i * layers + (tails[e] as number);
        const t = i * layers + (heads[e] as number);
        const theta = mobility(
          densityPrev[s] as number,
          densityPrev[t] as number,
          muPrev[s] as number,
          muPrev[t] as number,
          temperature,
        );
        conductance[k] = (scales[e] as number) * theta;
      }
    }
  }
  return { conductance, load };
}
