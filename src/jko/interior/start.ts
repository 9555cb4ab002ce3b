import type { Problem } from "../../model/problem.js";
import type { LadderTopology } from "../../numerics/ladder.js";
import { createDualPoint, type Expand } from "../dual-point.js";
import type { NetworkSolver, NewtonSystem } from "../newton/system.js";

/** Where the interior-point iteration begins: positive masses, conservative, with the layer masses before the step. */
export interface PrimalStart {
  /** Kept masses. */
  readonly mass: Float64Array;
  /** Masses that arrive by transport. */
  readonly arriving: Float64Array;
  /** Masses exchanged, per cell and edge, into the tail. */
  readonly exchanged: Float64Array;
}

/** Sweeps of the scaling to layer masses; what they leave of the masses of cells the exchange makes up for. */
const SWEEPS = 30;
/** Relative residual of an iterative solve: a guess is enough. */
const TOLERANCE = 1e-3;

/**
 * Splits a guess of the next masses into what arrives and what is exchanged then.
 *
 * Arriving masses have the layer masses from before the step, and in every cell the sum over the layers of the guess:
 * the guess is scaled by factors of layers and of cells (iterative proportional fitting). Then one linear step of the
 * exchange, cell by cell, draws them to the guess, as far as the conductances allow: with D the guess and L the
 * Laplacian of the conductances, D (L + D)^-1 of the arriving masses is positive and conservative.
 *
 * @param conductance tau h K theta per cell and edge
 * @param scratch a system of the topology whose ground, along and source may be overwritten by every call
 */
export function createPrimalStart(
  problem: Problem,
  conductance: Float64Array,
  topology: LadderTopology,
  solve: NetworkSolver,
  expand: Expand,
  { ground, along, source }: Pick<NewtonSystem, "ground" | "along" | "source">,
): (guess: Float64Array, density: Float64Array) => PrimalStart {
  const { mesh, graph, energy } = problem;
  const { tails, heads } = graph;
  const layers = graph.layers.length;
  const edges = tails.length;
  const nodes = mesh.size * layers;
  const [mass, arriving] = [new Float64Array(nodes), new Float64Array(nodes)];
  const [exchanged, across, flow] = [0, 1, 2].map(() => new Float64Array(conductance.length));
  const system = { ground, along, source, across, flow };
  const ratio = createDualPoint(topology);

  /** Multiplies the arriving masses of a layer so that they add up to those of the density. */
  function scaleLayer(layer: number, density: Float64Array): void {
    let [has, wants] = [0, 0];
    for (let k = layer; k < nodes; k += layers) {
      has += arriving[k];
      wants += mesh.cellVolume * density[k];
    }
    for (let k = layer; k < nodes; k += layers) arriving[k] = arriving[k] * (wants / has);
  }

  function scaleCells(guess: Float64Array): void {
    for (let base = 0; base < nodes; base += layers) {
      let [has, wants] = [0, 0];
      for (let k = base; k < base + layers; k++) {
        has += arriving[k];
        wants += guess[k];
      }
      for (let k = base; k < base + layers; k++) arriving[k] = arriving[k] * (wants / has);
    }
  }

  /** One linear step of the exchange in every cell, towards the guess. */
  function exchangeLinearly(guess: Float64Array): void {
    along.fill(0);
    ground.set(guess);
    source.set(arriving);
    for (let k = 0; k < across.length; k++) across[k] = conductance[k] / energy.temperatures[tails[k % edges]];
    solve(system, ratio.tree, TOLERANCE);
    expand(ratio);
    mass.set(arriving);
    for (let i = 0, k = 0; i < mesh.size; i++) {
      for (let e = 0; e < edges; e++, k++) {
        exchanged[k] = across[k] * ratio.xi[k];
        const [tail, head] = [i * layers + tails[e], i * layers + heads[e]];
        mass[tail] = mass[tail] + exchanged[k];
        mass[head] = mass[head] - exchanged[k];
      }
    }
  }

  return (guess, density) => {
    arriving.set(guess);
    for (let sweep = 0; layers > 1 && sweep < SWEEPS; sweep++) {
      for (let layer = 0; layer < layers; layer++) scaleLayer(layer, density);
      scaleCells(guess);
    }
    for (let layer = 0; layer < layers; layer++) scaleLayer(layer, density);
    if (edges === 0) mass.set(arriving);
    else exchangeLinearly(guess);
    // Round-off of the exchange may take all of a mass that is far smaller than what is exchanged.
    for (let k = 0; k < nodes; k++) if (!(mass[k] > 0)) mass[k] = guess[k];
    return { mass, arriving, exchanged };
  };
}
