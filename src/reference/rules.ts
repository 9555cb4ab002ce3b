import type { Admissibility, SweepAxis } from "./admissibility.js";
import { meshReferenceKind, meshReferenceKinds } from "./kinds.js";

/** Whether `kind` may judge a sweep along `axis` of a model on so many axes. */
export function referenceAdmissibility(kind: string, axis: SweepAxis, axes = 1): Admissibility {
  return meshReferenceKind(kind).judges(axes)[axis];
}

/** The kinds that may judge a sweep along `axis`, those with a warning last. */
export function admissibleReferences(axis: SweepAxis, axes = 1): string[] {
  const withVerdict = (verdict: Admissibility["verdict"]) =>
    meshReferenceKinds.filter((kind) => kind.judges(axes)[axis].verdict === verdict);
  return [...withVerdict("admissible"), ...withVerdict("warning")].map(({ name }) => name);
}
