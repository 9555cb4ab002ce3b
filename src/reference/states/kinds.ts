import { z } from "zod";
import { type Geometry, geometries } from "../../model/limit.js";
import { key, positive } from "../../model/schema-parts.js";
import type { StateReferenceKind } from "./kind.js";
import { iterate } from "./kinds/iterate.js";
import { limit } from "./kinds/limit.js";

/** The kinds of references of states; where a study has several, errors are distances to the first. */
const listed = [limit, iterate] as const;
export const stateReferenceKinds: readonly StateReferenceKind[] = listed;

const names = listed.map(({ name }) => name);

/** A reference of states in a study: which solution, of which flow. */
export const stateReferenceSchema = z.strictObject({
  kind: key(
    z.enum(names),
    "The equation that tau -> 0 leads to (limit), or the exact minimizers at the level's own tau (iterate).",
    "limit",
  ),
  geometry: key(z.enum(geometries).optional(), "The metric of the flow; by default that of the scheme.", "wasserstein"),
  dilation: key(
    positive.default(1),
    "Factor of time. Unit: none, but length² or its inverse where one geometry is gromov and the other is not.",
    2,
  ),
  continuum: key(
    z.boolean().default(false),
    "Whether a normal sample of particles stands for the Gaussian it is drawn from: first their number, then 1/tau to infinity.",
    true,
  ),
});

/** The same with every default filled in. */
export type StateReferenceChoice = z.output<typeof stateReferenceSchema> & { readonly geometry: Geometry };

/** Which solution a study of states is compared with. */
export type StateReferenceSpec = Omit<StateReferenceChoice, "continuum">;

/** @throws {RangeError} where there is no such kind */
export function stateReferenceKind(name: string): StateReferenceKind {
  const kind = stateReferenceKinds.find((own) => own.name === name);
  if (kind === undefined) throw new RangeError(`no reference of states is called ${name}`);
  return kind;
}

/** The reference that `auto` stands for: the limit in the geometry of the scheme. */
export function limitIn(geometry: Geometry): StateReferenceChoice {
  return { kind: limit.name, geometry, dilation: 1, continuum: false };
}

/** References in the order of their kinds: the one errors are distances to, and the second. */
export function inOrder<T extends { readonly kind: string }>(references: readonly T[]): [T, T | undefined] {
  const [first, second] = stateReferenceKinds.flatMap(({ name }) => references.filter(({ kind }) => kind === name));
  return [first, second];
}
