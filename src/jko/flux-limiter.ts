import type { Problem } from "../model/problem.js";
import type { Repair } from "./certificate.js";
import type { DualState } from "./dual-state.js";
import { createFluxCut } from "./flux-cut.js";
import { lazily } from "./lazily.js";
import type { SweptTransport } from "./transport/swept.js";

/**
 * The conservative density of a potential with swept transport: masses through faces and along edges as the potential has
 * them, where that leaves mass in every cell.
 *
 * A cell that would be left without gives less, shared out in proportion, so that it keeps what it is asked for. A flux cut
 * to the part c of itself costs at most c times its cost, since costs are convex and 0 at 0; together with the dual value
 * Phi of the full flux that leaves a Young defect of (1 - c) Phi for a face.
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

  return (state: DualState, kept, taken) => {
    const { limit, swept, value } = work();
    const { flow, point, equilibrium } = state;
    transport.faces(point.mu, swept, value);
    limit.apply(transport.mass, swept, flow, equilibrium, kept);
    let cost = 0;
    let defect = 0;
    taken.fill(0);
    limit.forFluxes(swept, flow, (giver, _taker, mass, face, edge) => {
      const part = limit.share[giver];
      if (face >= 0) {
        const stride = strides[face < nodes ? 0 : 1];
        const node = face % nodes;
        const driven = Math.abs(point.mu[node + stride] - point.mu[node]);
        cost += part * (mass * driven - value[face]);
        defect += (1 - part) * value[face];
      } else taken[edge] = part * flow[edge];
    });
    return { cost, defect };
  };
}
