import { hashOf } from "./canonical.js";
import type { Study } from "./schema.js";

/** sha256 of a study as run, defaults included: the same for every way of writing it. */
export function studyHash(study: Study): string {
  return hashOf(study);
}
