import type { Problem } from "../../model/problem.js";
import type { DualState } from "../dual-state.js";
import type { ExchangeCost } from "../exchange/cost.js";
import { createFluxCut, type FluxCut } from "../flux-cut.js";
import type { SweptTransport } from "../transport/swept.js";
import { type Reach, sweepFar } from "../transport/swept-face.js";
import { displacementFor, visitFaces, withinLine } from "./faces.js";

/** A point of the primal problem on two axes: flows, and the masses > 0 that they leave, conservative. */
export interface FlowPoint {
  /** Mass that every face sweeps into its lower node. */
  readonly swept: Float64Array;
  /** The displacement of every face that sweeps that, in cells. */
  readonly displacement: Float64Array;
  /** Mass into the tail of every edge. */
  readonly exchanged: Float64Array;
  /** m^, per cell and layer. */
  readonly kept: Float64Array;
}

/** What points of one problem have in common. */
export interface FlowSpace {
  readonly problem: Problem;
  readonly transport: SweptTransport;
  readonly cost: ExchangeCost;
  /** c = tau h K theta per cell and edge. */
  readonly conductance: Float64Array;
  readonly cut: FluxCut;
  readonly reach: Reach;
}

export function createFlowSpace(
  problem: Problem,
  transport: SweptTransport,
  cost: ExchangeCost,
  conductance: Float64Array,
): FlowSpace {
  const reach = { q: 0, mass: 0, moment: 0, tangent: 0 };
  return { problem, transport, cost, conductance, cut: createFluxCut(problem), reach };
}

export function createFlowPoint({ transport, conductance }: FlowSpace): FlowPoint {
  const faces = transport.faceCount;
  return {
    swept: new Float64Array(faces),
    displacement: new Float64Array(faces),
    exchanged: new Float64Array(conductance.length),
    kept: new Float64Array(transport.mass.length),
  };
}

/** Nothing moves. */
export function rest({ transport }: FlowSpace, { swept, displacement, exchanged, kept }: FlowPoint): void {
  swept.fill(0);
  displacement.fill(0);
  exchanged.fill(0);
  kept.set(transport.mass);
}

/** The flows of a potential, cut where they would drain cells. */
export function followPotential(space: FlowSpace, { point, flow, equilibrium }: DualState, to: FlowPoint): void {
  const { transport, cut, reach } = space;
  const { swept, displacement, exchanged, kept } = to;
  visitFaces(transport.lines, (lines, k, face, shift) => {
    reach.q = lines.toCells * (point.mu[k + lines.inner] - point.mu[k]);
    sweepFar(lines, k, face, shift, false, reach);
    swept[lines.first + k] = reach.q > 0 ? reach.mass : -reach.mass;
    displacement[lines.first + k] = withinLine(reach.q, face, lines.cells);
  });
  exchanged.set(flow);
  cut.apply(transport.mass, swept, exchanged, equilibrium, kept);
  const part = cutFlows(cut, swept, exchanged);
  if (!part) return;
  visitFaces(transport.lines, (lines, k, face, shift) => {
    const f = lines.first + k;
    const giver = swept[f] > 0 ? k + lines.inner : k;
    if (cut.share[giver] < 1) displacement[f] = displacementFor(lines, k, face, shift, swept[f]);
  });
}

/** Scales flows by the shares that their givers give; false where nothing is cut. */
export function cutFlows({ share, forFluxes }: FluxCut, swept: Float64Array, exchanged: Float64Array): boolean {
  if (share.every((part) => part === 1)) return false;
  forFluxes(swept, exchanged, (giver, _taker, _mass, face, edge) => {
    const part = share[giver];
    if (face >= 0) swept[face] = part * swept[face];
    else exchanged[edge] = part * exchanged[edge];
  });
  return true;
}
