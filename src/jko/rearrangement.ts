import type { Problem } from "../model/problem.js";
import type { Repair } from "./certificate.js";
import type { ExactTransport } from "./transport/exact.js";

/**
 * Outflows are cut to what layers can give, again and again since inflows fall as well; after so many times inflows
 * stop counting.
 */
const MAX_CUTS = 50;
/** Largest share of its transported mass that a layer gives where inflows do not count. */
const DRAIN_LIMIT = 0.9;
/** Mass that every layer of a cell keeps that had some, relative to the whole. */
const LEAST = 1e-290;

/**
 * The conservative density of a potential in one dimension (docs/method.md, eq. 5): transport follows the monotone
 * rearrangement of the swept faces, exchange the dual flux.
 *
 * A layer that would be left without mass in a cell gives less, in proportion, so that it keeps its equilibrium mass.
 * The fullest layer of the cell makes up for the round-off of that.
 */
export function createRearrangement({ graph, mesh, mass }: Problem, transport: ExactTransport): Repair {
  const { tails, heads } = graph;
  const layers = graph.layers.length;
  const edges = tails.length;
  const [share, left] = [new Float64Array(layers), new Float64Array(layers)];
  const [inflow, outflow] = [new Float64Array(layers), new Float64Array(layers)];

  /** Fills `left` with what the layers of a cell keep at their current shares. */
  function balance(cell: number, flow: Float64Array, moved: Float64Array): void {
    inflow.fill(0);
    outflow.fill(0);
    for (let e = 0; e < edges; e++) {
      const f = flow[cell * edges + e];
      const donor = f > 0 ? heads[e] : tails[e];
      const taker = f > 0 ? tails[e] : heads[e];
      outflow[donor] = outflow[donor] + Math.abs(f);
      inflow[taker] = inflow[taker] + share[donor] * Math.abs(f);
    }
    for (let layer = 0; layer < layers; layer++) {
      const had = moved[cell * layers + layer];
      left[layer] = had + (inflow[layer] - share[layer] * outflow[layer]);
    }
  }

  /** Cuts the outflow of layers that would keep nothing; false where there are none. */
  function cut(cell: number, equilibrium: Float64Array, moved: Float64Array, last: boolean): boolean {
    let any = false;
    for (let layer = 0; layer < layers; layer++) {
      const out = outflow[layer];
      if (left[layer] > 0 || !(out > 0)) continue;
      const had = moved[cell * layers + layer];
      const keeps = Math.min(equilibrium[cell * layers + layer], (1 - DRAIN_LIMIT) * had);
      const gives = last ? DRAIN_LIMIT * had : had + inflow[layer] - keeps;
      const part = Math.min(share[layer], Math.max(0, gives / out));
      // Neither where flows are not finite, and no cut would be enough.
      if (!(part < share[layer])) continue;
      share[layer] = part;
      any = true;
    }
    return any;
  }

  /** Writes what the layers of a cell keep; what round-off has left below nothing is set right. */
  function settle(cell: number, equilibrium: Float64Array, kept: Float64Array): void {
    let fullest = 0;
    let missing = 0;
    for (let layer = 0; layer < layers; layer++) {
      const k = cell * layers + layer;
      const hadNone = kept[k] === 0 && inflow[layer] === 0;
      const found = left[layer];
      const least = hadNone ? 0 : LEAST * mass;
      const holds = found > 0 ? found : Math.max(least, Math.min(equilibrium[k], Math.abs(found)));
      kept[k] = holds;
      missing += found - holds;
      if (holds > kept[cell * layers + fullest]) fullest = layer;
    }
    const k = cell * layers + fullest;
    // In a cell that holds nothing but round-off that is all there is.
    kept[k] = Math.max(kept[k] + missing, Math.min(kept[k], LEAST * mass));
  }

  return ({ point, flow, equilibrium }, kept, exchanged) => {
    const cost = transport.push(point.mu, equilibrium, kept);
    if (edges === 0) return { cost, defect: 0 };
    for (let cell = 0; cell < mesh.size; cell++) {
      share.fill(1);
      balance(cell, flow, kept);
      for (let cuts = 0; cut(cell, equilibrium, kept, cuts >= MAX_CUTS); cuts++) balance(cell, flow, kept);
      settle(cell, equilibrium, kept);
      for (let e = 0, k = cell * edges; e < edges; e++, k++) {
        const f = flow[k];
        exchanged[k] = f * share[f > 0 ? heads[e] : tails[e]];
      }
    }
    return { cost, defect: 0 };
  };
}
