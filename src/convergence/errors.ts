import { type ErrorMeasure, type MeshDistance, maximumOf, normOf } from "./error.js";
import { aligned } from "./errors/aligned.js";
import { covariance } from "./errors/covariance.js";
import { energy } from "./errors/energy.js";
import { IGW } from "./errors/igw.js";
import { KL } from "./errors/kl.js";
import { L1 } from "./errors/l1.js";
import { L2 } from "./errors/l2.js";
import { Linf } from "./errors/linf.js";
import { mass } from "./errors/mass.js";
import { mean } from "./errors/mean.js";
import { positions } from "./errors/positions.js";
import { symKL } from "./errors/sym-kl.js";
import { W2 } from "./errors/w2.js";
import { weights } from "./errors/weights.js";

/** All errors, in the order of tables that have several records. */
export const errorMeasures = [
  ...[L1, L2, Linf, KL, W2, mass, energy],
  ...[IGW, symKL, mean, covariance, aligned, positions, weights],
] as const satisfies readonly ErrorMeasure[];

export type NormName = (typeof errorMeasures)[number]["name"];
export type ErrorName = NormName | `${NormName}@max`;

/** Names of norms and distances. */
export const normNames: readonly NormName[] = errorMeasures.map(({ name }) => name);
/** Names of errors; `@max` is the maximum over the time levels t > 0. */
export const errorNames: readonly ErrorName[] = normNames.flatMap((name) => [name, maximumOf(name)]);

const byName = new Map<string, ErrorMeasure>(errorMeasures.map((measure) => [measure.name, measure]));

/** What an error of this name is measured in; undefined of names that tables of others may have. */
export function findMeasure(error: string): ErrorMeasure | undefined {
  return byName.get(normOf(error));
}

/** What an error of a study is measured in. */
export function measureOf(error: string): ErrorMeasure {
  const measure = findMeasure(error);
  if (measure === undefined) throw new RangeError(`there is no error named ${error}`);
  return measure;
}

/** The distance of densities on a mesh that an error of a study is. */
export function meshDistanceOf(error: string): MeshDistance {
  const { onMesh } = measureOf(error);
  if (onMesh === undefined) throw new RangeError(`${error} is not measured on a mesh`);
  return onMesh;
}

/** Whether an error is measured between densities on a mesh. */
export function isMeshError(error: string): boolean {
  return measureOf(error).onMesh !== undefined;
}
