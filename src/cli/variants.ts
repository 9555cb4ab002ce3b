import { InputError } from "../errors.js";
import { parseOverride } from "../study/file/override.js";
import { formatPath } from "../study/file/path.js";
import {
  type LoadedStudy,
  loadStudy,
  parseVary,
  type Variant,
  type VariedKey,
  variantsOf,
  variedIn,
} from "../study/index.js";
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
 * @throws {InputError} for the first value that is refused, for a key that is named twice, and for a study without
 * variants beside one that has them
 */
export function plannedVariants(
  studies: readonly LoadedStudy[],
  given: readonly string[],
  set: readonly string[],
): readonly Grid[] | undefined {
  const keys = given.map(parseVary);
  refuseTwice(keys, set);
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

/** @throws {InputError} where a key is varied twice, or also set: one of the two would be without effect */
function refuseTwice(keys: readonly VariedKey[], set: readonly string[]): void {
  const names = keys.map(({ key }) => key);
  const known = new Set(set.map((text) => formatPath(parseOverride(text).path)));
  const twice = names.find((name, k) => known.has(name) || names.indexOf(name) < k);
  if (twice === undefined) return;
  const reason = known.has(twice) ? "the key is varied and set" : "the key is varied twice";
  throw new InputError(reason, { file: "--vary", path: twice, remedy: "Name it once, with all of its values." });
}
