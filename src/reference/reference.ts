import { prepareExactIterate } from "./exact-iterate.js";
import { prepareFiniteVolume } from "./finite-volume.js";
import { prepareFormula } from "./formula.js";
import { prepareHomogeneous } from "./homogeneous.js";
import { isInertial, prepareInertialReference } from "./inertial/index.js";
import { prepareSameMesh } from "./same-mesh.js";
import { soundReference } from "./soundness.js";
import { prepareSpectral } from "./spectral.js";
import { iterateKey, solutionKey } from "./times.js";
import {
  failingAs,
  type ReferenceData,
  type ReferenceDemand,
  type ReferenceSolution,
  type ReferenceSource,
  type ReferenceSpec,
} from "./types.js";

/**
 * Computes a reference for everything a study demands of it.
 *
 * The result is plain (structured-cloneable) and depends on its arguments only: compute it once, store it, share it.
 *
 * @throws {InputError} where the reference does not apply to the problem
 * @throws {ReferenceFailure} where its computation fails numerically, or a solution is not finite or negative
 */
export function prepareReference(spec: ReferenceSpec, source: ReferenceSource, demand: ReferenceDemand): ReferenceData {
  return soundReference(failingAs(spec.kind, () => prepare(spec, source, demand)));
}

function prepare(spec: ReferenceSpec, source: ReferenceSource, demand: ReferenceDemand): ReferenceData {
  if (isInertial(spec)) return prepareInertialReference(spec, source, demand);
  switch (spec.kind) {
    case "formula":
      return prepareFormula(spec.density, source, demand);
    case "spectral":
      return prepareSpectral(source, demand);
    case "homogeneous":
      return prepareHomogeneous(source, demand);
    case "exact-iterate":
      return prepareExactIterate(spec, source, demand);
    case "finite-volume":
      return prepareFiniteVolume(spec.cells, spec.steps, source, demand);
    case "same-mesh":
      return prepareSameMesh(spec.flux, spec.steps, source, demand);
  }
}

/**
 * The reference on the mesh of a level after n of its steps.
 *
 * @throws {RangeError} where that was not demanded when the reference was prepared
 */
export function sampleReference(
  data: ReferenceData,
  level: { readonly cells: readonly number[]; readonly steps: number },
  n: number,
): ReferenceSolution {
  const key = (data.kind === "exact-iterate" ? iterateKey : solutionKey)(level.cells, n, level.steps);
  const solution = Object.hasOwn(data.solutions, key) ? data.solutions[key] : undefined;
  if (solution === undefined) throw new RangeError(`the ${data.kind} reference was not prepared for ${key}`);
  return { ...solution, companionFactor: data.companionFactor };
}
