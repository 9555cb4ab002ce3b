import type { Problem } from "../../model/problem.js";
import { shortfall } from "../../model/reasons.js";
import type { LadderTopology } from "../../numerics/ladder.js";
import type { Certificate } from "../certificate.js";
import type { DualEnergy } from "../energy.js";
import type { ExchangeTerm } from "../exchange/term.js";
import { addRow, type History } from "../history.js";
import { converged, failed, type NewtonEnding, type NewtonFailure, type NewtonResult } from "../newton/result.js";
import type { ExactTransport } from "../transport/exact.js";
import { certifyPrimal } from "./certificate.js";
import { createPrimalDirection, SMALLEST } from "./direction.js";
import { createImplicitDirection } from "./implicit-direction.js";
import {
  createPrimalPoint,
  createPrimalSpace,
  fillPotentials,
  fillPull,
  type PrimalPoint,
  startAt,
} from "./primal-point.js";
import type { PrimalStart } from "./start.js";

/** The interior-point iteration; the iterate stays between calls. */
export interface Interior {
  /**
   * Puts the iterate at a start.
   *
   * @param barrier to begin with, energy per mass in units of the temperature; 0 leaves the constraint a >= 0 out
   * @param isRough whether masses far below round-off may shrink as they like: they do not hold up the others, but
   *   their own potentials may be left behind
   */
  begin(start: PrimalStart, barrier: number, isRough: boolean): void;
  /** Goes on to a gap of `tolGap`: `masses` receives the kept masses, `mu` their potential. */
  solve(tolGap: number, masses: Float64Array, mu: Float64Array): NewtonResult;
}

/** Share of a mass that one iteration may take away. */
const TO_BOUNDARY = 0.99;
/** What a long and a fair step leave of the barrier, … */
const AFTER_LONG = 0.02;
const AFTER_FAIR = 0.2;
/** … and the power of it, in units of the temperature, that a long step leaves if that is less. */
const FASTER = 1.5;
/** Part of the demanded gap that the barrier may take. */
const LAST_BARRIER = 2e-3;
const MAX_HALVINGS = 40;
/** Part of the demanded gap that a dual certificate is to reach, as long as the iteration goes on. */
const WELL_WITHIN = 0.1;
/** Iterations without a decrease that matters, after which no certificate is to be expected. */
const SETTLED_ITERATIONS = 40;
/** A decrease still possible, over the demanded gap, from which on the dual problem is asked for a certificate. */
const NEAR = 1e6;
/** Exchange that is more than this times as stiff as the masses of its layers is round-off of their potentials. */
const STIFFEST = 1e8;
/** Part of the mean below which masses are far below round-off. */
const NEGLIGIBLE = 1e-18;
/** Largest ratio of a multiplier to that of the barrier. */
const FROM_CENTRE = 1e10;

/**
 * Interior-point Newton iteration on the primal problem (docs/method.md, eqs. 1 and 2), a the arriving masses:
 *
 *     minimize  transport(a) + sum c e(H/c) + sum h U(m/h) + V m - epsilon sum w log a
 *     with m = a + exchange(H) > 0 and a > 0
 *
 * The barrier epsilon is taken down to what the demanded gap allows. The weights w are the current masses, so that the
 * barrier is as large in a tail of 1e-100 as in the bulk. All iterates are conservative and positive, and every mass
 * keeps its relative accuracy. So it converges from far away, where the dual iteration creeps: there the masses to be
 * moved are exponentially small against what the dual weights suggest.
 *
 * lambda is the multiplier of a >= 0, and lambda a -> epsilon w. The direction is the primal-dual one, which keeps its
 * length when epsilon falls.
 *
 * @see Boyd & Vandenberghe, Convex Optimization (2004), §11
 */
