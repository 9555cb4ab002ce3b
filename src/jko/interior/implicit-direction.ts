import { createBlockLadder, factorBlock, parallelSum } from "../../numerics/block-ladder.js";
import { solveLower, solveTransposed } from "../../numerics/cholesky.js";
import type { ImplicitCells } from "../exchange/implicit-cells.js";
import { type PrimalDirection, SMALLEST, slopeOf } from "./direction.js";
import { differenceAlong, type PrimalPoint, type PrimalSpace } from "./primal-point.js";

/** Exchange that is more than this times as stiff as the masses of its layers: blocks would lose these to round-off. */
const STIFFEST = 1e8;

/**
 * The Newton direction where conductances c depend on the kept masses m (docs/method.md, eq. 7).
 *
 * In a cell, with xi = e'(H/c) the differences that the exchanged masses ask for, x the relative changes of the masses,
 * C the slopes of c in log m times psi', g = c psi'', and S the Hessian in log m at fixed xi,
 *
 *     S x = m delta mu + C delta xi,   delta H = C'x + g delta xi,   delta xi = r - B' delta mu,
 *
 * B from edges to layers and r what xi lacks. The arriving masses change by m x - B delta H = M delta mu + s with
 *
 *     M = W'S^-1 W + B g B',   W = diag(m) - C B',   s = W'S^-1 C r - B g r:
 *
 * the full Hessian, of which nothing is left out. The barrier puts a/lambda in series, and faces join the cells.
 */
