/**
 * Topology of a ladder network: `cells` rungs in a row, each a copy of one graph of `layers` nodes; node (i, k) is also
 * joined to (i + 1, k). Node arrays index `cell * layers + layer`, edge arrays `cell * edges + edge`, face arrays
 * `face * layers + layer` with face i between cells i and i + 1.
 */
export interface LadderTopology {
  readonly cells: number;
  readonly layers: number;
  readonly tails: Int32Array;
  readonly heads: Int32Array;
  /** Layers in breadth-first order of a spanning tree, root first. */
  readonly order: Int32Array;
  /** Parent of each layer in that tree; -1 for the root. */
  readonly parent: Int32Array;
}

/**
 * The symmetric diagonally dominant M-matrix system of a ladder network, given by its conductances:
 *
 *     ground_k x_k + sum along (x_k - x_neighbour) + sum across (x_k - x_other) = source_k ± flow_edge
 *
 * `flow[e]` enters at the tail of edge e and leaves at its head.
 */
export interface LadderSystem {
  /** Node to ground: the row sums of the matrix; >= 0. */
  readonly ground: Float64Array;
  /** (i, k) to (i + 1, k); >= 0. */
  readonly along: Float64Array;
  /** Along the graph's edges inside a cell; >= 0. */
  readonly across: Float64Array;
  readonly source: Float64Array;
  readonly flow: Float64Array;
}

/**
 * Solves a ladder system into `tree`: the value at the root layer, and for every other layer the difference to its
 * parent, at the layer's own index.
 */
export type LadderSolver = (system: LadderSystem, tree: Float64Array) => void;

/**
 * Direct solver for ladder systems by elimination without subtraction.
 *
 * Every node is eliminated by the star-mesh rule, which only adds products of positive numbers (Grassmann, Taksar and
 * Heyman's device; Alfa, Xue and Ye, Math. Comp. 71 (2002) 217): all conductances stay accurate to round-off however
 * many orders of magnitude they span. Flows along edges are kept apart from the sources and move as antisymmetric
 * pairs, so that a stiff exchange does not swamp the sum over layers, and differences between layers come out of the
 * back substitution directly, never as differences of large numbers.
 *
 * Cost 3 m³ flops and 3/2 m² numbers per cell, m = layers. No allocation per solve.
 */
export function createLadderSolver(topology: LadderTopology): LadderSolver {
  if (topology.layers === 1) return createSingleSolver(topology.cells);
  if (topology.layers === 2) return createPairSolver(topology);
  return createGeneralSolver(topology);
}

function createSingleSolver(cells: number): LadderSolver {
  const forward = new Float64Array(cells);
  return ({ ground, along, source }, tree) => {
    let g = 0;
    let b = 0;
    const last = cells - 1;
    for (let i = 0; i < last; i++) {
      g += ground[i];
      b += source[i];
      const w = along[i];
      const l = w / (g + w);
      forward[i] = l;
      tree[i] = b / (g + w);
      g *= l;
      b *= l;
    }
    let x = (b + source[last]) / (g + ground[last]);
    tree[last] = x;
    for (let i = last - 1; i >= 0; i--) {
      x = tree[i] + forward[i] * x;
      tree[i] = x;
    }
  };
}

/** Two layers joined by one edge (several edges between them would be a multigraph): the hot case, unrolled. */
function createPairSolver({ cells, order, tails }: LadderTopology): LadderSolver {
  const root = order[0];
  const leaf = order[1];
  // Sign of the edge flow as it enters the leaf.
  const sign = tails[0] === leaf ? 1 : -1;
  // Per cell: root: b/p, B0/p, B1/p; leaf: b/p, B1/p, g/p.
  const factor = new Float64Array(6 * cells);
  return ({ ground, along, across, source, flow }, tree) => {
    let g0 = 0;
    let g1 = 0;
    let b0 = 0;
    let b1 = 0;
    let a = 0;
    for (let i = 0, k = 0; i < cells; i++, k += 6) {
      const r = 2 * i + root;
      const s = 2 * i + leaf;
      const open = i < cells - 1;
      g0 += ground[r];
      g1 += ground[s];
      b0 += source[r];
      b1 += source[s];
      a += across[i];
      const f = sign * flow[i];
      const w0 = open ? along[r] : 0;
      const w1 = open ? along[s] : 0;
      // Eliminate the leaf.
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
      const next1 = n1 * g1;
      const nextB1 = n1 * (b1 + f);
      // Eliminate the root.
      const inv0 = 1 / (g0 + w0 + w01);
      const n0 = w0 * inv0;
      const n01 = w01 * inv0;
      factor[k] = b0 * inv0;
      factor[k + 1] = n0;
      factor[k + 2] = n01;
      g1 = next1 + n01 * g0;
      b1 = nextB1 + n01 * b0;
      a = n0 * w01;
      g0 *= n0;
      b0 *= n0;
    }
    let x0 = 0;
    let x1 = 0;
    for (let i = cells - 1, k = 6 * i; i >= 0; i--, k -= 6) {
      const y = factor[k] + factor[k + 1] * x0 + factor[k + 2] * x1;
      const d = factor[k + 3] + factor[k + 4] * (x1 - y) - factor[k + 5] * y;
      tree[2 * i + root] = y;
      tree[2 * i + leaf] = d;
      x0 = y;
      x1 = y + d;
    }
  };
}

