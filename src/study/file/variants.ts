import { InputError } from "../../errors.js";
import { checkStudy } from "./check.js";
import { applyOverride, parseOverride } from "./override.js";
import { formatPath, valueAt } from "./path.js";
import type { Study } from "./schema.js";

/**
 * The study with every value of its parameter sweep put in, one per level; the study itself for other sweeps.
 *
 * @throws {InputError} where the path leads to no number of model or scheme, or a value is refused there
 */
export function variantsOf<S extends Study>(study: S, levels: number): readonly S[] {
  const { sweep } = study;
  if (sweep?.axis !== "parameter") return Array.from({ length: levels }, () => study);
  const { option, path } = parseOverride(`${sweep.path}=0`);
  const known = valueAt(study, path);
  if (!/^(model|scheme)[.[]/.test(sweep.path) || typeof known !== "number") {
    throw new InputError("no number of the model or the scheme", {
      path: "sweep.path",
      value: sweep.path,
      remedy: `Name one by its path, e.g. ${exampleOf(study)}.`,
    });
  }
  return sweep.values.map((value, k) => {
    const copy = structuredClone(study);
    applyOverride(copy, { option, text: `${formatPath(path)}=${value}`, path, value });
    try {
      return checkStudy(copy) as S;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw new InputError(`the value is refused: ${error.message}`, { path: `sweep.values[${k}]`, value });
    }
  });
}

/** A path that exists in most studies of the scheme. */
function exampleOf({ scheme }: Study): string {
  const names = Object.entries(scheme).flatMap(([name, value]) => (typeof value === "number" ? [name] : []));
  return `scheme.${names[0] ?? "tolerance"}`;
}
