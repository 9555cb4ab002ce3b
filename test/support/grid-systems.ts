import { spanningTree } from "../../src/model/graph.js";
import { createGraphFamily } from "../../src/model/graph-family.js";
import type { LadderSystem } from "../../src/numerics/ladder.js";
import type { GridTopology } from "../../src/numerics/multigrid/grid-levels.js";
import { seededRandom } from "../../src/numerics/random.js";

type Family = "path" | "cycle" | "complete" | "grid" | "random";

/** A grid times a graph of a family. */
export function topologyOf(sizes: [number, number], family: Family, nodes: number, widths: [number, number] = [1, 1]) {
  const graph = createGraphFamily({ family, nodes, weight: 1, seed: 3 });
  const tree = spanningTree(graph);
  const { tails, heads } = graph;
  return { cells: sizes[0] * sizes[1], layers: nodes, tails, heads, ...tree, sizes, widths } satisfies GridTopology;
}

/** Conductances of a density `f(x, y, layer)` on the unit square with tau T / h² = `stiffness`. */
export function systemOf(
  { sizes: [nx, ny], layers, tails, heads }: GridTopology,
  density: (x: number, y: number, layer: number) => number,
  stiffness: number,
  exchange: number,
): LadderSystem {
  const random = seededRandom(7);
  const nodes = nx * ny * layers;
  const edges = tails.length;
  const ground = Float64Array.from({ length: nodes }, (_, k) => {
    const cell = Math.floor(k / layers);
    return density(((cell % nx) + 0.5) / nx, (Math.floor(cell / nx) + 0.5) / ny, k % layers);
  });
  const along = new Float64Array(2 * nodes);
  for (let k = 0; k < nodes; k++) {
    const cell = Math.floor(k / layers);
    const mean = (other: number): number => (stiffness * (ground[k] + ground[other])) / 2;
    if (cell % nx < nx - 1) along[k] = mean(k + layers);
    if (cell < nx * (ny - 1)) along[nodes + k] = mean(k + nx * layers);
  }
  const across = Float64Array.from({ length: nx * ny * edges }, (_, k) => {
    const cell = Math.floor(k / edges) * layers;
    const ends = [cell + tails[k % edges], cell + heads[k % edges]] as const;
    return exchange * Math.sqrt(ground[ends[0]] * ground[ends[1]]);
  });
  const source = ground.map((f) => f * (random() - 0.3));
  const flow = across.map((c) => Math.min(c, 1) * (random() - 0.5) * 1e-2);
  return { ground, along, across, source, flow };
}
