import { spanningTree } from "../model/graph.js";
import type { Problem } from "../model/problem.js";
import { createLadderSolver } from "../numerics/ladder.js";
import { createIterativeLadderSolver } from "../numerics/ladder-iterative.js";
import { createBypassSolver } from "./bypass.js";
import { createCertifier } from "./certificate.js";
import { createDualPoint, createExpand, toTree } from "./dual-point.js";
import { createDualEnergy } from "./energy.js";
import { createEulerStart } from "./euler-start.js";
import { createExchange, isFrozen } from "./exchange/exchange.js";
import { createInterior } from "./interior/interior.js";
import { lazily } from "./lazily.js";
import { createNewtonSystem } from "./newton.js";
import type { Fallback, StepParts } from "./parts.js";
import { createRearrangement } from "./rearrangement.js";
import { createExactTransport } from "./transport/exact.js";

/** Layers up to which the direct linear solver is used; conjugate gradients overtake it between 12 layers (mild systems) and 30 (stiff ones, npm run bench). */
export const DIRECT_LAYERS = 16;
const MAX_INTERIOR_ITERATIONS = 200;
const TOL_RESIDUAL = 1e-9;
const DENSITY_FLOOR = 1e-250;

/** The parts of a step on one axis: exact transport, direct solves, and the interior iteration to fall back on. */
export function createLineParts(problem: Problem, tau: number, tolGap: number): StepParts {
  const { mesh, graph } = problem;
  const layers = graph.layers.length;
  const topology = { cells: mesh.size, layers, tails: graph.tails, heads: graph.heads, ...spanningTree(graph) };
  const transport = createExactTransport(mesh, layers, tau);
  const energy = createDualEnergy(problem);
  const exchange = createExchange(problem, energy, tau);
  const solve = layers <= DIRECT_LAYERS ? createLadderSolver(topology) : createIterativeLadderSolver(topology);
  const expand = createExpand(topology);
  const system = createNewtonSystem(transport, exchange, mesh.size * layers);
  const certify = createCertifier(problem, energy, transport, exchange, createRearrangement(problem, transport));
  const bypass = layers <= DIRECT_LAYERS / 2 ? createBypassSolver(topology) : undefined;
  const newPoint = () => createDualPoint(topology);
  const { conductance } = exchange;
  const isEntropy = problem.energy.exponent === undefined;
  const euler = lazily(() => createEulerStart(problem, tau, conductance, topology, solve, expand, system));
  const settings = { tolGap, maxIterations: MAX_INTERIOR_ITERATIONS };
  const interior = lazily(() => createInterior(problem, energy, transport, conductance, topology, settings));

  /** The interior iteration from one implicit Euler step, for a porous medium from a density without vacuum. */
  const fallback: Fallback = (density, kept, tree) => {
    const mu = new Float64Array(density.length);
    if (isEntropy) euler()(density, kept);
    else fillVacuum(problem, density, kept);
    const result = interior()(kept, mu);
    toTree(topology, mu, tree);
    return result;
  };
  const newtonParts = { problem, energy, transport, exchange, solve, bypass, expand, system, certify, newPoint };
  return {
    topology,
    newtonParts,
    fallback: isFrozen(problem) ? fallback : undefined,
    guess: undefined,
    densityFloor: DENSITY_FLOOR,
    tolResidual: TOL_RESIDUAL,
  };
}

/** Masses of a density with a tenth of every layer's mass spread evenly. */
function fillVacuum({ mesh, graph }: Problem, density: Float64Array, masses: Float64Array): void {
  const layers = graph.layers.length;
  for (let layer = 0; layer < layers; layer++) {
    let sum = 0;
    for (let k = layer; k < density.length; k += layers) sum += density[k] as number;
    const even = sum / mesh.size;
    for (let k = layer; k < density.length; k += layers) {
      masses[k] = mesh.cellVolume * (0.9 * (density[k] as number) + 0.1 * even);
    }
  }
}
