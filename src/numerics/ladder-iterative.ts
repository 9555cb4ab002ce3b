import { incidenceOf } from "./incidence.js";
import type { LadderSolver, LadderSystem, LadderTopology } from "./ladder.js";
import { dot } from "./vector.js";

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
  const { starts, edges: edgesAt } = incidenceOf(layers, tails, heads);
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
        const a = i * layers + tails[e];
        const b = i * layers + heads[e];
        degree[a] = degree[a] + across[k];
        degree[b] = degree[b] + across[k];
      }
    }
    for (let layer = 0; layer < layers; layer++) {
      let carried = 0;
      for (let k = layer; k < nodes; k += layers) {
        const w = k < nodes - layers ? along[k] : 0;
        const g = carried + degree[k];
        const inv = g + w > 0 ? 1 / (g + w) : 0;
        inverse[k] = inv;
        share[k] = w * inv;
        carried = g * w * inv;
      }
    }
  }

  /** z on one layer: its tridiagonal system with the residual and what the other layers send. */
  function solveLine(layer: number, { across }: LadderSystem): void {
    let carried = 0;
    for (let i = 0, k = layer; i < cells; i++, k += layers) {
      let b = r[k] + carried;
      for (let n = starts[layer]; n < starts[layer + 1]; n++) {
        const edge = edgesAt[n];
        const other = tails[edge] + heads[edge] - layer;
        b += across[i * edges + edge] * z[i * layers + other];
      }
      line[i] = b;
      carried = b * share[k];
    }
    let next = 0;
    for (let i = cells - 1, k = i * layers + layer; i >= 0; i--, k -= layers) {
      next = line[i] * inverse[k] + share[k] * next;
      z[k] = next;
    }
  }

  function precondition(system: LadderSystem): void {
    z.fill(0);
    for (let layer = 0; layer < layers; layer++) solveLine(layer, system);
    for (let layer = layers - 2; layer >= 0; layer--) solveLine(layer, system);
  }

  function apply({ ground, along, across }: LadderSystem): void {
    for (let k = 0; k < nodes; k++) image[k] = ground[k] * p[k];
    for (let k = 0; k < nodes - layers; k++) {
      const current = along[k] * (p[k] - p[k + layers]);
      image[k] = image[k] + current;
      image[k + layers] = image[k + layers] - current;
    }
    for (let i = 0, k = 0; i < cells; i++) {
      for (let e = 0; e < edges; e++, k++) {
        const a = i * layers + tails[e];
        const b = i * layers + heads[e];
        const current = across[k] * (p[a] - p[b]);
        image[a] = image[a] + current;
        image[b] = image[b] - current;
      }
    }
  }

  function loadRightSide({ source, flow }: LadderSystem): void {
    r.set(source);
    for (let i = 0, k = 0; i < cells; i++) {
      for (let e = 0; e < edges; e++, k++) {
        const a = i * layers + tails[e];
        const b = i * layers + heads[e];
        r[a] = r[a] + flow[k];
        r[b] = r[b] - flow[k];
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
        x[k] = x[k] + step * p[k];
        r[k] = r[k] - step * image[k];
      }
      precondition(system);
      const sizeNew = dot(r, z);
      const beta = sizeNew / size;
      size = sizeNew;
      for (let k = 0; k < nodes; k++) p[k] = z[k] + beta * p[k];
    }
    for (let i = 0, base = 0; i < cells; i++, base += layers) {
      for (let layer = 0; layer < layers; layer++) {
        const above = parent[layer];
        tree[base + layer] = x[base + layer] - (above < 0 ? 0 : x[base + above]);
      }
    }
  };
}