/** Any graph; dense inside a cell. Positions p, q are ranks in `order`. */
function createGeneralSolver({ cells, layers: m, tails, heads, order, parent }: LadderTopology): LadderSolver {
  const rank = new Int32Array(m);
  for (let p = 0; p < m; p++) rank[order[p]] = p;
  const edgeTail = tails.map((layer) => rank[layer]);
  const edgeHead = heads.map((layer) => rank[layer]);
  const parentRank = Int32Array.from(order, (layer) => {
    const above = parent[layer];
    return above < 0 ? -1 : rank[above];
  });
  const edges = tails.length;
  // Divided by the pivot: couplings inside the cell (q < p), couplings to the next cell, right-hand side, ground.
  const inner = new Float64Array(cells * m * m);
  const outer = new Float64Array(cells * m * m);
  const right = new Float64Array(cells * m);
  const leak = new Float64Array(cells * m);
  // The cell at work, and what elimination leaves for the next one.
  const A = new Float64Array(m * m);
  const B = new Float64Array(m * m);
  const F = new Float64Array(m * m);
  const nextA = new Float64Array(m * m);
  const g = new Float64Array(m);
  const b = new Float64Array(m);
  const nextG = new Float64Array(m);
  const nextB = new Float64Array(m);
  const x = new Float64Array(m);
  const nextX = new Float64Array(m);
  const offset = new Float64Array(m);

  function loadCell(i: number, { ground, along, across, source, flow }: LadderSystem): void {
    A.set(nextA);
    g.set(nextG);
    b.set(nextB);
    nextA.fill(0);
    nextG.fill(0);
    nextB.fill(0);
    B.fill(0);
    F.fill(0);
    for (let p = 0; p < m; p++) {
      const node = i * m + order[p];
      g[p] = g[p] + ground[node];
      b[p] = b[p] + source[node];
      if (i < cells - 1) B[p * m + p] = along[node];
    }
    for (let e = 0; e < edges; e++) {
      const p = edgeTail[e];
      const q = edgeHead[e];
      const a = across[i * edges + e];
      const f = flow[i * edges + e];
      A[p * m + q] = A[p * m + q] + a;
      A[q * m + p] = A[q * m + p] + a;
      F[p * m + q] = F[p * m + q] + f;
      F[q * m + p] = F[q * m + p] - f;
    }
  }

  /** Star-mesh elimination of position p; positions below p and the next cell remain. */
  function eliminate(i: number, p: number): void {
    const row = p * m;
    const base = (i * m + p) * m;
    let outlet = g[p];
    for (let q = 0; q < m; q++) outlet += B[row + q];
    let pivot = outlet;
    let total = b[p];
    for (let q = 0; q < p; q++) {
      pivot += A[row + q];
      total += F[row + q];
    }
    const inverse = pivot > 0 ? 1 / pivot : 0;
    right[i * m + p] = total * inverse;
    leak[i * m + p] = g[p] * inverse;
    for (let q = 0; q < p; q++) {
      const l = A[row + q] * inverse;
      const f = F[row + q] * inverse;
      inner[base + q] = l;
      g[q] = g[q] + l * g[p];
      b[q] = b[q] + l * b[p] - f * outlet;
      for (let s = 0; s < q; s++) {
        const fill = l * A[row + s];
        const turn = l * F[row + s] - f * A[row + s];
        A[q * m + s] = A[q * m + s] + fill;
        A[s * m + q] = A[s * m + q] + fill;
        F[q * m + s] = F[q * m + s] + turn;
        F[s * m + q] = F[s * m + q] - turn;
      }
      for (let s = 0; s < m; s++) B[q * m + s] = B[q * m + s] + l * B[row + s];
    }
    for (let q = 0; q < m; q++) {
      const l = B[row + q] * inverse;
      outer[base + q] = l;
      if (l === 0) continue;
      nextG[q] = nextG[q] + l * g[p];
      nextB[q] = nextB[q] + l * total;
      for (let s = 0; s < q; s++) {
        const fill = l * B[row + s];
        nextA[q * m + s] = nextA[q * m + s] + fill;
        nextA[s * m + q] = nextA[s * m + q] + fill;
      }
    }
  }

  function substitute(i: number, tree: Float64Array): void {
    for (let p = 0; p < m; p++) {
      const base = (i * m + p) * m;
      const above = parentRank[p];
      const reference = above < 0 ? 0 : x[above];
      const shift = above < 0 ? 0 : offset[above];
      let value = right[i * m + p];
      for (let q = 0; q < m; q++) value += outer[base + q] * (nextX[q] - reference);
      if (above >= 0) {
        for (let q = 0; q < p; q++) value += inner[base + q] * (offset[q] - shift);
        value -= leak[i * m + p] * reference;
      }
      tree[i * m + order[p]] = value;
      x[p] = reference + value;
      offset[p] = above < 0 ? 0 : shift + value;
    }
    nextX.set(x);
  }

  return (system, tree) => {
    nextA.fill(0);
    nextG.fill(0);
    nextB.fill(0);
    for (let i = 0; i < cells; i++) {
      loadCell(i, system);
      for (let p = m - 1; p >= 0; p--) eliminate(i, p);
    }
    nextX.fill(0);
    for (let i = cells - 1; i >= 0; i--) substitute(i, tree);
  };
}
