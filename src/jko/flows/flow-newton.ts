import type { Problem } from "../../model/problem.js";
import type { Certificate, Certifier } from "../certificate.js";
import { evaluateDual } from "../dual.js";
import type { DualPoint, Expand } from "../dual-point.js";
import { createDualState } from "../dual-state.js";
import type { DualEnergy } from "../energy.js";
import { exchangeCostOf } from "../exchange/cost.js";
import type { ExchangeTerm } from "../exchange/term.js";
import { addRow, type History } from "../history.js";
import { converged, failed, type NewtonEnding, type NewtonResult } from "../newton/result.js";
import { isEnough, shortOf } from "../newton/stopping.js";
import type { NetworkSolver, NewtonSystem } from "../newton/system.js";
import type { SweptTransport } from "../transport/swept.js";
import { fillLimits } from "./faces.js";
import { createFlowDirection } from "./flow-direction.js";
import { certifyFlows } from "./flow-gap.js";
import { createFlowPoint, createFlowSpace, type FlowPoint, followPotential, rest } from "./flow-point.js";
import { createFlowStep } from "./flow-step.js";

export interface FlowParts {
  readonly problem: Problem;
  readonly energy: DualEnergy;
  readonly transport: SweptTransport;
  readonly exchange: ExchangeTerm;
  readonly solve: NetworkSolver;
  readonly expand: Expand;
  readonly system: NewtonSystem;
  readonly certify: Certifier;
  readonly newPoint: () => DualPoint;
  readonly history: History;
}

export interface FlowSettings {
  readonly tolGap: number;
  readonly tolStagnant: number;
}

/** Solves a step from a potential `tree`, which receives the solution; `kept` receives the conservative masses. */
export type FlowNewton = (tree: Float64Array, kept: Float64Array) => NewtonResult;

const MAX_ITERATIONS = 100;
/** Iterations in which the gap has not halved after which nothing more is to be expected. */
const STAGNANT_ITERATIONS = 20;
/** The same where the gap may do. */
const SETTLED_ITERATIONS = 4;
/** Iterations that tails may take beyond those of the gap. */
const TAIL_ITERATIONS = 2;
/** Relative residual that every cell is to reach, whatever its mass. */
const TAIL = 0.5;
/** Largest growth of the potential over T in one iteration: equilibrium masses must stay numbers. */
const FASTEST = 30;
/**
 * Relative residual of linear systems, in energy: what is left of it in a tail has to be small for the tail too. With
 * 1e-5 potentials of cells with a mass of 1e-20 end up anywhere.
 */
const TOL_LINEAR = 1e-8;

/**
 * Primal-dual Newton iteration on two axes, with the mobility before the step (docs/method.md, "Flows and potential at
 * once").
 *
 * Flows and potential are unknowns of their own. The flows are a conservative, positive density at every iterate, so
 * that vacuum, tails and faces that sweep their whole line do no harm. The potential is free, and takes whole steps.
 * What both leave of Young's inequality is the duality gap. Where the flows of the potential itself are nearer, they
 * take the place of those that the iteration has.
 */
export function createFlowNewton(parts: FlowParts, { tolGap, tolStagnant }: FlowSettings): FlowNewton {
  const { problem, energy, transport, exchange, solve, expand, system, certify, newPoint, history } = parts;
  const { conductance } = exchange;
  const nodes = transport.mass.length;
  const space = createFlowSpace(problem, transport, exchangeCostOf(problem), conductance);
  const [above, below] = [new Float64Array(transport.faceCount), new Float64Array(transport.faceCount)];
  const steps = createFlowStep(space, above, below);
  const direction = createFlowDirection(space, above, below, solve, expand, system);
  const state = createDualState(newPoint(), nodes, transport.faceCount, conductance.length);
  const change = newPoint();
  let here = createFlowPoint(space);
  let there = createFlowPoint(space);

  function evaluate(): void {
    expand(state.point);
    evaluateDual(problem, energy, transport, exchange, state);
  }

  const gapOf = (flows: FlowPoint): Certificate => certifyFlows(space, energy, state, flows);

  /** Takes the flows of the potential where they are nearer; returns the certificate of those that are taken. */
  function takeNearest(own: Certificate, ofPotential: Certificate): Certificate {
    if (!(ofPotential.gap < own.gap)) return own;
    followPotential(space, state, there);
    const certificate = gapOf(there);
    if (!(certificate.gap < own.gap)) return own;
    [here, there] = [there, here];
    return certificate;
  }

  return (tree, kept) => {
    fillLimits(transport.lines, above, below);
    state.point.tree.set(tree);
    evaluate();
    rest(space, here);
    let own = gapOf(here);
    let ofPotential = certify(state, kept);
    let backtracks = 0;
    let least = Number.POSITIVE_INFINITY;
    let stagnant = 0;
    let waits = 0;
    for (let iterations = 0; ; iterations++) {
      const finish = (ending: NewtonEnding, certificate: Certificate): NewtonResult => {
        if (certificate === own) kept.set(here.kept);
        tree.set(state.point.tree);
        return { ...ending, iterations, backtracks, certificate };
      };
      const best = ofPotential.gap <= Math.max(own.gap, tolGap) && ofPotential.positive ? ofPotential : own;
      if (iterations > 0 && best.gap <= tolGap) {
        if (best.relativeResidual <= TAIL || waits++ >= TAIL_ITERATIONS) return finish(converged, best);
      }
      stagnant = best.gap < 0.5 * least ? 0 : stagnant + 1;
      least = Math.min(least, best.gap);
      if (stagnant >= SETTLED_ITERATIONS && isEnough(best, { tolStagnant })) return finish(converged, best);
      if (!Number.isFinite(best.gap)) return finish(failed("nonFinite", endings.nonFinite, iterations, ""), best);
      if (stagnant >= STAGNANT_ITERATIONS || iterations >= MAX_ITERATIONS) {
        const status = iterations >= MAX_ITERATIONS ? "maxIterations" : "stalled";
        return finish(failed(status, endings[status], iterations, shortOf(best, { tolStagnant })), best);
      }

      own = takeNearest(own, ofPotential);
      direction.find(state, here, TOL_LINEAR, change);
      const halvings = steps.advance(here, direction, there);
      backtracks += Math.max(0, halvings);
      if (halvings >= 0) [here, there] = [there, here];
      const length = Math.min(1, (FASTEST * energy.scale) / growthOf(change));
      for (let k = 0; k < nodes; k++) state.point.tree[k] = state.point.tree[k] + length * change.tree[k];
      evaluate();
      steps.loosen(state, here, Math.sqrt(own.gap / (problem.mass * energy.scale)));
      own = gapOf(here);
      ofPotential = certify(state, kept);
      if (history.rows !== undefined) {
        const moved = halvings < 0 ? 0 : 2 ** -halvings;
        const row = { phase: "flows", iteration: iterations + 1, length: moved, tolerance: tolGap } as const;
        addRow(history, ofPotential.gap <= own.gap ? ofPotential : own, row);
      }
    }
  };
}

/** Largest growth of a potential. */
function growthOf({ mu }: DualPoint): number {
  let most = 0;
  for (let k = 0; k < mu.length; k++) if (mu[k] > most) most = mu[k];
  return most;
}

const endings = {
  maxIterations: "the iteration on flows and potential has not converged",
  stalled: "the iteration on flows and potential gets no further",
  nonFinite: "the iteration on flows and potential has left the numbers",
} as const;
