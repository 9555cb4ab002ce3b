import type { LadderTopology } from "../numerics/ladder.js";
import type { FlowNewton, FlowSettings } from "./flows/flow-newton.js";
import type { NewtonParts } from "./newton/newton.js";
import type { NewtonResult } from "./newton/result.js";
import type { VacuumFloor } from "./raise-vacuum.js";
import type { SweptTransport } from "./transport/swept.js";

/** Another way to solve a step, from scratch. */
export interface Fallback {
  /** Whether it can solve the step from this density. */
  serves(density: Float64Array): boolean;
  /** How many ways there are to begin. */
  readonly ways: number;
  /** Begins at a density that transport and exchange have loaded. */
  begin(density: Float64Array, way: number): void;
  /** Goes on to a gap: `kept` receives the masses, `tree` their potential. */
  solve(tolGap: number, kept: Float64Array, tree: Float64Array): NewtonResult;
}

/** What a step is made of; which parts depends on the number of axes. */
export interface StepParts {
  readonly topology: LadderTopology;
  readonly newtonParts: NewtonParts;
  /** The transport on two axes. */
  readonly swept?: SweptTransport;
  /** Absent where the dual iteration is all there is. */
  readonly fallback: Fallback | undefined;
  /** The iteration on flows and potential of two axes, where it is of use. */
  readonly flows?: ((settings: FlowSettings) => FlowNewton) | undefined;
  /** Writes a potential to start from, in tree coordinates, for a density that transport and exchange have loaded. */
  readonly guess: ((density: Float64Array, tree: Float64Array) => void) | undefined;
  /** What stands for vacuum: so little that no digit of a result changes. */
  readonly densityFloor: VacuumFloor;
  /** Largest relative residual, over cells that carry mass, of a potential that counts as found. */
  readonly tolResidual: number;
}
