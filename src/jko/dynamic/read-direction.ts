import { edgeUnit } from "./assemble-edges.js";
import type { Assembly, Barrier, Direction } from "./assembly.js";

/** Reads the increments of densities and potentials off the solution, and recovers those that were eliminated. */
export function readDirection(assembly: Assembly, barrier: Barrier, out: Direction): boolean {
  const { space, size, right, at } = assembly;
  const { layers, nodes, intervals } = space;
  let sum = 0;
  for (let j = 0; j < intervals; j++) {
    for (let p = 0; p < nodes; p++) {
      const row = Math.floor(p / layers) * size + 2 * (j * layers + (p % layers));
      const k = j * nodes + p;
      const density = at.path.density[k + nodes];
      const relative = right[row];
      const slack = at.slack[k];
      out.density[k + nodes] = relative * density;
      out.phi[k] = right[row + 1];
      out.slack[k] = (barrier.strength * barrier.weight[k]) / density - slack - slack * relative;
      sum += Math.abs(relative) + Math.abs(out.phi[k]);
    }
    readFaces(assembly, j, out);
    readEdges(assembly, j, out);
  }
  return Number.isFinite(sum);
}

function readFaces({ space, scale, at, model }: Assembly, j: number, out: Direction): void {
  const { faces, layers, nodes, width } = space;
  for (let f = 0, k = j * faces; f < faces; f++, k++) {
    const p = j * nodes + f;
    const conductance = model.faceMean[k] / (scale * width);
    const drop = at.phi[p + layers] - at.phi[p];
    const change = out.phi[p + layers] - out.phi[p];
    const before = out.density[p] + out.density[p + layers];
    const after = out.density[p + nodes] + out.density[p + nodes + layers];
    const excess = at.path.along[k] - conductance * drop;
    out.along[k] = 0.25 * model.velocity[k] * (before + after) + conductance * change - excess;
  }
}

function readEdges(assembly: Assembly, j: number, out: Direction): void {
  const { space, size, right } = assembly;
  const { cells, edges, intervals, links, layers, nodes } = space;
  for (let i = 0, k = j * links; i < cells; i++) {
    for (let e = 0; e < edges; e++, k++) {
      const row = i * size + size - intervals * edges + j * edges + e;
      out.across[k] = edgeUnit(assembly, j * nodes + i * layers, e) * right[row];
    }
  }
}
