import { spanningTree } from "../model/graph.js";
import type { Problem } from "../model/problem.js";
import { createMultigridSolver } from "../numerics/multigrid/multigrid.js";
import { createCertifier } from "./certificate.js";
import { createDualPoint, createExpand } from "./dual-point.js";
import { createQuadraticExchange } from "./exchange/quadratic.js";
import { createFluxLimiter } from "./flux-limiter.js";
import type { StepParts } from "./parts.js";
import { createSweptTransport } from "./transport/swept.js";

/** The parts of a step on two axes: swept transport, and conjugate gradients with multigrid. */
export function createGridParts(problem: Problem, tau: number): StepParts {
  const { mesh, graph } = problem;
  const layers = graph.layers.length;
  const sizes = mesh.cells as readonly [number, number];
  const widths = mesh.widths as readonly [number, number];
  const { tails, heads } = graph;
  const topology = { cells: mesh.size, layers, tails, heads, ...spanningTree(graph), sizes, widths };
  const transport = createSweptTransport(mesh, layers, tau);
  const exchange = createQuadraticExchange(problem, tau);
  const newtonParts = {
    problem,
    transport,
    exchange,
    solve: createMultigridSolver(topology),
    bypass: undefined,
    expand: createExpand(topology),
    certify: createCertifier(problem, transport, createFluxLimiter(problem, transport, exchange)),
    newPoint: () => createDualPoint(topology),
  };
  return { topology, newtonParts, fallback: undefined };
}
