import type { Problem } from "../model/problem.js";
import type { Repair } from "./certificate.js";
import type { DualState } from "./dual-state.js";
import { createFluxCut } from "./flux-cut.js";
import { lazily } from "./lazily.js";
import type { SweptTransport } from "./transport/swept.js";

/**
 * The conservative density of a potential with swept transport: masses through faces and along edges as the potential
 * has them, where that leaves mass in every cell.
 *
 * A cell that would be left without gives less, in proportion, so that it keeps its equilibrium mass. A flux that is
 * cut to the part c of itself costs at most c times its cost, since costs are convex and 0 at 0. With the dual value
 * Phi/tau of the full flux (docs/method.md, eq. 4') that leaves a Young defect of (1 - c) Phi/tau for a face.
 */
export function createFluxLimiter(problem: Problem, transport: SweptTransport): Repair {
  const { mesh, graph } = problem;
  const layers = graph.layers.length;
  const nodes = mesh.size * layers;
  const strides = [layers, layers * mesh.cells[0]];
  // Made when first needed: most runs never drain a cell.
  const work = lazily(() => {
    const faces = transport.faceCount;
    return { limit: createFluxCut(problem), swept: new Float64Array(faces), value: new Float64Array(faces) };
  });

  return (state: DualState, kept, exchanged) => {
    const { limit, swept, value } = work();
    const { flow, point, equilibrium } = state;
    transport.faces(point.mu, swept, value);
    limit.apply(transport.mass, swept, flow, equilibrium, kept);
    let cost = 0;
    let defect = 0;
    exchanged.fill(0);
    limit.forFluxes(swept, flow, (giver, _taker, mass, face, edge) => {
      const part = limit.share[giver];
      if (face >= 0) {
        const stride = strides[face < nodes ? 0 : 1];
        const node = face % nodes;
        const driven = Math.abs(point.mu[node + stride] - point.mu[node]);
        cost += part * (mass * driven - value[face]);
        defect += (1 - part) * value[face];
      } else exchanged[edge] = part * flow[edge];
    });
    return { cost, defect };
  };
}
