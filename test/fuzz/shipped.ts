import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { packageFolder } from "../cli/command.js";

/** A study of the package as it is written. */
export function readStudy(file: string): unknown {
  return parse(readFileSync(join(packageFolder, "studies", file), "utf8"));
}
