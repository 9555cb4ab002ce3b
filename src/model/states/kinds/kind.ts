import type { z } from "zod";
import type { Setting } from "../../description.js";
import type { LatticeSpec } from "../../lattice.js";
import type { SourceSpec } from "../../layer-sources.js";
import type { Domain } from "../../mesh.js";
import type { GraphSpec } from "../../schema-parts.js";
import type { Functional } from "../functional.js";
import type { NodeSpec } from "../nodes.js";
import type { State } from "../state.js";

/** What a model of states says beside the state itself. */
export interface StateSetting {
  readonly dimension: number;
  readonly functional: Functional;
  readonly domain: Domain | undefined;
  readonly initial: SourceSpec | undefined;
  readonly graph: GraphSpec | LatticeSpec | undefined;
}

export interface InitialOptions {
  /** Cells per axis of a grid. */
  readonly cells?: readonly number[] | undefined;
  /** Where given, a Gaussian or a Barenblatt profile is put on nodes that carry their density. */
  readonly nodes?: NodeSpec | undefined;
}

/**
 * What a kind of initial state answers: the rest of the program asks here, and only schemes and references name the
 * states that they move.
 *
 * @typeParam Spec the `state` of a study
 */
export interface StateKind<Spec, Schema extends z.ZodType = z.ZodType> {
  readonly name: string;
  /** The keys of a study's `state`, with what they mean. */
  readonly schema: Schema;
  /** Where it lives: on `cells` axes are dimensions, on a `graph` there is an entropy only. */
  readonly place: "space" | "cells" | "graph";
  /** @throws {InputError} on whatever makes no state */
  create(spec: Spec, setting: StateSetting, options: InitialOptions): State;
  /** The state in words. */
  text(spec: Spec, setting: { readonly dimension: number; readonly initial: SourceSpec }): Setting[1];
  /**
   * What moves, where a state is kept as it is given.
   *
   * @param measure `A probability measure on` its space
   */
  whatMoves(spec: Spec, measure: string): string;
  /** Where points that carry its density are set, in words; undefined where points would carry none. */
  readonly pointsText: ((nodes: NodeSpec) => string) | undefined;
  /** How such a state is described. */
  readonly parametrization: string;
}
