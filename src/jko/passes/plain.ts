import type { Problem } from "../../model/problem.js";
import { measureResidual } from "../certificate.js";
import { dualSlope, evaluateDual, fillNewtonSystem } from "../dual.js";
import type { DualPoint, Expand } from "../dual-point.js";
import type { DualState } from "../dual-state.js";
import type { DualEnergy } from "../energy.js";
import type { EnvelopeSolver } from "../envelope-system.js";
import type { ExchangeTerm } from "../exchange/term.js";
import type { NetworkSolver, NewtonSystem } from "../newton/system.js";
import type { Tails } from "../tails/tails.js";
import type { Transport } from "../transport/transport.js";
import type { DualPasses } from "./passes.js";

/** What the passes of one step's dual problem are made of. */
export interface PassParts {
  readonly problem: Problem;
  readonly energy: DualEnergy;
  readonly transport: Transport;
  readonly exchange: ExchangeTerm;
  readonly solve: NetworkSolver;
  /** Takes the place of `solve` where cells are off the envelope; absent where it would be too large. */
  readonly solveOnEnvelope: EnvelopeSolver | undefined;
  /** Sets tails right that Newton's method is slow at; absent where wells are not deep. */
  readonly tails?: Tails | undefined;
  readonly expand: Expand;
  /** Filled anew for every direction. */
  readonly system: NewtonSystem;
}

/** Share of the mean mass per cell below which a cell does not count as carrying mass. */
const EMPTY = 1e-12;

/** Mass of a cell and layer from which on it counts as carried. */
export function carriedMass({ mass, mesh }: Problem): number {
  return (EMPTY * mass) / mesh.size;
}

/** The passes for every mesh, energy and exchange, one for each term of the formulas. */
export function createPlainPasses(parts: PassParts): DualPasses {
  const { problem, energy, transport, exchange, solve, solveOnEnvelope, tails, expand, system } = parts;
  const layers = problem.graph.layers.length;
  const carrying = carriedMass(problem);

  function evaluate(state: DualState): void {
    expand(state.point);
    evaluateDual(problem, energy, transport, exchange, state);
    measureResidual(energy, layers, state, carrying);
  }

  return {
    evaluate,
    move(here, length, { point }, there) {
      moveAlong(here.point.tree, length, point.tree, there.point.tree);
      evaluate(there);
      there.slope = dualSlope(there, point);
    },
    aim(here, caution, tolerance, direction) {
      const { point } = direction;
      fillNewtonSystem(problem, energy, transport, exchange, here, caution, system);
      const filled = { ...system, flow: here.flow };
      if (caution === 0 && here.hasOff && solveOnEnvelope !== undefined) solveOnEnvelope(filled, here, point.tree);
      else solve(filled, point.tree, tolerance);
      expand(point);
      tails?.restrain(point, here.point, carrying);
      direction.slope = dualSlope(here, point);
      direction.growth = steepestGrowth(point, here, energy.scale, carrying);
      direction.change = largestChange(point, here, carrying);
    },
  };
}

export function moveAlong(from: Float64Array, length: number, direction: Float64Array, to: Float64Array): void {
  for (let k = 0; k < to.length; k++) to[k] = from[k] + length * direction[k];
}

/** Largest growth of mu over cells whose equilibrium mass would then be at least `carrying`; others may move freely. */
function steepestGrowth({ mu }: DualPoint, { equilibrium }: DualState, scale: number, carrying: number): number {
  let largest = 0;
  for (let k = 0; k < mu.length; k++) {
    const growth = mu[k];
    if (growth <= largest) continue;
    if (equilibrium[k] * Math.exp(growth / scale) >= carrying) largest = growth;
  }
  return largest;
}

/** Largest change of mu over cells whose equilibrium mass is at least `carrying`. */
function largestChange({ mu }: DualPoint, { equilibrium }: DualState, carrying: number): number {
  let largest = 0;
  for (let k = 0; k < mu.length; k++) {
    const size = Math.abs(mu[k]);
    if (size > largest && equilibrium[k] >= carrying) largest = size;
  }
  return largest;
}
