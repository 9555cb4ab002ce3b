import { spanningTree } from "../model/graph.js";
import type { Problem } from "../model/problem.js";
import { createMultigridSolver } from "../numerics/multigrid/multigrid.js";
import { createCertifier } from "./certificate.js";
import { createDualPoint, createExpand, toTree } from "./dual-point.js";
import { createEulerStart } from "./euler-start.js";
import { createQuadraticExchange } from "./exchange/quadratic.js";
import { createFluxLimiter } from "./flux-limiter.js";
import { createNewtonSystem } from "./newton.js";
import type { StepParts } from "./parts.js";
import { createSweptTransport } from "./transport/swept.js";

/** Tails that are steeper than transport's displacements cost iterations, and below round-off they are worth none. */
const DENSITY_FLOOR = 1e-20;
/** The gap decides; linear systems are solved by iteration, and the last digits would cost a Newton iteration. */
const TOL_RESIDUAL = 1e-6;

/** The parts of a step on two axes: swept transport, and conjugate gradients with multigrid. */
export function createGridParts(problem: Problem, tau: number): StepParts {
  const { mesh, graph, temperature, potential } = problem;
  const layers = graph.layers.length;
  const sizes = mesh.cells as readonly [number, number];
  const widths = mesh.widths as readonly [number, number];
  const { tails, heads } = graph;
  const topology = { cells: mesh.size, layers, tails, heads, ...spanningTree(graph), sizes, widths };
  const transport = createSweptTransport(mesh, layers, tau);
  const exchange = createQuadraticExchange(problem, tau);
  const solve = createMultigridSolver(topology);
  const expand = createExpand(topology);
  const system = createNewtonSystem(transport, exchange, mesh.size * layers);
  let start: ReturnType<typeof createEulerStart> | undefined;

  /** The potential of one implicit Euler step. */
  function guess(density: Float64Array, tree: Float64Array): void {
    start ??= createEulerStart(problem, tau, exchange.conductance, topology, solve, expand, system);
    const mu = new Float64Array(density.length);
    start(density, mu);
    for (let k = 0; k < mu.length; k++) {
      mu[k] = temperature * Math.log((mu[k] as number) / mesh.cellVolume) + (potential[k] as number);
    }
    toTree(topology, mu, tree);
  }

  const newtonParts = {
    problem,
    transport,
    exchange,
    solve,
    bypass: undefined,
    expand,
    system,
    certify: createCertifier(problem, transport, createFluxLimiter(problem, transport, exchange)),
    newPoint: () => createDualPoint(topology),
  };
  return { topology, newtonParts, fallback: undefined, guess, densityFloor: DENSITY_FLOOR, tolResidual: TOL_RESIDUAL };
}
