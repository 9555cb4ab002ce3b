import { fillStiffCell, STIFF } from "../dual.js";
import type { DualState } from "../dual-state.js";
import { chordMean } from "../energy.js";
import type { LineDirection, LineDirectionParts } from "./line-direction.js";
import type { Direction } from "./passes.js";

/**
 * Newton directions of two layers joined by one edge.
 *
 * The elimination is that of `createLadderSolver`: every node by the star-mesh rule, which adds numbers of one sign
 * only. It runs from both walls to the cell in the middle, so that there are two chains of divisions that do not wait
 * for each other, and back again. What a node has to ground, its secant (docs/method.md, eq. 3''), is formed on the way
 * there; what the line search asks of the direction, on the way back.
 */
export function createPairDirection(parts: LineDirectionParts): LineDirection {
  const { cells, order, tails } = parts.topology;
  const { temperatures } = parts;
  const [root, leaf] = order;
  const pair: Pair = {
    ...parts,
    cells,
    middle: cells >> 1,
    root,
    leaf,
    sign: tails[0] === leaf ? 1 : -1,
    betaRoot: 1 / temperatures[root],
    betaLeaf: 1 / temperatures[leaf],
    factor: new Float64Array(6 * cells),
    stiff: new Float64Array(2 * cells),
  };
  return (here, mobility, across, ground, to) => {
    eliminate(pair, here, mobility, across, ground);
    to.slope = 0;
    to.growth = 0;
    to.change = 0;
    substitute(pair, here, pair.middle, -1, to);
    substitute(pair, here, pair.middle + 1, 1, to);
  };
}

interface Pair extends LineDirectionParts {
  readonly cells: number;
  /** The cell where elimination from the two walls meets. */
  readonly middle: number;
  readonly root: number;
  readonly leaf: number;
  /** Of the edge flow as it enters the leaf. */
  readonly sign: number;
  readonly betaRoot: number;
  readonly betaLeaf: number;
  /** Per cell: root: b/p, B0/p, B1/p; leaf: b/p, B1/p, g/p. */
  readonly factor: Float64Array;
  /** Scratch, per node. */
  readonly stiff: Float64Array;
}

/** Hot: eliminates all nodes, a cell from the lower wall and one from the upper in turn, that in the middle last. */
function eliminate(
  pair: Pair,
  here: DualState,
  mobility: Float64Array,
  across: Float64Array,
  ground: Float64Array | undefined,
): void {
  const { cells, root, leaf, sign, betaRoot, betaLeaf, toCells, factor, stiff } = pair;
  const { equilibrium, residual, source, flow } = here;
  const last = cells - 1;
  // Ground and source of root and leaf, and their edge, as elimination has left them for the next cell, …
  let g0 = 0;
  let g1 = 0;
  let b0 = 0;
  let b1 = 0;
  let a = 0;
  // … and what it has left coming from the other wall.
  let otherG0 = 0;
  let otherG1 = 0;
  let otherB0 = 0;
  let otherB1 = 0;
  let otherA = 0;
  for (let n = 0; n < cells; n++) {
    const upper = n & 1;
    const i = upper === 1 ? last - (n >> 1) : n >> 1;
    const r = 2 * i + root;
    const s = 2 * i + leaf;
    const m0 = equilibrium[r];
    const m1 = equilibrium[s];
    const r0 = residual[r];
    const r1 = residual[s];
    const f = sign * flow[i];
    const exchanged = Math.abs(f);
    if (ground !== undefined) {
      g0 += ground[r];
      g1 += ground[s];
    } else if (exchanged <= STIFF * (m0 + r0) && exchanged <= STIFF * (m1 + r1)) {
      g0 += betaRoot * chordMean(m0, r0);
      g1 += betaLeaf * chordMean(m1, r1);
    } else {
      fillStiffCell(here, pair.energy, 2 * i, 2 * i + 2, stiff);
      g0 += stiff[r];
      g1 += stiff[s];
    }
    b0 += source[r];
    b1 += source[s];
    a += across[i];
    let w0 = 0;
    let w1 = 0;
    if (n < last) {
      const face = 2 * (i - upper);
      w0 = toCells * mobility[face + root];
      w1 = toCells * mobility[face + leaf];
    } else {
      g0 += otherG0;
      g1 += otherG1;
      b0 += otherB0;
      b1 += otherB1;
      a += otherA;
    }
    const k = 6 * i;
    // The leaf.
    const inv1 = 1 / (g1 + a + w1);
    const l = a * inv1;
    const n1 = w1 * inv1;
    const h1 = g1 * inv1;
    factor[k + 3] = (b1 + f) * inv1;
    factor[k + 4] = n1;
    factor[k + 5] = h1;
    g0 += l * g1;
    b0 += l * b1 - (h1 + n1) * f;
    const w01 = l * w1;
    // The root.
    const inv0 = 1 / (g0 + w0 + w01);
    const n0 = w0 * inv0;
    const n01 = w01 * inv0;
    factor[k] = b0 * inv0;
    factor[k + 1] = n0;
    factor[k + 2] = n01;
    const nextG0 = n0 * g0;
    const nextG1 = n1 * g1 + n01 * g0;
    const nextB0 = n0 * b0;
    const nextB1 = n1 * (b1 + f) + n01 * b0;
    g0 = otherG0;
    g1 = otherG1;
    b0 = otherB0;
    b1 = otherB1;
    a = otherA;
    otherG0 = nextG0;
    otherG1 = nextG1;
    otherB0 = nextB0;
    otherB1 = nextB1;
    otherA = n0 * w01;
  }
}

/** Hot: fills the direction from cell `first` to a wall; the cell before it is known, that in the middle has none. */
function substitute(pair: Pair, here: DualState, first: number, step: number, to: Direction): void {
  const { cells, middle, root, leaf, sign, factor, carrying } = pair;
  const { scale } = pair.energy;
  const { equilibrium, source, flow } = here;
  const { tree, mu, xi } = to.point;
  let { slope, growth, change } = to;
  let x0 = first === middle ? 0 : mu[2 * middle + root];
  let x1 = first === middle ? 0 : mu[2 * middle + leaf];
  for (let i = first; i >= 0 && i < cells; i += step) {
    const k = 6 * i;
    const r = 2 * i + root;
    const s = 2 * i + leaf;
    const y = factor[k] + factor[k + 1] * x0 + factor[k + 2] * x1;
    const d = factor[k + 3] + factor[k + 4] * (x1 - y) - factor[k + 5] * y;
    x0 = y;
    x1 = y + d;
    tree[r] = y;
    tree[s] = d;
    mu[r] = x0;
    mu[s] = x1;
    xi[i] = -sign * d;
    slope -= sign * flow[i] * d + source[r] * x0 + source[s] * x1;
    const m0 = equilibrium[r];
    const m1 = equilibrium[s];
    const size0 = Math.abs(x0);
    const size1 = Math.abs(x1);
    if (size0 > change && m0 >= carrying) change = size0;
    if (size1 > change && m1 >= carrying) change = size1;
    if (x0 > growth && (m0 >= carrying || m0 * Math.exp(x0 / scale) >= carrying)) growth = x0;
    if (x1 > growth && (m1 >= carrying || m1 * Math.exp(x1 / scale) >= carrying)) growth = x1;
  }
  to.slope = slope;
  to.growth = growth;
  to.change = change;
}
