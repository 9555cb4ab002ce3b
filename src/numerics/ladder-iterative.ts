import type { LadderSolver, LadderSystem, LadderTopology } from "./ladder.js";

/** Relative size, in the preconditioner's norm, at which the residual counts as solved. */
const TOLERANCE = 1e-10;
/** The direction found so far is one of descent whenever the iteration is cut. */
const MAX_ITERATIONS = 400;

/**
 * Conjugate gradients for ladder systems with many layers, where the direct solver's cubic cost in the layers is too
 * much: memory and work per iteration are proportional to nodes and edges.
 *
 * Preconditioner: one symmetric Gauss-Seidel sweep over the layers, each layer solved exactly along the cells (its
 * tridiagonal system, by elimination without subtraction), so that only the exchange is iterated on.
 * Differences between layers are as good as the values: for exchange that is stiff beyond 1e14 use the direct solver.
 */
export function createIterativeLadderSolver(topology: LadderTopology): LadderSolver {
  const { cells, layers, tails, heads, parent } = topology;
  const nodes = cells * layers;
  const edges = tails.length;
  const neighbours = createNeighbours(topology);
  const x = new Float64Array(nodes);
  const r = new Float64Array(nodes);
  const z = new Float64Array(nodes);
  const p = new Float64Array(nodes);
  const image = new Float64Array(nodes);
  const line = new Float64Array(cells);
  // Factors of the layers' tridiagonal matrices: 1/pivot and pivot share of the next cell.
  const inverse = new Float64Array(nodes);
  const share = new Float64Array(nodes);

  function factorLines({ ground, along, across }: LadderSystem): void {
    const degree = image;
    degree.set(ground);
    for (let i = 0, k = 0; i < cells; i++) {
      for (let e = 0; e < edges; e++, k++) {
        const a = i * layers + (tails[e] as number);
        const b = i * layers + (heads[e] as number);
        degree[a] = (degree[a] as number) + (across[k] as number);
        degree[b] = (degree[b] as number) + (across[k] as number);
      }
    }
    for (let layer = 0; layer < layers; layer++) {
      let carried = 0;
      for (let k = layer; k < nodes; k += layers) {
        const w = k < nodes - layers ? (along[k] as number) : 0;
        const g = carried + (degree[k] as number);
        const inv = g + w > 0 ? 1 / (g + w) : 0;
        inverse[k] = inv;
        share[k] = w * inv;
        carried = g * w * inv;
      }
    }
  }

  /** z on one layer: its tridiagonal system with the residual and what the other layers send. */
  function solveLine(layer: number, { across }: LadderSystem): void {
    const { start, other, edge } = neighbours;
    let carried = 0;
    for (let i = 0, k = layer; i < cells; i++, k += layers) {
      let b = (r[k] as number) + carried;
      for (let n = start[layer] as number; n < (start[layer + 1] as number); n++) {
        b += (across[i * edges + (edge[n] as number)] as number) * (z[i * layers + (other[n] as number)] as number);
      }
      line[i] = b;
      carried = b * (share[k] as number);
    }
    let next = 0;
    for (let i = cells - 1, k = i * layers + layer; i >= 0; i--, k -= layers) {
      next = (line[i] as number) * (inverse[k] as number) + (share[k] as number) * next;
      z[k] = next;
    }
  }

  function precondition(system: LadderSystem): void {
    z.fill(0);
    for (let layer = 0; layer < layers; layer++) solveLine(layer, system);
    for (let layer = layers - 2; layer >= 0; layer--) solveLine(layer, system);
  }

  function apply({ ground, along, across }: LadderSystem): void {
    for (let k = 0; k < nodes; k++) image[k] = (ground[k] as number) * (p[k] as number);
    for (let k = 0; k < nodes - layers; k++) {
      const current = (along[k] as number) * ((p[k] as number) - (p[k + layers] as number));
      image[k] = (image[k] as number) + current;
      image[k + layers] = (image[k + layers] as number) - current;
    }
    for (let i = 0, k = 0; i < cells; i++) {
      for (let e = 0; e < edges; e++, k++) {
        const a = i * layers + (tails[e] as number);
        const b = i * layers + (heads[e] as number);
        const current = (across[k] as number) * ((p[a] as number) - (p[b] as number));
        image[a] = (image[a] as number) + current;
        image[b] = (image[b] as number) - current;
      }
    }
  }

  function loadRightSide({ source, flow }: LadderSystem): void {
    r.set(source);
    for (let i = 0, k = 0; i < cells; i++) {
      for (let e = 0; e < edges; e++, k++) {
        const a = i * layers + (tails[e] as number);
        const b = i * layers + (heads[e] as number);
        r[a] = (r[a] as number) + (flow[k] as number);
        r[b] = (r[b] as number) - (flow[k] as number);
      }
    }
  }

  return (system, tree) => {
    factorLines(system);
    loadRightSide(system);
    x.fill(0);
    precondition(system);
    p.set(z);
    let size = dot(r, z);
    const goal = TOLERANCE * TOLERANCE * size;
    for (let iteration = 0; iteration < MAX_ITERATIONS && size > goal; iteration++) {
      apply(system);
      const step = size / dot(p, image);
      for (let k = 0; k < nodes; k++) {
        x[k] = (x[k] as number) + step * (p[k] as number);
        r[k] = (r[k] as number) - step * (image[k] as number);
      }
      precondition(system);
      const sizeNew = dot(r, z);
      const beta = sizeNew / size;
      size = sizeNew;
      for (let k = 0; k < nodes; k++) p[k] = (z[k] as number) + beta * (p[k] as number);
    }
    for (let i = 0, base = 0; i < cells; i++, base += layers) {
      for (let layer = 0; layer < layers; layer++) {
        const above = parent[layer] as number;
        tree[base + layer] = (x[base + layer] as number) - (above < 0 ? 0 : (x[base + above] as number));
      }
    }
  };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k] as number) * (b[k] as number);
  return sum;
}

/** Adjacency of the layers: entries start[l] … start[l + 1] - 1 hold the other layer and the edge. */
function createNeighbours({ layers, tails, heads }: LadderTopology) {
  const start = new Int32Array(layers + 1);
  for (const ends of [tails, heads]) for (const layer of ends) start[layer + 1] = (start[layer + 1] as number) + 1;
  for (let layer = 0; layer < layers; layer++) {
    start[layer + 1] = (start[layer + 1] as number) + (start[layer] as number);
  }
  const next = start.slice();
  const other = new Int32Array(2 * tails.length);
  const edge = new Int32Array(2 * tails.length);
  for (let e = 0; e < tails.length; e++) {
    const a = tails[e] as number;
    const b = heads[e] as number;
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      const n = next[from] as number;
      other[n] = to;
      edge[n] = e;
      next[from] = n + 1;
    }
  }
  return { start, other, edge };
}
