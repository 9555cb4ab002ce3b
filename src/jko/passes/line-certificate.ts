import type { Problem } from "../../model/problem.js";
import type { Certifier } from "../certificate.js";
import type { DualState } from "../dual-state.js";
import { relativeEntropy } from "../energy.js";
import type { ExchangeTerm } from "../exchange/term.js";
import type { Transport } from "../transport/transport.js";

/** What a pass over the nodes finds. */
interface NodeSums {
  gap: number;
  residual: number;
  relativeResidual: number;
}

/**
 * The certificate of entropies in one pass over the nodes, where all keep their equilibrium mass within a half: there
 * is nothing to repair. It is left to `plain` where one does not.
 */
export function createLineCertifier(
  { energy }: Problem,
  transport: Transport,
  exchange: ExchangeTerm,
  plain: Certifier,
): Certifier {
  const { temperatures } = energy;
  const sums: NodeSums = { gap: 0, residual: 0, relativeResidual: 0 };
  return (state, kept) => {
    if (!addNodes(state, temperatures, kept, sums)) return plain(state, kept);
    const settled = exchange.settle(state, state.flow, kept);
    const cost = transport.cost(state.point.mu) + settled.cost;
    const { gap, residual, relativeResidual } = sums;
    return { gap: gap + settled.defect, cost, residual, relativeResidual, positive: true };
  };
}

/** Hot: writes the kept masses and fills the sums; false where a node is too far from its equilibrium mass. */
function addNodes(state: DualState, temperatures: Float64Array, kept: Float64Array, sums: NodeSums): boolean {
  const { arriving, equilibrium, source, residual } = state;
  const layers = temperatures.length;
  let gap = 0;
  let largest = 0;
  let relative = 0;
  for (let k = 0, layer = 0; k < kept.length; k++) {
    const m = equilibrium[k];
    const r = residual[k];
    const error = Math.abs(r);
    if (!(m > 0 && error <= 0.5 * m)) return false;
    const part = r / m;
    kept[k] = arriving[k] + (r - source[k]);
    gap += temperatures[layer] * (m * relativeEntropy(part));
    if (error > largest) largest = error;
    const size = Math.abs(part);
    if (size > relative) relative = size;
    if (++layer === layers) layer = 0;
  }
  sums.gap = gap;
  sums.residual = largest;
  sums.relativeResidual = relative;
  return true;
}
