import { InputError } from "../errors.js";
import { meshScheme } from "../schemes/schemes.js";
import { requireMeshStudy } from "../study/file/kinds.js";
import type { MeshSchemeSpec, MeshStudy, Study } from "../study/file/schema.js";
import type { StudyRecord } from "../study/record/record.js";
import type { StudyEvent } from "../study/run/events.js";
import { runStudy } from "../study/run/execute.js";
import { movementBeside, yardstickBeside } from "./beside.js";

/** The levels of a study with one scheme, and how long they took. */
export interface PrecisionLine {
  readonly name: string;
  readonly record: StudyRecord;
  /** Time of every level on one thread, NaN where it was not run. */
  readonly milliseconds: readonly number[];
}

export interface PrecisionOptions {
  readonly signal?: AbortSignal;
  /** Called as every scheme begins. */
  readonly onScheme?: (name: string, part: number) => void;
}

/**
 * Work and precision: the levels of a study with the minimizing movement of first and of second order and with implicit
 * Euler, one after the other on one thread, nothing taken from the store.
 *
 * @throws {InputError} where the study has no sweep
 * @throws {InterruptedError} when `signal` is aborted
 */
export async function runPrecision(given: Study, options: PrecisionOptions = {}): Promise<readonly PrecisionLine[]> {
  const { signal, onScheme } = options;
  const study = requireMeshStudy(given, "the comparison of work and precision");
  const variants = variantsOf(study);
  const lines: PrecisionLine[] = [];
  for (const [k, { name, scheme }] of variants.entries()) {
    onScheme?.(name, k / variants.length);
    const milliseconds: number[] = [];
    const onEvent = (event: StudyEvent): void => {
      if (event.type === "level-finished") milliseconds[event.level.level] = event.milliseconds;
    };
    const record = await runStudy({ ...study, scheme }, { jobs: 1, store: false, signal, onEvent });
    lines.push({ name, record, milliseconds: record.levels.map(({ level }) => milliseconds[level] ?? Number.NaN) });
  }
  return lines;
}

/** The schemes that take the study's model. */
function variantsOf(study: MeshStudy): readonly { readonly name: string; readonly scheme: MeshSchemeSpec }[] {
  return [
    { name: "order 1", scheme: movementBeside(study, 1) },
    { name: "order 2", scheme: movementBeside(study, 2) },
    { name: "implicit Euler", scheme: yardstickBeside(study) },
  ].filter(({ scheme }) => isAvailable({ ...study, scheme }));
}

function isAvailable(study: MeshStudy): boolean {
  try {
    meshScheme(study.scheme).check(study.scheme, study.model);
    return true;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}
