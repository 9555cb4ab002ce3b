import type { MeshModelSpec } from "../model/mesh-schema.js";
import type { StateModelSpec } from "../model/states/state-model.js";
import { gromov } from "./gromov/descriptor.js";
import { implicitEuler } from "./implicit-euler/descriptor.js";
import { inertial } from "./inertial/descriptor.js";
import { inputConvex } from "./input-convex/descriptor.js";
import { jko } from "./jko/descriptor.js";
import type { MeshScheme, Scheme, StateScheme } from "./scheme.js";
import { search } from "./search/descriptor.js";
import { sliced } from "./sliced/descriptor.js";

/** Schemes for densities on a mesh; the first is that of a study which names none. */
export const meshSchemes = [jko, implicitEuler, inertial] as const;
/** Schemes for other states. */
export const stateSchemes = [sliced, inputConvex, gromov, search] as const;

type SpecOf<S> = S extends MeshScheme<infer Spec, infer _> | StateScheme<infer Spec, infer _> ? Spec : never;
export type MeshSchemeSpec = SpecOf<(typeof meshSchemes)[number]>;
export type StateSchemeSpec = SpecOf<(typeof stateSchemes)[number]>;
export type SchemeSpec = MeshSchemeSpec | StateSchemeSpec;
type ModelSpec = MeshModelSpec | StateModelSpec;

/** The scheme of a study, which answers what depends on it; it takes what the study says as first argument. */
export function meshScheme<S extends MeshSchemeSpec>({ name }: Pick<S, "name">): MeshScheme<S> {
  return named<MeshScheme<S>>(meshSchemes, name);
}

/** The same for states. */
export function stateScheme<S extends StateSchemeSpec>({ name }: Pick<S, "name">): StateScheme<S> {
  return named<StateScheme<S>>(stateSchemes, name);
}

/** What schemes of all kinds of states answer. */
export function schemeOf({ name }: Pick<SchemeSpec, "name">): Scheme<SchemeSpec, ModelSpec> {
  return named<Scheme<SchemeSpec, ModelSpec>>([...meshSchemes, ...stateSchemes], name);
}

/** The same scheme with a seed that lies so far behind its own; undefined where it draws nothing at random. */
export function reseeded<S extends SchemeSpec>(scheme: S, by: number): S | undefined {
  return "seed" in scheme ? { ...scheme, seed: scheme.seed + by } : undefined;
}

/** What a unit of planned work of a scheme takes, see Scheme.pace. */
export function paceOf({ scheme, model }: { readonly scheme: SchemeSpec; readonly model: ModelSpec }): number {
  return schemeOf(scheme).pace(scheme, model);
}

export const meshSchemeNames: readonly string[] = meshSchemes.map(({ name }) => name);
export const stateSchemeNames: readonly string[] = stateSchemes.map(({ name }) => name);

function named<S>(list: readonly { readonly name: string }[], name: string): S {
  const found = list.find((scheme) => scheme.name === name);
  if (found === undefined) throw new RangeError(`no scheme ${name}`);
  return found as S;
}
