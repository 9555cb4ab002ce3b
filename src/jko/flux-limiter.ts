import type { Problem } from "../model/problem.js";
import type { Repair } from "./certificate.js";
import type { DualState } from "./dual.js";
import type { QuadraticExchange } from "./exchange/quadratic.js";
import type { SweptTransport } from "./transport/swept.js";

/** Largest share of its previous mass that a cell gives away once its outflow has to be cut. */
const DRAIN_LIMIT = 0.9;

/**
 * The conservative density of a potential with swept transport: masses through faces and along edges as the potential has
 * them, where that leaves mass in every cell.
 *
 * A cell that would be left without gives at most nine tenths of what it had, shared out in proportion, until no cell is
 * drained. A flux cut to the part c of itself costs at most c times its cost, since costs are convex and 0 at 0; together with
 * the dual value Phi of the full flux that leaves a Young defect of (1 - c) Phi for a face, (1 - c)² Phi for an edge.
 */
export function createFluxLimiter(
  { mesh, graph }: Problem,
  transport: SweptTransport,
  { conductance }: QuadraticExchange,
): Repair {
  const { tails, heads } = graph;
  const layers = graph.layers.length;
  const edges = tails.length;
  const nodes = mesh.size * layers;
  const strides = mesh.cells.map((_, axis) => layers * mesh.cells.slice(0, axis).reduce((p, count) => p * count, 1));
  // Work arrays, made when first needed: most runs never drain a cell.
  let work: { swept: Float64Array; value: Float64Array; outflow: Float64Array; share: Float64Array } | undefined;

  function createWork() {
    const faces = transport.faceCount;
    const [swept, value] = [new Float64Array(faces), new Float64Array(faces)];
    return { swept, value, outflow: new Float64Array(nodes), share: new Float64Array(nodes) };
  }

  /** Calls `visit` with giver, taker and mass of every flux, faces first, and its index there or among the edges. */
  function forFluxes(
    swept: Float64Array,
    flow: Float64Array,
    visit: (giver: number, taker: number, mass: number, face: number, edge: number) => void,
  ): void {
    for (const [axis, stride] of strides.entries()) {
      for (let k = 0; k < nodes; k++) {
        const m = swept[axis * nodes + k] as number;
        if (m > 0) visit(k + stride, k, m, axis * nodes + k, -1);
        else if (m < 0) visit(k, k + stride, -m, axis * nodes + k, -1);
      }
    }
    for (let k = 0; k < flow.length; k++) {
      const base = Math.floor(k / edges) * layers;
      const [tail, head] = [base + (tails[k % edges] as number), base + (heads[k % edges] as number)];
      const m = flow[k] as number;
      if (m > 0) visit(head, tail, m, -1, k);
      else if (m < 0) visit(tail, head, -m, -1, k);
    }
  }

  return (state: DualState, kept) => {
    work ??= createWork();
    const { swept, value, outflow, share } = work;
    const { flow, point } = state;
    transport.faces(point.mu, swept, value);
    outflow.fill(0);
    forFluxes(swept, flow, (giver, _taker, mass) => {
      outflow[giver] = (outflow[giver] as number) + mass;
    });
    share.fill(1);
    for (;;) {
      kept.set(transport.mass);
      forFluxes(swept, flow, (giver, taker, mass) => {
        const moved = (share[giver] as number) * mass;
        kept[giver] = (kept[giver] as number) - moved;
        kept[taker] = (kept[taker] as number) + moved;
      });
      let drained = false;
      for (let k = 0; k < nodes; k++) {
        if ((kept[k] as number) > 0 || share[k] !== 1 || !((outflow[k] as number) > 0)) continue;
        share[k] = Math.min(1, (DRAIN_LIMIT * (transport.mass[k] as number)) / (outflow[k] as number));
        drained = true;
      }
      if (!drained) break;
    }
    let cost = 0;
    let defect = 0;
    forFluxes(swept, flow, (giver, _taker, mass, face, edge) => {
      const part = share[giver] as number;
      if (face >= 0) {
        const stride = face < nodes ? (strides[0] as number) : (strides[1] as number);
        const node = face % nodes;
        const driven = Math.abs((point.mu[node + stride] as number) - (point.mu[node] as number));
        cost += part * (mass * driven - (value[face] as number));
        defect += (1 - part) * (value[face] as number);
      } else {
        const whole = (mass * mass) / (2 * (conductance[edge] as number));
        cost += part * part * whole;
        defect += (1 - part) ** 2 * whole;
      }
    });
    return { cost, defect };
  };
}
