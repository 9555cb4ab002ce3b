import { layoutKind } from "../../model/states/layouts.js";
import type { StateLayout } from "../../model/states/state.js";

/** Why two lots of particles cannot be paired by their labels; undefined where not both states are particles. */
export function labelObstacle(a: StateLayout, b: StateLayout): string | undefined {
  if (a.kind !== "particles" || b.kind !== "particles") return undefined;
  if (a.count !== b.count) return `${a.count} and ${b.count} particles cannot be paired by their labels`;
  return isEqual(a.weights, b.weights) ? undefined : "the particles of both states have different weights";
}

/** Why two densities cannot be compared cell by cell; undefined where not both states are densities on a mesh. */
export function meshObstacle(a: StateLayout, b: StateLayout): string | undefined {
  if (a.kind !== "grid" || b.kind !== "grid") return undefined;
  const isSame = isEqual(a.mesh.cells, b.mesh.cells) && isEqual(a.mesh.domain.flat(), b.mesh.domain.flat());
  return isSame ? undefined : "the densities are on different meshes";
}

export function isEqual<T>(a: ArrayLike<T>, b: ArrayLike<T>): boolean {
  return a.length === b.length && Array.from(a).every((value, k) => value === b[k]);
}

/** The kinds of two states in words. */
export function nouns(state: StateLayout, reference: StateLayout): string {
  const [a, b] = [layoutKind(state).noun, layoutKind(reference).noun];
  return a === b ? a : `${a} and ${b}`;
}
