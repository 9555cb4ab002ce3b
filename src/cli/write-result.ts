import { InputError } from "../errors.js";
import { levelContent } from "../report/table/levels.js";
import { manifestOf } from "../report/table/manifest.js";
import { type FlowResult, flowFile, type Study, type StudyRecord, studyHash, trajectoryFile } from "../study/index.js";
import { tableFiles } from "../tables/formats.js";
import { drawResult } from "./draw.js";
import { manifestKeeper } from "./manifest-file.js";
import { openOutputs } from "./outputs.js";
import { readProvenance } from "./package-info.js";

export interface WriteResultOptions {
  /** Of the same study, for the animation of the report. */
  readonly flow?: FlowResult | undefined;
  readonly warn?: ((message: string) => void) | undefined;
}

/**
 * Writes a result as `jko run` does: tables, manifest, figures and the report, which `jko report` and `jko compare`
 * read.
 *
 * @param folder made where it is missing
 * @returns the names of the files
 * @throws {InputError} where the folder cannot be written, or the record is of another study
 */
export function writeResult(
  folder: string,
  study: Study,
  record: StudyRecord,
  { flow, warn = () => {} }: WriteResultOptions = {},
): readonly string[] {
  for (const { id } of [record, ...(flow === undefined ? [] : [flow])]) {
    if (id !== study.id) throw new InputError("a result of another study", { path: "id", value: id });
  }
  const outputs = openOutputs(folder);
  const hash = studyHash(study);
  const files = {
    ...tableFiles(levelContent([record], false)),
    "manifest.json": manifestKeeper(folder)(manifestOf({ study, hash }, record, readProvenance())),
    ...(flow === undefined ? {} : { [trajectoryFile]: flowFile(hash, flow) }),
  };
  outputs.write(files);
  return [...new Set([...Object.keys(files), ...drawResult(outputs, warn).files])];
}
