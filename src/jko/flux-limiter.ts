import type { Problem } from "../model/problem.js";
import type { Repair } from "./certificate.js";
import type { DualState } from "./dual.js";
import type { QuadraticExchange } from "./exchange/quadratic.js";
import type { SweptTransport } from "./transport/swept.js";

/** Times that outflows are cut to what a cell can give, each time with less inflow, before inflows stop counting. */
const MAX_CUTS = 50;
/** Share of its previous mass that a cell gives away at most once inflows do not count. */
const DRAIN_LIMIT = 0.9;
/** Mass that every cell keeps, relative to the whole. */
const LEAST = 1e-290;
/** Round-off of a balance, relative to the sum of its terms. */
const ROUND_OFF = 8 * Number.EPSILON;

/**
 * The conservative density of a potential with swept transport: masses through faces and along edges as the potential has
 * them, where that leaves mass in every cell.
 *
 * A cell that would be left without gives less, shared out in proportion, so that it keeps what it is asked for. A flux cut
 * to the part c of itself costs at most c times its cost, since costs are convex and 0 at 0; together with the dual value
 * Phi of the full flux that leaves a Young defect of (1 - c) Phi for a face, (1 - c)² Phi for an edge.
 *
 * A cell for which what it is asked for and the difference to it are below the round-off of its balance gets what is asked;
 * the heaviest cell of the layer makes up for it, so that mass stays exact.
 */
export function createFluxLimiter(
  { mesh, graph, mass }: Problem,
  transport: SweptTransport,
  { conductance }: QuadraticExchange,
): Repair {
  const { tails, heads } = graph;
  const layers = graph.layers.length;
  const edges = tails.length;
  const nodes = mesh.size * layers;
  const strides = mesh.cells.map((_, axis) => layers * mesh.cells.slice(0, axis).reduce((p, count) => p * count, 1));
  // Work arrays, made when first needed: most runs never drain a cell.
  let work: ReturnType<typeof createWork> | undefined;

  function createWork() {
    const faces = transport.faceCount;
    const [swept, value] = [new Float64Array(faces), new Float64Array(faces)];
    const [outflow, inflow, share] = [new Float64Array(nodes), new Float64Array(nodes), new Float64Array(nodes)];
    return { swept, value, outflow, inflow, share };
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

  /** Whether a cell's balance cannot tell what it keeps from the little that it is asked for. */
  function isUnresolved(asked: number, kept: number, terms: number): boolean {
    const resolution = ROUND_OFF * terms;
    return asked < resolution && Math.abs(kept - asked) <= resolution;
  }

  /** Fills `inflow` and `kept` for the current shares. */
  function balance(
    { swept, outflow, inflow, share }: NonNullable<typeof work>,
    flow: Float64Array,
    kept: Float64Array,
  ): void {
    inflow.fill(0);
    forFluxes(swept, flow, (giver, taker, mass) => {
      inflow[taker] = (inflow[taker] as number) + (share[giver] as number) * mass;
    });
    for (let k = 0; k < nodes; k++) {
      const given = (share[k] as number) * (outflow[k] as number);
      kept[k] = (transport.mass[k] as number) - given + (inflow[k] as number);
    }
  }

  /** Cuts the outflow of cells that would keep nothing; false where there are none. */
  function cut(
    { outflow, inflow, share }: NonNullable<typeof work>,
    asked: Float64Array,
    kept: Float64Array,
    last: boolean,
  ): boolean {
    let drained = false;
    for (let k = 0; k < nodes; k++) {
      const had = transport.mass[k] as number;
      const out = outflow[k] as number;
      const target = asked[k] as number;
      if ((kept[k] as number) > 0 || !(out > 0) || isUnresolved(target, kept[k] as number, had + out)) continue;
      const keeps = Math.min(target, (1 - DRAIN_LIMIT) * had);
      const gives = last ? DRAIN_LIMIT * had : had + (inflow[k] as number) - keeps;
      const part = Math.min(share[k] as number, Math.max(0, gives / out));
      if (part === share[k]) continue;
      share[k] = part;
      drained = true;
    }
    return drained;
  }

  /** Gives unresolved cells what they are asked for, or something, at the expense of the heaviest cell of their layer. */
  function settle({ outflow }: NonNullable<typeof work>, asked: Float64Array, kept: Float64Array): void {
    for (let layer = 0; layer < layers; layer++) {
      let heaviest = layer;
      let missing = 0;
      for (let k = layer; k < nodes; k += layers) {
        const wanted = asked[k] as number;
        const found = kept[k] as number;
        const terms = (transport.mass[k] as number) + (outflow[k] as number);
        if (!(found > 0) || isUnresolved(wanted, found, terms)) {
          kept[k] = Math.max(Math.min(wanted, ROUND_OFF * terms), LEAST * mass);
          missing += found - (kept[k] as number);
        }
        if ((kept[k] as number) > (kept[heaviest] as number)) heaviest = k;
      }
      kept[heaviest] = (kept[heaviest] as number) + missing;
    }
  }

  return (state: DualState, kept) => {
    work ??= createWork();
    const { swept, value, outflow, share } = work;
    const { flow, point, equilibrium } = state;
    transport.faces(point.mu, swept, value);
    outflow.fill(0);
    forFluxes(swept, flow, (giver, _taker, mass) => {
      outflow[giver] = (outflow[giver] as number) + mass;
    });
    share.fill(1);
    for (let cuts = 0; ; cuts++) {
      balance(work, flow, kept);
      if (!cut(work, equilibrium, kept, cuts >= MAX_CUTS)) break;
    }
    settle(work, equilibrium, kept);
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
