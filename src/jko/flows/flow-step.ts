import { chemicalPotential } from "../../model/energy.js";
import type { DualState } from "../dual-state.js";
import { sweepFar } from "../transport/swept-face.js";
import { displacementFor, visitFaces, withinLine } from "./faces.js";
import type { FlowDirection } from "./flow-direction.js";
import { createFlowPoint, cutFlows, type FlowPoint, type FlowSpace } from "./flow-point.js";

const MAX_HALVINGS = 20;
/** Part of its mass that a cell keeps where a step would drain it. */
const LEFT = 0.01;
/** Largest part of the masses beside it that a face may sweep more or less, to be where the potential wants it. */
const FREE = 0.02;

/** Steps along a direction, and where faces are put between. */
export interface FlowStep {
  /** Moves along the direction, as far as the energy falls; returns the number of halvings, -1 where nothing falls. */
  advance(from: FlowPoint, direction: FlowDirection, to: FlowPoint): number;
  /**
   * Puts faces where the potential wants them, if that changes next to nothing: in a vacuum a face may be anywhere, and
   * where it has no mobility it would stay for good.
   *
   * @param part part of the masses on its two sides that a face may sweep more or less for that, FREE at most
   */
  loosen(state: DualState, flows: FlowPoint, part: number): void;
}

/**
 * Flows are changed cell by cell as far as masses stay positive, never all of them by a common factor: what drains a
 * cell of a tail says nothing about the rest.
 */
export function createFlowStep(space: FlowSpace, above: Float64Array, below: Float64Array): FlowStep {
  const { problem, transport, cost, conductance, cut, reach } = space;
  const { mesh } = problem;
  const nodes = transport.mass.length;
  const { swept: bySwept, exchanged: byExchange, kept: change } = createFlowPoint(space);
  const least = new Float64Array(nodes);
  const density = new Float64Array(nodes);
  const mu = new Float64Array(nodes);

  /** Fills the changes at a step length, within lines and cut, and what is then kept. */
  function fillChanges(from: FlowPoint, direction: FlowDirection, length: number, kept: Float64Array): void {
    for (let f = 0; f < bySwept.length; f++) {
      const wanted = from.swept[f] + length * direction.swept[f];
      bySwept[f] = Math.min(above[f], Math.max(-below[f], wanted)) - from.swept[f];
    }
    for (let k = 0; k < byExchange.length; k++) byExchange[k] = length * direction.exchanged[k];
    for (let k = 0; k < nodes; k++) least[k] = LEFT * from.kept[k];
    cut.apply(from.kept, bySwept, byExchange, least, kept);
    cutFlows(cut, bySwept, byExchange);
    for (let k = 0; k < nodes; k++) change[k] = kept[k] - from.kept[k];
  }

  /** Derivative of the energy and the cost at flows, along the changes. */
  function slopeAt({ displacement, exchanged, kept }: FlowPoint): number {
    let slope = 0;
    for (const { first, toEnergy } of transport.lines) {
      for (let f = first; f < first + nodes; f++) slope += toEnergy * displacement[f] * bySwept[f];
    }
    for (let k = 0; k < exchanged.length; k++) {
      const c = conductance[k];
      if (c > 0) slope += cost.drive(exchanged[k] / c) * byExchange[k];
    }
    for (let k = 0; k < nodes; k++) density[k] = kept[k] / mesh.cellVolume;
    chemicalPotential(problem, density, mu);
    for (let k = 0; k < nodes; k++) slope += mu[k] * change[k];
    return slope;
  }

  function move(from: FlowPoint, to: FlowPoint): void {
    visitFaces(transport.lines, (lines, k, face, shift) => {
      const f = lines.first + k;
      to.swept[f] = from.swept[f] + bySwept[f];
      to.displacement[f] =
        bySwept[f] === 0 ? from.displacement[f] : displacementFor(lines, k, face, shift, to.swept[f]);
    });
    for (let k = 0; k < byExchange.length; k++) to.exchanged[k] = from.exchanged[k] + byExchange[k];
  }

  return {
    advance(from, direction, to) {
      for (let halvings = 0, length = 1; halvings <= MAX_HALVINGS; halvings++, length /= 2) {
        fillChanges(from, direction, length, to.kept);
        move(from, to);
        const slope = slopeAt(from);
        // At the minimum along the changes the slope is 0; beyond it by half at most.
        if (slopeAt(to) <= 0.5 * Math.abs(slope)) return halvings;
      }
      return -1;
    },
    loosen({ point }, { swept, displacement, kept }, part) {
      const free = Math.min(FREE, part);
      change.fill(0);
      visitFaces(transport.lines, (lines, k, face, shift) => {
        const f = lines.first + k;
        const up = k + lines.inner;
        const wanted = withinLine(lines.toCells * (point.mu[up] - point.mu[k]), face, lines.cells);
        const missing = wanted - displacement[f];
        if (missing === 0) return;
        const allowed = free * Math.min(kept[k], kept[up]);
        const place = (q: number): number => {
          reach.q = q;
          sweepFar(lines, k, face, shift, false, reach);
          return q > 0 ? reach.mass : -reach.mass;
        };
        let q = wanted;
        let now = place(q);
        if (!(Math.abs(now - swept[f]) <= allowed)) {
          q = displacementFor(lines, k, face, shift, swept[f] + Math.sign(missing) * allowed);
          now = place(q);
        }
        const more = now - swept[f];
        // Round-off of a large swept mass may exceed what is allowed.
        if (!(Math.abs(more) <= 2 * allowed)) return;
        swept[f] = now;
        displacement[f] = q;
        change[k] = change[k] + more;
        change[up] = change[up] - more;
      });
      for (let k = 0; k < nodes; k++) kept[k] = kept[k] + change[k];
    },
  };
}
