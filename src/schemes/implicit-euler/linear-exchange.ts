import { soleTemperature } from "../../model/energy.js";
import { costKinds, mobilityKind } from "../../model/exchange.js";
import type { Problem } from "../../model/problem.js";
import { stepRateCap } from "./exchange.js";

/** Rates of a linear exchange H = byHead f_head - byTail f_tail, `edge + edges * cell`, 1 / time. */
export interface LinearExchange {
  readonly byTail: Float64Array;
  readonly byHead: Float64Array;
}

/**
 * The rates of the exchange of `problem` where it is linear in the densities, else undefined: K T (f' exp((V' - W)/T) -
 * f exp((V - W)/T)), W = 0 for mobilities of the weights exp(V/T) f.
 *
 * Above `stepRateCap` per step the rates of a pair are lowered to it, both by one factor.
 */
export function linearExchange(problem: Problem, tau: number): LinearExchange | undefined {
  const { graph, mesh, energy, potential, exchange } = problem;
  const edges = graph.weights.length;
  const [byTail, byHead] = [new Float64Array(edges * mesh.size), new Float64Array(edges * mesh.size)];
  if (edges === 0) return { byTail, byHead };
  const temperature = soleTemperature(energy);
  const cost = costKinds[exchange.cost];
  const mobility = mobilityKind(exchange.mobility);
  if (temperature === undefined || mobility.mean !== mobilityKind(cost.linearWith).mean) return undefined;
  const layers = graph.layers.length;
  const cap = Math.log(stepRateCap / tau);
  for (let k = 0; k < byTail.length; k++) {
    const [cell, edge] = [Math.floor(k / edges), k % edges];
    const v = potential[cell * layers + graph.tails[edge]];
    const w = potential[cell * layers + graph.heads[edge]];
    const level = mobility.takes === "weights" ? 0 : cost.linearLevel(v, w);
    if (Number.isNaN(level)) return undefined;
    const top = Math.max(v, w);
    const rate = Math.exp(Math.min(Math.log(graph.weights[edge] * temperature) + (top - level) / temperature, cap));
    byTail[k] = rate * Math.exp((v - top) / temperature);
    byHead[k] = rate * Math.exp((w - top) / temperature);
  }
  return { byTail, byHead };
}
