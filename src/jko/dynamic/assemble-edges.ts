import { type Assembly, addEntry, addRight } from "./assembly.js";

/** The equations of the edge fluxes of interval j, and what edges add to those of densities and potentials. */
export function addEdges(assembly: Assembly, j: number): void {
  const { space, size, scale, at, model } = assembly;
  const { cells, edges, intervals, links, layers, nodes, tails, heads, weights } = space;
  const ends = [0, 0];
  const slopes = [0, 0];
  for (let i = 0, k = j * links; i < cells; i++) {
    for (let e = 0; e < edges; e++, k++) {
      ends[0] = tails[e];
      ends[1] = heads[e];
      slopes[0] = model.slopeTail[k];
      slopes[1] = model.slopeHead[k];
      const weight = weights[e];
      const flux = at.path.across[k];
      const speed = flux / model.theta[k];
      const p = j * nodes + i * layers;
      const force = at.phi[p + ends[0]] - at.phi[p + ends[1]];
      const resistance = scale / (weight * model.theta[k]);
      const unit = edgeUnit(assembly, p, e);
      const row = size - intervals * edges + j * edges + e;
      // Scaled so that neither a huge nor a tiny conductance dominates the block.
      const factor = 1 / (1 + unit * resistance);
      addEntry(assembly, i, row, i, row, factor * resistance * unit);
      addRight(assembly, i, row, factor * (force - resistance * flux));
      const kinetic = (0.5 * scale * speed * speed) / weight;
      for (let a = 0; a < 2; a++) {
        addEdgeEnd(assembly, i, j, k, e, a, slopes[a], speed, force, kinetic);
        const node = 2 * (j * layers + ends[a]);
        const sign = a === 0 ? 1 : -1;
        addEntry(assembly, i, node + 1, i, row, -sign * space.dt * unit);
        addEntry(assembly, i, row, i, node + 1, -sign * factor);
        const drag = 0.5 * factor * resistance * speed * slopes[a];
        for (let later = 0; later < 2 && later <= j; later++) {
          const density = at.path.density[p + nodes * (1 - later) + ends[a]];
          addEntry(assembly, i, row, i, node - 2 * layers * later, -drag * density);
        }
      }
    }
  }
}

/**
 * What an edge adds to the stationarity in the densities of its end a (0: tail, 1: head), at both ends of the interval.
 */
function addEdgeEnd(
  assembly: Assembly,
  i: number,
  j: number,
  k: number,
  e: number,
  a: number,
  slope: number,
  speed: number,
  force: number,
  kinetic: number,
): void {
  const { space, at, model } = assembly;
  const { layers, nodes, tails, heads, dt } = space;
  const p = j * nodes + i * layers;
  const tail = tails[e];
  const head = heads[e];
  const own = a === 0 ? tail : head;
  const other = a === 0 ? head : tail;
  const row = 2 * (j * layers + own);
  const curvature = 0.25 * dt * kinetic * model.mixed[k];
  const ratio = model.middle[p + other] / model.middle[p + own];
  for (let later = 0; later < 2 && later <= j; later++) {
    const target = row - 2 * layers * later;
    addRight(assembly, i, target, -0.5 * dt * slope * (kinetic - speed * force));
    addEntry(assembly, i, target, i, 2 * (j * layers + tail) + 1, -0.5 * dt * slope * speed);
    addEntry(assembly, i, target, i, 2 * (j * layers + head) + 1, 0.5 * dt * slope * speed);
    if (curvature === 0) continue;
    for (let before = 0; before < 2 && before <= j; before++) {
      const densities = p + nodes * (1 - before);
      const column = 2 * layers * (j - before);
      addEntry(assembly, i, target, i, column + 2 * own, curvature * ratio * at.path.density[densities + own]);
      addEntry(assembly, i, target, i, column + 2 * other, -curvature * at.path.density[densities + other]);
    }
  }
}

/** The unit of the flux of an edge: a density at it. */
export function edgeUnit({ space, model }: Assembly, p: number, e: number): number {
  const tail = model.middle[p + space.tails[e]];
  return Math.min(tail, model.middle[p + space.heads[e]]);
}
