import { spanningTree } from "../model/graph.js";
import type { Problem } from "../model/problem.js";
import { createChosenLadderSolver } from "../numerics/ladder-choice.js";
import { createCertifier } from "./certificate.js";
import { createDualPoint, createExpand, toTree } from "./dual-point.js";
import { createDualState } from "./dual-state.js";
import { createDualEnergy } from "./energy.js";
import { createEnvelopeSolver } from "./envelope-system.js";
import { createEulerStart } from "./euler-start.js";
import { createExchange } from "./exchange/exchange.js";
import type { History } from "./history.js";
import { createInterior } from "./interior/interior.js";
import { createPrimalStart, type PrimalStart } from "./interior/start.js";
import { lazily } from "./lazily.js";
import { createNewtonSystem, type NetworkSolver } from "./newton/system.js";
import type { Fallback, StepParts } from "./parts.js";
import { createLinePasses } from "./passes/line.js";
import { createLineCertifier } from "./passes/line-certificate.js";
import { createRearrangement } from "./rearrangement.js";
import { createTails, isDeep } from "./tails/tails.js";
import { createExactTransport } from "./transport/exact.js";

/** Part of the tolerance of a Newton step to which it is solved: an iteration costs less than another Newton step. */
const CLOSER = 0.1;
/** Layers up to which cells off the envelope get a system of their own, which is dense and has twice the layers. */
const ENVELOPE_LAYERS = 8;
const MAX_INTERIOR_ITERATIONS = 200;
/** The same for a porous medium: where vacuum forms, more iterations do not help. */
const MAX_POROUS_ITERATIONS = 40;
/**
 * The barriers that the interior iteration begins with: from a guess with exchange; where that fails, from one without,
 * first with no barrier at all. The first way needs none where nothing is exchanged.
 */
const BARRIERS = [0.1, 0, 0.01];
const TOL_RESIDUAL = 1e-9;
/** Densities below this part of the largest are vacuum; in deep wells that is all they are raised to. */
const DENSITY_FLOOR = 1e-250;
/**
 * What stands for vacuum elsewhere: its mass is below round-off, and potentials next to it are not so steep that the
 * iterations would take long.
 */
const IN_VACUUM = 1e-20;
/** Below this part of the largest density the interior iteration does not wait for the masses of cells. */
const THIN = 1e-19;
/** Densities of a porous medium below this part of the largest are vacuum. */
const VACUUM = 1e-3;

/** The parts of a step on one axis: exact transport, direct solves, and the interior iteration to fall back on. */
export function createLineParts(problem: Problem, tau: number, _tolGap: number, history: History): StepParts {
  const { mesh, graph } = problem;
  const layers = graph.layers.length;
  const topology = { cells: mesh.size, layers, tails: graph.tails, heads: graph.heads, ...spanningTree(graph) };
  const transport = createExactTransport(mesh, layers, tau);
  const energy = createDualEnergy(problem);
  const exchange = createExchange(problem, energy, tau);
  const solveNetwork = createChosenLadderSolver(topology);
  const solve: NetworkSolver = (filled, tree, tolerance) => solveNetwork(filled, tree, CLOSER * tolerance);
  const expand = createExpand(topology);
  const system = createNewtonSystem(transport, exchange, mesh.size * layers);
  const anyState = createCertifier(problem, energy, transport, exchange, createRearrangement(problem, transport));
  const tails = isDeep(problem) ? createTails(problem, transport, topology.order[0]) : undefined;
  // In the tails of deep wells faces meet by round-off.
  const solveOnEnvelope = layers <= ENVELOPE_LAYERS && tails === undefined ? createEnvelopeSolver(topology) : undefined;
  const newPoint = () => createDualPoint(topology);
  const { conductance } = exchange;
  const isEntropy = problem.energy.exponent === undefined;
  const certify = isEntropy ? createLineCertifier(problem, transport, exchange, anyState) : anyState;
  const euler = lazily(() => createEulerStart(problem, tau, conductance, topology, solve, expand, system));
  const maxIterations = isEntropy ? MAX_INTERIOR_ITERATIONS : MAX_POROUS_ITERATIONS;
  const certifyDual = () => {
    const state = createDualState(newPoint(), mesh.size * layers, transport.faceCount, conductance.length);
    return (mu: Float64Array, kept: Float64Array) => {
      toTree(topology, mu, state.point.tree);
      passes.evaluate(state);
      return certify(state, kept);
    };
  };
  const interior = lazily(() =>
    createInterior(problem, energy, transport, exchange, topology, maxIterations, history, certifyDual()),
  );
  const split = lazily(() => createPrimalStart(problem, conductance, topology, solve, expand, system));

  /** The interior iteration: from one implicit Euler step, for a porous medium from a density without vacuum. */
  const fallback: Fallback = {
    serves: (density) => isEntropy || !hasVacuum(density, VACUUM),
    ways: BARRIERS.length,
    begin(density, way) {
      const guess = density.map((value) => mesh.cellVolume * value);
      if (isEntropy) euler()(density, guess);
      const start = way === 0 ? split()(guess, density) : unexchanged(guess, conductance.length);
      interior().begin(
        start,
        way === 0 && conductance.length === 0 ? 0 : BARRIERS[way],
        way === 0 && isEntropy && hasVacuum(density, THIN),
      );
    },
    solve(tolGap, kept, tree) {
      const mu = new Float64Array(kept.length);
      const result = interior().solve(tolGap, kept, mu);
      toTree(topology, mu, tree);
      return result;
    },
  };
  const linear = { solve, solveOnEnvelope, tails, expand, system };
  const passParts = { problem, energy, transport, exchange, ...linear };
  const passes = createLinePasses({ ...passParts, topology });
  const newtonParts = { ...passParts, passes, certify, newPoint, history };
  return {
    topology,
    newtonParts,
    fallback,
    guess: undefined,
    densityFloor: { below: DENSITY_FLOOR, to: tails === undefined && isEntropy ? IN_VACUUM : DENSITY_FLOOR },
    tolResidual: TOL_RESIDUAL,
  };
}

/** A guess of which nothing has been exchanged. */
function unexchanged(guess: Float64Array, edges: number): PrimalStart {
  return { mass: guess, arriving: guess, exchanged: new Float64Array(edges) };
}

/** Whether some densities are so far below the largest that their logarithms would take the iteration too long. */
function hasVacuum(density: Float64Array, part: number): boolean {
  let [least, most] = [Number.POSITIVE_INFINITY, 0];
  for (let k = 0; k < density.length; k++) {
    least = Math.min(least, density[k]);
    most = Math.max(most, density[k]);
  }
  return least < part * most;
}
