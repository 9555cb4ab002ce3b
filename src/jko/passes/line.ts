import type { LadderTopology } from "../../numerics/ladder.js";
import { fillGround } from "../dual.js";
import { isFrozen } from "../exchange/term.js";
import type { ExactTransport } from "../transport/exact.js";
import type { LineDirection, LineDirectionParts } from "./line-direction.js";
import {
  type Balance,
  createLineEquilibrium,
  createLineSweep,
  createPairBalance,
  createSingleBalance,
} from "./line-evaluation.js";
import { createPairDirection } from "./pair-direction.js";
import type { DualPasses } from "./passes.js";
import { carriedMass, createPlainPasses, moveAlong, type PassParts } from "./plain.js";
import { createSingleDirection } from "./single-direction.js";

export interface LinePassParts extends PassParts {
  readonly transport: ExactTransport;
  readonly topology: LadderTopology;
}

/**
 * The passes of entropies on one axis, fused: an evaluation sweeps and exponentiates in one pass and balances in
 * another, a direction is one pass there and one back. They agree with the plain ones but for round-off, and leave to
 * them what is rare: faces that cross, and energies and graphs that they are not made for.
 */
export function createLinePasses(parts: LinePassParts): DualPasses {
  const { problem, transport, exchange, tails, topology } = parts;
  const plain = createPlainPasses(parts);
  const { layers } = topology;
  if (problem.energy.exponent !== undefined || tails !== undefined || layers > 2) return plain;
  const sweep = createLineSweep(problem, transport);
  const equilibrate = createLineEquilibrium(problem);
  const balance: Balance = layers === 1 ? createSingleBalance(problem) : createPairBalance(problem);
  const aim = createAim(parts, plain);
  const { expand } = parts;

  return {
    evaluate(state) {
      expand(state.point);
      if (!sweep(state)) {
        plain.evaluate(state);
        return;
      }
      state.hasOff = false;
      equilibrate(state);
      exchange.react(state);
      balance(state, state.point);
    },
    move(here, length, direction, there) {
      const { point } = there;
      moveAlong(here.point.tree, length, direction.point.tree, point.tree);
      expand(point);
      if (!sweep(there)) {
        plain.move(here, length, direction, there);
        return;
      }
      there.hasOff = false;
      equilibrate(there);
      exchange.react(there);
      there.slope = balance(there, direction.point);
    },
    aim,
  };
}

function createAim(parts: LinePassParts, plain: DualPasses): DualPasses["aim"] {
  const { problem, energy, transport, exchange, topology, system } = parts;
  const { temperatures } = problem.energy;
  const { toCells } = transport;
  const directionParts: LineDirectionParts = {
    topology,
    energy,
    temperatures,
    toCells,
    carrying: carriedMass(problem),
  };
  const direct: LineDirection =
    topology.layers === 1 ? createSingleDirection(directionParts) : createPairDirection(directionParts);
  const frozen = isFrozen(problem);
  const cautious = new Float64Array(transport.faceCount);

  /** The tangent mobility of the faces, or a part of the secant one where that is larger. */
  function mobilityAt(mu: Float64Array, tangent: Float64Array, caution: number): Float64Array {
    if (!(caution > 0)) return tangent;
    transport.secants(mu, tangent, cautious);
    for (let k = 0; k < cautious.length; k++) cautious[k] = Math.max(tangent[k], caution * cautious[k]);
    return cautious;
  }

  return (here, caution, tolerance, direction) => {
    if (here.hasOff) {
      plain.aim(here, caution, tolerance, direction);
      return;
    }
    if (!frozen) fillGround(energy, here, topology.layers, system.ground);
    exchange.linearize(here, system.ground);
    const mobility = mobilityAt(here.point.mu, here.tangent, caution);
    direct(here, mobility, exchange.across, frozen ? undefined : system.ground, direction);
  };
}
