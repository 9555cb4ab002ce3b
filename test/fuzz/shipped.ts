import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { studyFiles } from "../../src/study/file/load.js";
import { packageFolder } from "../cli/command.js";

/** Files of the studies of the package. */
export const shippedStudies = studyFiles(join(packageFolder, "studies"));

/** A study of the package as it is written. */
export function readStudy(file: string): unknown {
  return load(readFileSync(join(packageFolder, "studies", file), "utf8"));
}
