import type { Admissibility, SweepAxis } from "./admissibility.js";
import { meshReferenceKinds } from "./kinds.js";

/** The kinds that may judge a sweep along `axis`, those with a warning last. */
export function admissibleReferences(axis: SweepAxis, axes = 1): string[] {
  const withVerdict = (verdict: Admissibility["verdict"]) =>
    meshReferenceKinds.filter((kind) => kind.judges(axes)[axis].verdict === verdict);
  return [...withVerdict("admissible"), ...withVerdict("warning")].map(({ name }) => name);
}