export function createImplicitDirection(space: PrimalSpace, implicit: ImplicitCells): PrimalDirection {
  const { problem, energy, transport, cells, layers, edges, nodes, faces } = space;
  const { cost, scales, cell } = implicit;
  const { toCells } = transport;
  const { tails, heads } = problem.graph;
  const m = layers;
  const solve = createBlockLadder(cells, m);
  const moved = new Float64Array(faces);
  const exchanged = new Float64Array(cells * edges);
  const arriving = new Float64Array(nodes);
  const grown = new Float64Array(nodes);
  const potential = new Float64Array(nodes);
  const system = { block: new Float64Array(nodes * m), along: new Float64Array(nodes), right: new Float64Array(nodes) };
  const asked = new Float64Array(nodes);
  const newBlock = (): Float64Array => new Float64Array(m * m);
  const [S, W, M, scratch, N] = [newBlock(), newBlock(), newBlock(), newBlock(), newBlock()];
  const [lack, stiffness] = [new Float64Array(edges), new Float64Array(edges)];
  const [byTail, byHead] = [new Float64Array(edges), new Float64Array(edges)];
  const column = new Float64Array(m);

  const stiffestOf = ({ mass }: PrimalPoint, base: number, layer: number): number =>
    STIFFEST * energy.stiffness(layer, mass[base + layer]);

  /** Fills the parts of one cell: the factor of S, W, the edges. */
  function fillCell(at: PrimalPoint, i: number): boolean {
    const base = i * m;
    implicit.readCell(at.mass, base);
    S.fill(0);
    W.fill(0);
    for (let g = 0; g < m; g++) {
      S[g * m + g] = at.mass[base + g] * cell.pressureSlope(g);
      W[g * m + g] = at.mass[base + g];
    }
    for (let e = 0; e < edges; e++) {
      const [tail, head, k] = [tails[e], heads[e], i * edges + e];
      const xi = at.drive[k];
      const flux = scales[e] * cost.flux(xi);
      const { theta, byTail: ofTail, byHead: ofHead } = cell.edge(e, xi);
      byTail[e] = flux * ofTail;
      byHead[e] = flux * ofHead;
      const [ofTailMass, ofHeadMass] = [stiffestOf(at, base, tail), stiffestOf(at, base, head)];
      stiffness[e] = Math.min(scales[e] * theta * cost.stiffness(xi), ofTailMass, ofHeadMass);
      lack[e] = differenceAlong(space, at.mu, i, e) - xi;
      const bend = scales[e] * cost.dual(xi) * cell.mixed(e);
      const [a, b] = [cell.fresh[tail], cell.fresh[head]];
      S[tail * m + tail] = S[tail * m + tail] + bend * a * a;
      S[head * m + head] = S[head * m + head] + bend * b * b;
      S[tail * m + head] = S[tail * m + head] - bend * a * b;
      S[head * m + tail] = S[head * m + tail] - bend * a * b;
      // B' takes mu at the tail less mu at the head.
      W[tail * m + tail] = W[tail * m + tail] - byTail[e];
      W[tail * m + head] = W[tail * m + head] + byTail[e];
      W[head * m + tail] = W[head * m + tail] - byHead[e];
      W[head * m + head] = W[head * m + head] + byHead[e];
    }
    return factorBlock(S, m);
  }

  /** Fills `column` with C r. */
  function fillPush(): void {
    column.fill(0);
    for (let e = 0; e < edges; e++) {
      column[tails[e]] = column[tails[e]] + byTail[e] * lack[e];
      column[heads[e]] = column[heads[e]] + byHead[e] * lack[e];
    }
  }

  /** Fills M, and `asked` with s. */
  function fillMatrix(i: number): void {
    const base = i * m;
    // The columns of L^-1 W, L L' = S.
    for (let g = 0; g < m; g++) {
      for (let p = 0; p < m; p++) column[p] = W[p * m + g];
      solveLower(S, column);
      for (let p = 0; p < m; p++) scratch[p * m + g] = column[p];
    }
    fillPush();
    solveLower(S, column);
    for (let g = 0; g < m; g++) {
      for (let q = 0; q < m; q++) {
        let sum = 0;
        for (let p = 0; p < m; p++) sum += scratch[p * m + g] * scratch[p * m + q];
        M[g * m + q] = sum;
      }
      let push = 0;
      for (let p = 0; p < m; p++) push += scratch[p * m + g] * column[p];
      asked[base + g] = push;
    }
    for (let e = 0; e < edges; e++) {
      const [tail, head, c] = [tails[e], heads[e], stiffness[e]];
      M[tail * m + tail] = M[tail * m + tail] + c;
      M[head * m + head] = M[head * m + head] + c;
      M[tail * m + head] = M[tail * m + head] - c;
      M[head * m + tail] = M[head * m + tail] - c;
      asked[base + tail] = asked[base + tail] - c * lack[e];
      asked[base + head] = asked[base + head] + c * lack[e];
    }
  }

  const series = (at: PrimalPoint, k: number): number => (at.lambda[k] > 0 ? at.lambda[k] / at.arriving[k] : 0);

  /** Puts the barrier in series: (M^-1 + D)^-1 into the system, D = lambda/a, and (1 + M D)^-1 s into `asked`. */
  function fillSeries(at: PrimalPoint, i: number): boolean {
    const base = i * m;
    if (!factorBlock(M, m)) return false;
    if (!parallelSum(M, (g) => series(at, base + g), m, scratch, N)) return false;
    system.block.set(N, base * m);
    // (1 + M D)^-1 s = L (1 + L'D L)^-1 L^-1 s; `scratch` holds the factor of 1 + L'D L.
    column.set(asked.subarray(base, base + m));
    solveLower(M, column);
    solveLower(scratch, column);
    solveTransposed(scratch, column);
    for (let g = 0; g < m; g++) {
      let sum = 0;
      for (let p = 0; p <= g; p++) sum += M[g * m + p] * column[p];
      asked[base + g] = sum;
    }
    return true;
  }

  function fillFaces(at: PrimalPoint, pull: Float64Array): void {
    const { along, right } = system;
    for (let k = 0; k < nodes; k++) right[k] = -asked[k];
    for (let k = 0; k < faces; k++) {
      along[k] = Math.max(toCells * at.faces.density(k), SMALLEST);
      const push = along[k] * pull[k];
      right[k] = right[k] + push;
      right[k + m] = right[k + m] - push;
    }
  }

  /** Masses from the change of the potentials of the chain of faces. */
  function readMasses(at: PrimalPoint, pull: Float64Array): void {
    for (let k = 0; k < faces; k++) moved[k] = system.along[k] * (pull[k] + (potential[k + m] - potential[k]));
    const change = new Float64Array(m);
    const growth = new Float64Array(m);
    for (let i = 0; i < cells; i++) {
      const base = i * m;
      for (let g = 0; g < m; g++) {
        let sum = asked[base + g];
        for (let q = 0; q < m; q++) sum += system.block[(base + g) * m + q] * potential[base + q];
        arriving[base + g] = sum;
        change[g] = potential[base + g] - series(at, base + g) * sum;
      }
      fillCell(at, i);
      fillPush();
      growth.set(column);
      for (let g = 0; g < m; g++) for (let q = 0; q < m; q++) growth[g] = growth[g] + W[g * m + q] * change[q];
      solveLower(S, growth);
      solveTransposed(S, growth);
      grown.set(growth, base);
      for (let e = 0; e < edges; e++) {
        const [tail, head] = [tails[e], heads[e]];
        const eased = lack[e] + (change[head] - change[tail]);
        exchanged[i * edges + e] = byTail[e] * growth[tail] + byHead[e] * growth[head] + stiffness[e] * eased;
      }
    }
  }

  return {
    moved,
    exchanged,
    arriving,
    find(at, pull) {
      for (let i = 0; i < cells; i++) {
        const isFilled = fillCell(at, i);
        fillMatrix(i);
        if (!isFilled || !fillSeries(at, i)) {
          moved.fill(Number.NaN);
          return;
        }
      }
      fillFaces(at, pull);
      if (solve(system, potential)) readMasses(at, pull);
      else moved.fill(Number.NaN);
    },
    growth: (_at, k) => grown[k],
    slopeAt: (point, pull) => slopeOf(space, point, pull, moved, exchanged),
  };
}
