import { plainWorkspace, type Workspace } from "../../numerics/compiled/workspace.js";
import type { LadderSystem } from "../../numerics/ladder.js";
import type { ExchangeTerm } from "../exchange/term.js";
import type { Transport } from "../transport/transport.js";

/** Solves a Newton system into tree coordinates; an iterative solver stops at the relative residual `tolerance`. */
export type NetworkSolver = (system: LadderSystem, tree: Float64Array, tolerance: number) => void;

/** A Newton system without the flows of its edges, which are those of the state it is formed at. */
export type NewtonSystem = Omit<LadderSystem, "flow">;

export function createNewtonSystem(
  transport: Transport,
  exchange: ExchangeTerm,
  nodes: number,
  { float64 }: Pick<Workspace, "float64"> = plainWorkspace,
): NewtonSystem {
  return {
    ground: float64(nodes),
    along: float64(transport.faceCount),
    across: exchange.across,
    source: float64(nodes),
  };
}
