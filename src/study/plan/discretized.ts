import { meshDistanceOf, stateDistance, stateObstacle } from "../../convergence/index.js";
import type { EvolutionSummary, Stepper } from "../../model/evolution.js";
import { createMesh } from "../../model/mesh.js";
import type { State, StateLayout } from "../../model/states/state.js";
import type { ReferenceSource } from "../../reference/types.js";
import { type Accounts, meshAccounts, stateAccounts } from "../../schemes/evolve.js";
import { meshScheme, stateScheme } from "../../schemes/schemes.js";
import { isOfStates, type MeshSetup, type StateSetup } from "../file/schema.js";
import { levelMemory, stateMemory } from "./memory.js";
import { createSource, type DiscreteStates, discretizeStates, modelOf } from "./models.js";

/**
 * A model and a scheme on the cells of a level: what planning, running and judging ask, whether states are densities on
 * a mesh or others. Only what is asked for is computed.
 */
export interface Discretized {
  layout(): StateLayout;
  /** Total mass of the initial state. */
  mass(): number;
  /** Work of a step, in microseconds. */
  work(): number;
  /** Estimated bytes of a run that keeps so many states. */
  memory(kept: number): number;
  bind(steps: number): { readonly accounts: Accounts; readonly stepper: Stepper };
  /** Why an error is not available between these states and those of a reference; undefined where it is. */
  obstacle(error: string, reference: StateLayout): string | undefined;
  /** The value of an error between two states. */
  distance(error: string, state: State, reference: State): number;
  /** Error the solver leaves in a run, at most. */
  solverError(summary: EvolutionSummary, unknowns: number): number;
  /** Power of a length in that error; undefined where it is in L1. */
  readonly solverPower: 0 | 1 | 2 | undefined;
}

/** The same of densities on a mesh. */
export interface DiscretizedDensity extends Discretized {
  readonly source: ReferenceSource;
}

/** @param source of the problems on the meshes of all levels, where there is one */
export function discretized(
  setup: MeshSetup | StateSetup,
  cells: readonly number[],
  source?: ReferenceSource,
): Discretized {
  return isOfStates(setup) ? statesOn(setup, cells) : densityOn(setup, cells, source);
}

export function densityOn(
  { model, scheme }: MeshSetup,
  cells: readonly number[],
  source: ReferenceSource = createSource(model),
): DiscretizedDensity {
  const own = meshScheme(scheme);
  const problem = () => source.discretize(cells);
  const layers = (): number => modelOf(model).graph.layers.length;
  return {
    source,
    layout: () => ({ kind: "grid", dimension: cells.length, mesh: createMesh(model.domain, cells), layers: layers() }),
    mass: () => problem().mass,
    work() {
      const count = layers();
      return createMesh(model.domain, cells).size * count * (1 + count / 4) * own.work(scheme, count);
    },
    memory: (kept) => levelMemory(cells, layers(), kept),
    bind: (steps) => ({
      accounts: meshAccounts(problem()),
      stepper: own.bind(scheme, problem(), steps, model.constants),
    }),
    obstacle: (error) => meshDistanceOf(error).refusal(cells.length),
    distance: (error, { values }, reference) => meshDistanceOf(error).distance(problem(), values, reference.values),
    solverError: (summary, unknowns) => own.solverError(summary, unknowns),
    solverPower: undefined,
  };
}

function statesOn({ model, scheme }: StateSetup, cells: readonly number[]): Discretized {
  const own = stateScheme(scheme);
  let known: DiscreteStates | undefined;
  const problem = (): DiscreteStates => {
    known ??= discretizeStates(model, scheme, cells);
    return known;
  };
  return {
    layout: () => problem().initial.layout,
    mass: () => 1,
    work: () => own.work(scheme, problem()),
    memory: (kept) => stateMemory(scheme, problem(), kept),
    bind(steps) {
      const stepper = own.bind(scheme, problem(), steps);
      return { accounts: stateAccounts(problem(), stepper), stepper };
    },
    obstacle: (error, reference) => stateObstacle(error, problem().initial.layout, reference, problem().functional),
    distance: (error, state, reference) => stateDistance(error, state, reference, problem().functional),
    solverError: ({ solverError }) => solverError,
    solverPower: own.distancePower,
  };
}
