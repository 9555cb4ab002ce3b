import { lineBundles } from "../../model/grid-lines.js";
import type { Problem } from "../../model/problem.js";
import type { FaceRun, FlowSystem } from "../../numerics/flow-system.js";
import { linearExchange } from "./linear-exchange.js";
import { facesOf, scharfetterGummel } from "./transport.js";

/** A step of transport by Scharfetter-Gummel fluxes, linear in the densities; exchange is left to be filled in. */
export function transportFlows(problem: Problem, tau: number): FlowSystem {
  const { graph, mesh } = problem;
  const faces = facesOf(problem);
  const { forward, backward } = scharfetterGummel(problem, faces);
  const exchanges = graph.weights.length * mesh.size;
  return {
    counts: mesh.cells,
    layers: graph.layers.length,
    runs: faceRuns(problem),
    forward: forward.map((rate) => tau * rate),
    backward: backward.map((rate) => tau * rate),
    tails: graph.tails,
    heads: graph.heads,
    byTail: new Float64Array(exchanges),
    byHead: new Float64Array(exchanges),
  };
}

/** The faces in the order of `facesOf`. */
function faceRuns({ mesh, graph }: Problem): FaceRun[] {
  let face = 0;
  return lineBundles(mesh, graph.layers.length).map(({ start, cells, stride }) => {
    const count = (cells - 1) * stride;
    face += count;
    return { face: face - count, count, start, stride };
  });
}

/** The same with exchange; undefined where the amounts depend on the densities. */
export function linearFlows(problem: Problem, tau: number): FlowSystem | undefined {
  const exchange = linearExchange(problem, tau);
  if (exchange === undefined) return undefined;
  const flows = transportFlows(problem, tau);
  for (let k = 0; k < exchange.byTail.length; k++) {
    flows.byTail[k] = tau * exchange.byTail[k];
    flows.byHead[k] = tau * exchange.byHead[k];
  }
  return flows;
}

/** Sum of what flows in a step times the drop of mu that it runs down. */
export function flowWork(flows: FlowSystem, density: Float64Array, mu: Float64Array): number {
  const { layers, runs, forward, backward, tails, heads, byTail, byHead } = flows;
  let work = 0;
  for (const { face, count, start, stride } of runs) {
    for (let k = 0; k < count; k++) {
      const [from, to] = [start + k, start + k + stride];
      const flux = forward[face + k] * density[from] - backward[face + k] * density[to];
      work += flux * (mu[from] - mu[to]);
    }
  }
  for (let first = 0, k = 0; k < byTail.length; first += layers) {
    for (let e = 0; e < tails.length; e++, k++) {
      const from = first + tails[e];
      const to = first + heads[e];
      const flux = byTail[k] * density[from] - byHead[k] * density[to];
      work += flux * (mu[from] - mu[to]);
    }
  }
  return work;
}
