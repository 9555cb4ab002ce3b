import type { ImplicitCells } from "./implicit-cells.js";
import type { ExchangeTerm } from "./term.js";

/** Below these relative changes of densities the concavity of a mean is taken from its second derivative. */
const PARABOLIC = 1e-4;

/**
 * What exchange costs, and its part in the duality gap, where the mobility is taken at the kept density: what Young's
 * inequality leaves, and what the mobility theta^ there lies below the tangent of theta at equilibrium, times tau K psi
 * (docs/method.md, "Other costs, mobilities at the new density").
 */
export function createImplicitDefect(cells: ImplicitCells): ExchangeTerm["settle"] {
  const { problem, cost, scales, cell, readCell } = cells;
  const layers = cell.f.length;
  const edges = scales.length;
  const bends: Bends = { tangent: new Float64Array(edges), bend: new Float64Array(edges) };
  return ({ point: { xi }, equilibrium }, exchanged, kept) => {
    let spent = 0;
    let defect = 0;
    for (let i = 0, k = 0, base = 0; i < problem.mesh.size; i++, base += layers) {
      fillBends(cells, equilibrium, kept, xi, i, bends);
      readCell(kept, base);
      for (let e = 0; e < edges; e++, k++) {
        const { theta } = cell.edge(e, xi[k]);
        const c = scales[e] * theta;
        if (!(c > 0)) {
          if (exchanged[k] !== 0) defect = Number.POSITIVE_INFINITY;
          continue;
        }
        const z = exchanged[k] / c;
        spent += c * cost.primal(z);
        const bend = Number.isNaN(bends.bend[e]) ? Math.max(0, bends.tangent[e] - theta) : bends.bend[e];
        defect += c * cost.defect(z, xi[k]) + scales[e] * cost.dual(xi[k]) * bend;
      }
    }
    return { cost: spent, defect };
  };
}

/** What theta^ lies below the tangent of theta, by edge of one cell. */
interface Bends {
  /** The tangent of theta at equilibrium, at the kept densities. */
  readonly tangent: Float64Array;
  /** From the second derivative, where densities change so little that the difference would cancel; else NaN. */
  readonly bend: Float64Array;
}

function fillBends(
  { problem, cell, readCell }: ImplicitCells,
  equilibrium: Float64Array,
  kept: Float64Array,
  xi: Float64Array,
  i: number,
  { tangent, bend }: Bends,
): void {
  const { tails, heads } = problem.graph;
  const { fresh } = cell;
  const base = i * fresh.length;
  readCell(equilibrium, base);
  for (let e = 0; e < tails.length; e++) {
    const tail = tails[e];
    const head = heads[e];
    const { theta, byTail, byHead } = cell.edge(e, xi[i * tails.length + e]);
    const growTail = kept[base + tail] / equilibrium[base + tail] - 1;
    const growHead = kept[base + head] / equilibrium[base + head] - 1;
    const isSmall = Math.abs(growTail) + Math.abs(growHead) < PARABOLIC;
    tangent[e] = theta + byTail * growTail + byHead * growHead;
    bend[e] = isSmall ? 0.5 * cell.mixed(e) * (fresh[tail] * growTail - fresh[head] * growHead) ** 2 : Number.NaN;
  }
}
