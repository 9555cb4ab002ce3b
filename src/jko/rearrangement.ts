import type { Problem } from "../model/problem.js";
import type { Repair } from "./certificate.js";
import { addFlows } from "./dual.js";
import type { ExactTransport } from "./transport/exact.js";

/** Largest share of a layer's transported mass that a repaired exchange takes out of a cell. */
const DRAIN_LIMIT = 0.9;

/**
 * The conservative density of a potential in one dimension: transport follows the monotone rearrangement of the swept faces,
 * exchange the dual flux; in a cell where that would leave a layer without mass, every layer gives at most nine tenths of what
 * transport brought it.
 */
export function createRearrangement(problem: Problem, transport: ExactTransport): Repair {
  const { graph, mesh } = problem;
  const { tails, heads } = graph;
  const layers = graph.layers.length;
  const edges = tails.length;
  const share = new Float64Array(layers);

  /** Whether the flow leaves every layer of the cell with mass. */
  function leavesMass(cell: number, flow: Float64Array, moved: Float64Array): boolean {
    const base = cell * layers;
    for (let layer = 0; layer < layers; layer++) share[layer] = moved[base + layer] as number;
    for (let e = 0; e < edges; e++) {
      const f = flow[cell * edges + e] as number;
      const tail = tails[e] as number;
      const head = heads[e] as number;
      share[tail] = (share[tail] as number) + f;
      share[head] = (share[head] as number) - f;
    }
    for (let layer = 0; layer < layers; layer++) {
      const left = share[layer] as number;
      if (!(left > 0 || (left === 0 && moved[base + layer] === 0))) return false;
    }
    return true;
  }

  /** Fills `share` with the factor by which each layer's outflow in the cell is cut. */
  function limitDrain(cell: number, flow: Float64Array, moved: Float64Array): void {
    share.fill(0);
    for (let e = 0; e < edges; e++) {
      const f = flow[cell * edges + e] as number;
      const donor = (f > 0 ? heads[e] : tails[e]) as number;
      share[donor] = (share[donor] as number) + Math.abs(f);
    }
    for (let layer = 0; layer < layers; layer++) {
      const out = share[layer] as number;
      share[layer] = out > 0 ? Math.min(1, (DRAIN_LIMIT * (moved[cell * layers + layer] as number)) / out) : 1;
    }
  }

  /** Writes the exchanged mass per edge. */
  function exchangeMass(flow: Float64Array, moved: Float64Array, taken: Float64Array): void {
    taken.set(flow);
    for (let cell = 0; cell < mesh.size; cell++) {
      if (leavesMass(cell, flow, moved)) continue;
      limitDrain(cell, flow, moved);
      for (let e = 0, k = cell * edges; e < edges; e++, k++) {
        const wanted = flow[k] as number;
        taken[k] = wanted * (share[(wanted > 0 ? heads[e] : tails[e]) as number] as number);
      }
    }
  }

  return (state, kept, taken) => {
    const cost = transport.push(state.point.mu, state.equilibrium, kept);
    exchangeMass(state.flow, kept, taken);
    addFlows(problem, taken, kept);
    return { cost, defect: 0 };
  };
}
