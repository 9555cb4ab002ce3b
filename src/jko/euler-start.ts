import { chemicalPotential, soleTemperature } from "../model/energy.js";
import type { Problem } from "../model/problem.js";
import type { LadderSystem, LadderTopology } from "../numerics/ladder.js";
import { logarithmicMean } from "../numerics/means.js";
import { createDualPoint, type Expand, toTree } from "./dual-point.js";
import type { NetworkSolver } from "./newton/system.js";

/** Relative residual of an iterative solve: a guess is enough. */
const TOLERANCE = 1e-3;
/** A well deeper than this, in units of T, is level for the guess: e^{-V/T} must not underflow. */
export const DEEPEST = 600;

/**
 * One implicit Euler step of the limit system (docs/method.md, eq. 0), linear in u = e^{(mu - V)/T} e^{V/T}. It is a
 * positive guess of the next density for every step size.
 *
 * Fluxes are -T/Lambda(e^{V/T}, e^{V'/T}) times the difference of u (Scharfetter-Gummel); the exchange K theta (mu' -
 * mu) is linearized to K theta T/Lambda(u, u') (u' - u).
 *
 * @param conductance tau h K theta per cell and edge, as the exchange holds it when the guess is asked for
 * @param scratch a system of the topology whose ground, along and source may be overwritten by every call
 * @returns a function that writes masses per cell and layer, scaled to the layer masses of the density (only transport)
 */
export function createEulerStart(
  problem: Problem,
  tau: number,
  conductance: Float64Array,
  topology: LadderTopology,
  solve: NetworkSolver,
  expand: Expand,
  { ground, along, source }: Pick<LadderSystem, "ground" | "along" | "source">,
): (density: Float64Array, masses: Float64Array) => void {
  const { mesh, graph, energy, potential } = problem;
  const { temperatures } = energy;
  const temperature = soleTemperature(energy);
  const { tails, heads } = graph;
  const layers = graph.layers.length;
  const volume = mesh.cellVolume;
  const lowest = potential.reduce((least, v) => Math.min(least, v), Number.POSITIVE_INFINITY);
  const edgeArray = (): Float64Array => new Float64Array(conductance.length);
  const system = { ground, along, source, across: edgeArray(), flow: edgeArray() };
  const solution = createDualPoint(topology);

  /** Layers of different temperatures have no linear exchange in common: the guess goes without. */
  function linearizeExchange(density: Float64Array): void {
    if (temperature === undefined) return;
    for (let i = 0, k = 0; i < mesh.size; i++) {
      for (let e = 0; e < tails.length; e++, k++) {
        const p = i * layers + tails[e];
        const q = i * layers + heads[e];
        const mean = logarithmicMean((volume * density[p]) / ground[p], (volume * density[q]) / ground[q]);
        const rate = (conductance[k] * temperature) / mean;
        system.across[k] = Number.isFinite(rate) ? rate : 0;
      }
    }
  }

  return (density, masses) => {
    for (let k = 0; k < density.length; k++) {
      const depth = (potential[k] - lowest) / temperatures[k % layers];
      ground[k] = volume * Math.exp(-Math.min(depth, DEEPEST));
      source[k] = volume * density[k];
    }
    fillConductances(problem, tau, ground, along);
    linearizeExchange(density);
    solve(system, solution.tree, TOLERANCE);
    expand(solution);
    for (let layer = 0; layer < layers; layer++) {
      let target = 0;
      let mass = 0;
      for (let k = layer; k < density.length; k += layers) {
        const guess = Math.max(ground[k] * solution.mu[k], Number.MIN_VALUE ** 0.9);
        masses[k] = guess;
        target += guess;
        mass += source[k];
      }
      for (let k = layer; k < density.length; k += layers) masses[k] = masses[k] * (mass / target);
    }
  };
}

/** The potential of an implicit Euler step, in tree coordinates. */
export function createGuess(
  problem: Problem,
  topology: LadderTopology,
  euler: () => ReturnType<typeof createEulerStart>,
): (density: Float64Array, tree: Float64Array) => void {
  const { mesh } = problem;
  return (density, tree) => {
    const mu = new Float64Array(density.length);
    euler()(density, mu);
    for (let k = 0; k < mu.length; k++) mu[k] = mu[k] / mesh.cellVolume;
    toTree(topology, chemicalPotential(problem, mu, mu), tree);
  };
}

/** Conductances of the faces, axis by axis, a face at the index of its lower node; `ground` is h e^{-V/T}. */
function fillConductances(
  { mesh, graph, energy }: Problem,
  tau: number,
  ground: Float64Array,
  along: Float64Array,
): void {
  const nodes = ground.length;
  along.fill(0);
  const layers = graph.layers.length;
  let stride = layers;
  for (let axis = 0; axis < mesh.cells.length; axis++) {
    const cells = mesh.cells[axis];
    const scale = tau / mesh.widths[axis] ** 2;
    for (let k = 0; k < nodes - stride; k++) {
      if (Math.floor(k / stride) % cells === cells - 1) continue;
      // 1/Lambda(1/w, 1/w') = w/Lambda(1, w/w'), which does not overflow.
      const a = ground[k];
      const b = ground[k + stride];
      along[axis * nodes + k] =
        a > 0 && b > 0 ? scale * energy.temperatures[k % layers] * (a / logarithmicMean(1, a / b)) : 0;
    }
    stride *= cells;
  }
}
