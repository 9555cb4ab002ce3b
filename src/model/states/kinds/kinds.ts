import { z } from "zod";
import { schemasOf } from "../../schema-parts.js";
import { barenblatt } from "./barenblatt.js";
import { gaussian } from "./gaussian.js";
import { grid } from "./grid.js";
import type { StateKind } from "./kind.js";
import { nodes } from "./nodes.js";
import { particles } from "./particles.js";

/** Kinds of initial states, in the order in which the schema tells them. */
export const stateKinds = [gaussian, particles, barenblatt, grid, nodes] as const;

/** The `state` of a study. */
export const stateSchema = z.discriminatedUnion("kind", schemasOf(stateKinds));
type SpecOf<K> = K extends StateKind<infer Spec, infer _> ? Spec : never;
/** The initial state as a study writes it. */
export type StateSpec = SpecOf<(typeof stateKinds)[number]>;

/** The kind of a study's state, which answers what depends on it; it takes what the study says as first argument. */
export function stateKind<S extends StateSpec>({ kind }: S): StateKind<S> {
  const found = stateKinds.find(({ name }) => name === kind);
  if (found === undefined) throw new RangeError(`no kind of state ${kind}`);
  return found as unknown as StateKind<S>;
}
