import { spanningTree } from "../model/graph.js";
import type { Problem } from "../model/problem.js";
import { createWorkspace } from "../numerics/compiled/workspace.js";
import { createMultigridSolver } from "../numerics/multigrid/multigrid.js";
import { createCertifier } from "./certificate.js";
import { createDualPoint, createExpand } from "./dual-point.js";
import { createDualEnergy } from "./energy.js";
import { createEulerStart, createGuess } from "./euler-start.js";
import { createExchange } from "./exchange/exchange.js";
import { isFrozen } from "./exchange/term.js";
import { createFlowNewton } from "./flows/flow-newton.js";
import { createFluxLimiter } from "./flux-limiter.js";
import type { History } from "./history.js";
import { lazily } from "./lazily.js";
import { createNewtonSystem } from "./newton/system.js";
import type { StepParts } from "./parts.js";
import { createGridPasses } from "./passes/grid.js";
import { createSweptTransport } from "./transport/swept.js";

/** Part of the largest density to which others are raised: tails below round-off would only cost iterations. */
const DENSITY_FLOOR = 1e-20;
/** The gap decides. Linear systems are solved by iteration, and more digits would cost a Newton iteration. */
const TOL_RESIDUAL = 1e-6;

/** The parts of a step on two axes: swept transport, and conjugate gradients with multigrid. */
export function createGridParts(problem: Problem, tau: number, _tolGap: number, history: History): StepParts {
  const { mesh, graph } = problem;
  const layers = graph.layers.length;
  const sizes = mesh.cells as readonly [number, number];
  const widths = mesh.widths as readonly [number, number];
  const { tails, heads } = graph;
  const topology = { cells: mesh.size, layers, tails, heads, ...spanningTree(graph), sizes, widths };
  const workspace = createWorkspace();
  const transport = createSweptTransport(mesh, layers, tau, workspace);
  const energy = createDualEnergy(problem);
  const exchange = createExchange(problem, energy, tau);
  const solve = createMultigridSolver(topology, workspace);
  const expand = createExpand(topology);
  const system = createNewtonSystem(transport, exchange, mesh.size * layers, workspace);
  const euler = lazily(() => createEulerStart(problem, tau, exchange.conductance, topology, solve, expand, system));
  const isEntropy = problem.energy.exponent === undefined;
  const guess = isEntropy ? createGuess(problem, topology, euler) : undefined;
  const passParts = {
    problem,
    energy,
    transport,
    exchange,
    solve,
    solveOnEnvelope: undefined,
    expand,
    system,
    workspace,
  };
  const newtonParts = {
    ...passParts,
    passes: createGridPasses(passParts),
    certify: createCertifier(problem, energy, transport, exchange, createFluxLimiter(problem, transport)),
    newPoint: () => createDualPoint(topology, workspace),
    history,
  };
  return {
    topology,
    newtonParts,
    swept: transport,
    fallback: undefined,
    flows: isEntropy && isFrozen(problem) ? (settings) => createFlowNewton(newtonParts, settings) : undefined,
    guess,
    densityFloor: { below: DENSITY_FLOOR, to: DENSITY_FLOOR },
    tolResidual: TOL_RESIDUAL,
  };
}
