import type { Mobility } from "../../model/exchange.js";
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
  /** Takes the density at which the mobility is evaluated, and its chemical potential. */
  load(densityPrev: Float64Array, muPrev: Float64Array): void;
}

export function createQuadraticExchange(
  { mesh, graph, temperature }: Problem,
  tau: number,
  mobility: Mobility,
): QuadraticExchange {
  const { tails, heads, weights } = graph;
  const layers = graph.layers.length;
  const conductance = new Float64Array(mesh.size * tails.length);
  function load(densityPrev: Float64Array, muPrev: Float64Array): void {
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
        conductance[k] = tau * mesh.cellVolume * (weights[e] as number) * theta;
      }
    }
  }
  return { conductance, load };
}
