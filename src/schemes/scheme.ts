import type { z } from "zod";
import type { Description } from "../model/description.js";
import type { EvolutionSummary, StateProblem, StateStepper, Stepper } from "../model/evolution.js";
import type { OwnConstants } from "../model/expression/tokens.js";
import type { Inertia } from "../model/inertia.js";
import type { Geometry, MeshFlux } from "../model/limit.js";
import type { MeshModelSpec } from "../model/mesh-schema.js";
import type { Model } from "../model/model.js";
import type { Problem } from "../model/problem.js";
import type { StateSpec } from "../model/states/kinds/kinds.js";
import type { NodeDynamics } from "../model/states/node-dynamics.js";
import type { NodeSpec } from "../model/states/nodes.js";
import type { StateLayout } from "../model/states/state.js";
import type { StateModel, StateModelSpec } from "../model/states/state-model.js";

/**
 * What a scheme answers, whatever its states are: the rest of the program asks here, and knows no scheme by its name.
 *
 * @typeParam Spec the `scheme` of a study with every default filled in
 * @typeParam ModelSpec the `model` of a study
 * @typeParam Schema of the `scheme` as a study writes it
 */
export interface Scheme<Spec, ModelSpec, Schema extends z.ZodObject = z.ZodObject> {
  /**
   * Microseconds that a microsecond of planned work takes on the machine that all paces are of: of the whole sweeps of
   * studies, warming up and all, within a factor of two or so.
   */
  pace(scheme: Spec, model: ModelSpec): number;
  /** As studies and tables write it. */
  readonly name: string;
  /** The keys of a study's `scheme`, with what they mean. */
  readonly schema: Schema;
  /**
   * Fills in what depends on other keys.
   *
   * @throws {InputError} on a choice that the model does not leave
   */
  complete(given: z.output<Schema>, model: ModelSpec): Spec;
  /**
   * Refuses what the scheme cannot do with the model, and says why.
   *
   * @throws {InputError} with path, value and remedy
   */
  check(scheme: Spec, model: ModelSpec): void;
  /** What the `transport` column of tables shows: how transport is discretized, or how states are parametrized. */
  transport(scheme: Spec, model: ModelSpec): string;
  /** What a study without a sweep is good for, as the end of a remedy; empty where nothing. */
  readonly withoutSweep: string;
  /** The model and a step in words and formulas, and the settings of the scheme. */
  describe(scheme: Spec, model: ModelSpec): Description;
}

/** A scheme for densities on a mesh. */
export interface MeshScheme<Spec, Schema extends z.ZodObject = z.ZodObject>
  extends Scheme<Spec, MeshModelSpec, Schema> {
  /**
   * A stepper for so many steps to the final time.
   *
   * @param constants that formulas of the scheme may name
   */
  bind(scheme: Spec, problem: Problem, steps: number, constants: OwnConstants | undefined): Stepper;
  /**
   * Checks what only shows on a mesh, e.g. that a formula is finite there.
   *
   * @throws {InputError} with path, value and remedy
   */
  checkOn(scheme: Spec, problem: Problem, constants: OwnConstants | undefined): void;
  /** Order of accuracy in tau. */
  order(scheme: Spec): 1 | 2;
  /** What steps tend to as tau -> 0. */
  limit(scheme: Spec): MeshLimit;
  /** Work of a step in units of a minimization on the same mesh. */
  work(scheme: Spec, layers: number): number;
  /** Whether a step minimizes movement plus energy: comparisons set other schemes against these. */
  readonly isMovement: boolean;
  /** Bound of the L1 error that the solver leaves in a run. */
  solverError(summary: EvolutionSummary, unknowns: number): number;
}

/** The limit of a scheme: the gradient flow, on a mesh with the flux of the scheme, or dynamics with inertia. */
export type MeshLimit =
  | { readonly kind: "gradient-flow"; readonly flux: MeshFlux }
  | { readonly kind: "inertial"; inertia(model: Model): Inertia };

/** A scheme for states: Gaussians, particles, maps, densities on a grid, nodes. */
export interface StateScheme<Spec, Schema extends z.ZodObject = z.ZodObject>
  extends Scheme<Spec, StateModelSpec, Schema> {
  /** Kinds of the states that it moves; `check` refuses others. */
  readonly moves: readonly StateSpec["kind"][];
  /** A stepper for so many steps to the final time. */
  bind(scheme: Spec, problem: StateProblem, steps: number): StateStepper;
  /** Where a Gaussian or a profile is put on points that move; undefined where states are kept as they are given. */
  nodes(scheme: Spec): NodeSpec | undefined;
  /** What moves the nodes of a graph; undefined where the functional moves states. */
  dynamics(scheme: Spec, spec: StateModelSpec, model: StateModel): NodeDynamics | undefined;
  /** That of the gradient flow which steps tend to: references have it unless a study gives another. */
  readonly geometry: Geometry;
  /** Whether pictures of a trajectory show the Wasserstein flow of the same functional beside it. */
  readonly besideWasserstein: boolean;
  /** Errors of a study that names none. */
  readonly errors: readonly ("W2" | "positions" | "weights")[];
  /**
   * Power of a length in the distances from exact minimizers that steps report: weights are without unit, second
   * moments areas.
   */
  readonly distancePower: 0 | 1 | 2;
  /** Work of a step, in microseconds, within a factor of some ten. */
  work(scheme: Spec, problem: StateProblem): number;
  /** Numbers that a step keeps per point of the state, beside the state itself. */
  numbersPerPoint(scheme: Spec, kind: StateLayout["kind"]): number;
}