export function createInterior(
  problem: Problem,
  energy: DualEnergy,
  transport: ExactTransport,
  exchange: ExchangeTerm,
  topology: LadderTopology,
  maxIterations: number,
  history: History,
  certifyDual: (mu: Float64Array, kept: Float64Array) => Certificate,
): Interior {
  const { implicit } = exchange;
  const space = createPrimalSpace(problem, energy, transport, exchange.conductance, implicit);
  const direction =
    implicit === undefined ? createPrimalDirection(space, topology) : createImplicitDirection(space, implicit);
  const { nodes } = space;
  const weight = new Float64Array(nodes);
  const pull = new Float64Array(space.faces);
  const central = new Float64Array(nodes);
  let here = createPrimalPoint(space);
  let there = createPrimalPoint(space);
  let negligible = 0;
  let stiffest = Number.POSITIVE_INFINITY;
  let first = 0;
  let epsilon = 0;

  /** epsilon w / a, the multiplier that the barrier asks for. */
  function barrierAt({ arriving }: PrimalPoint, k: number): number {
    return (epsilon * weight[k]) / arriving[k];
  }

  function fillBarrierPull(point: PrimalPoint): void {
    for (let k = 0; k < nodes; k++) central[k] = barrierAt(point, k);
    fillPull(space, point, central, pull);
  }

  /** Finds the Newton direction at `here`; returns the derivative of the objective along it. */
  function findDirection(): number {
    weight.set(here.mass);
    fillBarrierPull(here);
    direction.find(here, pull, stiffest);
    return direction.slopeAt(here, pull);
  }

  /** Largest step length up to 1 that keeps the masses positive. */
  function longestStep(): number {
    let shrink = 0;
    for (let k = 0; k < nodes; k++) {
      if (here.mass[k] > negligible) shrink = Math.max(shrink, -direction.growth(here, k));
      if (epsilon > 0 && here.arriving[k] > negligible) {
        shrink = Math.max(shrink, -direction.arriving[k] / here.arriving[k]);
      }
    }
    return Math.min(1, TO_BOUNDARY / shrink);
  }

  /** Fills `there` at step length alpha; returns the derivative of the objective along the direction there. */
  function tryStep(alpha: number): number {
    for (let k = 0; k < nodes; k++) {
      const [mass, arriving] = [here.mass[k], here.arriving[k]];
      there.mass[k] = Math.max(mass * (1 + alpha * direction.growth(here, k)), (1 - TO_BOUNDARY) * mass, SMALLEST);
      there.arriving[k] = Math.max(arriving + alpha * direction.arriving[k], (1 - TO_BOUNDARY) * arriving, SMALLEST);
    }
    for (let k = 0; k < there.exchanged.length; k++) {
      there.exchanged[k] = here.exchanged[k] + alpha * direction.exchanged[k];
    }
    there.faces.advance(here.faces, direction.moved, alpha);
    fillPotentials(space, there);
    fillBarrierPull(there);
    return direction.slopeAt(there, pull);
  }

  /** Change of multiplier k along the direction. */
  function multiplierChange(k: number): number {
    return barrierAt(here, k) - here.lambda[k] * (1 + direction.arriving[k] / here.arriving[k]);
  }

  /**
   * Takes the multipliers of `there` along the direction, as far as they stay positive and near those of the barrier.
   */
  function moveMultipliers(alpha: number): void {
    let shrink = 1 / alpha;
    for (let k = 0; k < nodes; k++) {
      shrink = Math.max(shrink, -multiplierChange(k) / (TO_BOUNDARY * here.lambda[k]));
    }
    for (let k = 0; k < nodes; k++) {
      const centre = barrierAt(there, k);
      const lambda = here.lambda[k] + multiplierChange(k) / shrink;
      there.lambda[k] = Math.min(Math.max(lambda, centre / FROM_CENTRE), centre * FROM_CENTRE);
    }
  }

  /** Adds the current iterate to the history, with a certificate where there is one already. */
  function record(iteration: number, length: number, tolerance: number, certificate?: Certificate): void {
    if (history.rows === undefined) return;
    const row = { phase: "interior", iteration, barrier: epsilon, length, tolerance } as const;
    addRow(history, certificate ?? certifyPrimal(space, here, pull), row);
  }

  /** What a step of length alpha leaves of the barrier, `last` at least. */
  function lowered(alpha: number, last: number): number {
    if (!(alpha > 0.5)) return epsilon;
    if (!(alpha > 0.9)) return Math.max(last, AFTER_FAIR * epsilon);
    return Math.max(last, Math.min(AFTER_LONG * epsilon, energy.scale * (epsilon / energy.scale) ** FASTER));
  }

  /** The iteration from `here` to a gap, with the barrier `last` in the end. */
  function iterate(tolGap: number, last: number, kept: Float64Array): NewtonResult {
    let backtracks = 0;
    let settled = 0;
    // Without a barrier masses may arrive that are negative, and with mobilities at the kept masses Young's inequality
    // says less: then only the dual certificate counts.
    const isPrimal = implicit === undefined && (first > 0 || space.edges === 0);
    let length = Number.NaN;
    for (let iterations = 0; ; iterations++) {
      const slope = findDirection();
      const finish = (ending: NewtonEnding): NewtonResult => {
        return { ...ending, iterations, backtracks, certificate: certifyPrimal(space, here, pull) };
      };
      const fail = (status: NewtonFailure["status"]): NewtonResult => {
        const certificate = certifyDual(here.mu, kept);
        if (certificate.gap <= tolGap && certificate.positive) {
          return { ...converged, iterations, backtracks, certificate };
        }
        const short = shortfall("a decrease still possible", -slope, tolGap);
        return finish(failed(status, endings[status], iterations, short));
      };
      if (-slope <= NEAR * tolGap) {
        const certificate = certifyDual(here.mu, kept);
        if (certificate.gap <= WELL_WITHIN * tolGap && certificate.positive) {
          record(iterations, length, tolGap, certificate);
          return { ...converged, iterations, backtracks, certificate };
        }
      }
      record(iterations, length, tolGap);
      fillBarrierPull(here);
      if (Number.isNaN(slope)) return fail("nonFinite");
      if (isPrimal && -slope <= tolGap) {
        const result = finish(converged);
        if (result.certificate.gap <= tolGap) {
          kept.set(here.mass);
          return result;
        }
        fillBarrierPull(here);
      }
      if (iterations >= maxIterations) return fail("maxIterations");
      if (-slope <= tolGap && ++settled > SETTLED_ITERATIONS) return fail("stalled");

      let alpha = longestStep();
      let halvings = 0;
      while (!(tryStep(alpha) <= -0.5 * slope)) {
        if (halvings++ >= MAX_HALVINGS) return fail("stalled");
        alpha /= 2;
      }
      backtracks += halvings;
      length = alpha;

      if (epsilon > 0) moveMultipliers(alpha);
      [here, there] = [there, here];
      epsilon = lowered(alpha, last);
    }
  }

  return {
    begin(start, barrier, isRough) {
      stiffest = isRough ? STIFFEST : Number.POSITIVE_INFINITY;
      negligible = isRough ? (NEGLIGIBLE * problem.mass) / nodes : 0;
      first = barrier * energy.scale;
      epsilon = first;
      startAt(space, here, start, epsilon);
    },
    solve(tolGap, masses, mu) {
      masses.set(here.mass);
      const result = iterate(tolGap, Math.min(first, (LAST_BARRIER * tolGap) / problem.mass), masses);
      mu.set(here.mu);
      return result;
    },
  };
}

const endings = {
  maxIterations: "the interior-point iteration for the step has not converged",
  stalled: "no part of an interior-point step lowers the energy of the step",
  nonFinite: "the interior-point step is not a number",
} as const;
