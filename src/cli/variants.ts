import { type LoadedStudy, loadStudy, parseVary, type Variant, variantsOf, variedIn } from "../study/index.js";
import { inStudy, type PlannedStudy, planSelected } from "./select.js";

/** A variant of a study that can be run. */
export interface PlannedVariant extends PlannedStudy, Pick<Variant, "name" | "label"> {}

/** The variants of a study, or the study alone where nothing is varied in it. */
export interface Grid {
  readonly loaded: LoadedStudy;
  readonly variants: readonly PlannedVariant[];
}

/**
 * Plans every variant of every study before any is run.
 *
 * @param given what `--vary` says; it takes the place of what a study says of the same key
 * @returns undefined where nothing is varied
 * @throws {InputError} for the first value that is refused, and for a study without variants beside one that has them
 */
export function plannedVariants(
  studies: readonly LoadedStudy[],
  given: readonly string[],
  set: readonly string[],
): readonly Grid[] | undefined {
  const keys = given.map(parseVary);
  if (keys.length === 0 && studies.every(({ study }) => study.vary === undefined)) return undefined;
  return studies.map((loaded) => {
    const found = inStudy(loaded, () => variantsOf([...variedIn(loaded.study.vary ?? {}), ...keys]));
    // The study as it is: one variant that changes nothing.
    const wanted = found.length === 0 ? [{ name: loaded.study.id, label: "", overrides: [] }] : found;
    const variants = wanted.map(({ name, label, overrides }) => {
      const variant = planSelected(loadStudy(loaded.file, { set, variant: overrides }));
      return { ...variant, name, label };
    });
    return { loaded, variants };
  });
}
