import {
  type BlockTridiagonal,
  createBlockTridiagonal,
  solveBlockTridiagonal,
} from "../../numerics/block-tridiagonal.js";
import { createLinearization, type Linearization, linearize } from "./linearization.js";
import { createPath, moveDensity, type Path, type PathSpace } from "./path-space.js";

/** Solves for the fluxes; those after the first make up for its round-off, large where an edge weight is tiny. */
const PASSES = 3;

/**
 * Fills `path` with the linear interpolation of its densities at time 0 and 1, and with fluxes that realize it.
 *
 * The fluxes are constant in time, of least action at the mean of the two densities: m = r D/h and H = K theta xi, D
 * and xi the differences of the potential that solves -div m + sum of H = difference of the densities.
 *
 * @returns false where the potential could not be found
 */
export function fillLinearPath(space: PathSpace, path: Path): boolean {
  const { intervals, nodes, faces, links } = space;
  interpolate(space, path);
  const whole: PathSpace = { ...space, intervals: 1, dt: 1 };
  const chord = createPath(whole);
  const model = createLinearization(whole);
  chord.density.set(path.density.subarray(0, nodes));
  chord.density.set(path.density.subarray(intervals * nodes), nodes);
  linearize(whole, chord, new Float64Array(nodes), model);
  const moved = new Float64Array(2 * nodes);
  for (let pass = 0; pass < PASSES; pass++) {
    moveDensity(whole, chord, 0, moved);
    const missing = Float64Array.from({ length: nodes }, (_, p) => {
      return chord.density[p + nodes] - moved[p + nodes];
    });
    if (!solveBlockTridiagonal(assembleLaplacian(whole, model), missing)) return false;
    addFluxes(whole, model, missing, chord);
  }
  for (let j = 0; j < intervals; j++) {
    path.along.set(chord.along, j * faces);
    path.across.set(chord.across, j * links);
  }
  return chord.along.every(Number.isFinite) && chord.across.every(Number.isFinite);
}

function interpolate({ intervals, nodes }: PathSpace, { density }: Path): void {
  for (let j = 1; j < intervals; j++) {
    for (let p = 0; p < nodes; p++) {
      const [start, end] = [density[p], density[intervals * nodes + p]];
      density[j * nodes + p] = start + (j / intervals) * (end - start);
    }
  }
}

/** The weighted graph Laplacian of cells times layers, one potential (of each layer, if there are no edges) pinned. */
function assembleLaplacian(space: PathSpace, model: Linearization): BlockTridiagonal {
  const { cells, layers, edges, faces, links, tails, heads, weights, width } = space;
  const system = createBlockTridiagonal(cells, layers);
  const add = (blocks: Float64Array, p: number, column: number, value: number): void => {
    const k = p * layers + column;
    blocks[k] = blocks[k] + value;
  };
  for (let f = 0; f < faces; f++) {
    const conductance = model.faceMean[f] / (width * width);
    add(system.diagonal, f, f % layers, conductance);
    add(system.diagonal, f + layers, f % layers, conductance);
    add(system.upper, f, f % layers, -conductance);
    add(system.lower, f + layers, f % layers, -conductance);
  }
  for (let k = 0; k < links; k++) {
    const conductance = weights[k % edges] * model.theta[k];
    const [tail, head] = [tails[k % edges], heads[k % edges]];
    const first = Math.floor(k / edges) * layers;
    add(system.diagonal, first + tail, tail, conductance);
    add(system.diagonal, first + head, head, conductance);
    add(system.diagonal, first + tail, head, -conductance);
    add(system.diagonal, first + head, tail, -conductance);
  }
  const last = (cells - 1) * layers;
  for (let layer = 0; layer < (edges === 0 ? layers : 1); layer++) {
    const scale = system.diagonal[(last + layer) * layers + layer];
    add(system.diagonal, last + layer, layer, scale > 0 ? scale : 1);
  }
  return system;
}

/** Adds the fluxes from low to high potential. */
function addFluxes(
  { layers, edges, faces, links, tails, heads, weights, width }: PathSpace,
  model: Linearization,
  psi: Float64Array,
  { along, across }: Path,
): void {
  for (let f = 0; f < faces; f++) {
    along[f] = along[f] + (model.faceMean[f] / width) * (psi[f + layers] - psi[f]);
  }
  for (let k = 0; k < links; k++) {
    const first = Math.floor(k / edges) * layers;
    const tail = psi[first + tails[k % edges]];
    const head = psi[first + heads[k % edges]];
    across[k] = across[k] + weights[k % edges] * model.theta[k] * (tail - head);
  }
}
