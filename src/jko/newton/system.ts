import type { LadderSystem } from "../../numerics/ladder.js";
import type { ExchangeTerm } from "../exchange/term.js";
import type { Transport } from "../transport/transport.js";

/** Solves a Newton system into tree coordinates; an iterative solver stops at the relative residual `tolerance`. */
export type NetworkSolver = (system: LadderSystem, tree: Float64Array, tolerance: number) => void;

/** A Newton system without the flows of its edges, which are those of the state it is formed at. */
export type NewtonSystem = Omit<LadderSystem, "flow">;

export function createNewtonSystem(transport: Transport, exchange: ExchangeTerm, nodes: number): NewtonSystem {
  return {
    ground: new Float64Array(nodes),
    along: new Float64Array(transport.faceCount),
    across: exchange.across,
    source: new Float64Array(nodes),
  };
}
