import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** Folders of the built code that numbers depend on. */
const numericalFolders = [
  "numerics",
  "fields",
  "model",
  "jko",
  "schemes",
  "reference",
  "convergence",
  "study",
  "search",
  "distance",
];

let known: string | undefined;

/**
 * Hash of the built numerical code, the pinned dependencies and the JavaScript engine: whatever can change a digit.
 *
 * Part of every key of the store, so that changed code never certifies old numbers.
 */
export function codeHash(): string {
  known ??= computeHash(fileURLToPath(new URL("../..", import.meta.url)));
  return known;
}

function computeHash(root: string): string {
  const hash = createHash("sha256");
  hash.update(`v8 ${process.versions.v8} ${process.arch}\n${dependencies(root)}\n`);
  for (const folder of numericalFolders) {
    for (const file of builtFiles(join(root, folder))) {
      hash.update(`${relative(root, file).split(sep).join("/")}\n`);
      hash.update(readFileSync(file));
    }
  }
  return hash.digest("hex");
}

function builtFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".js"))
    .sort()
    .map((name) => join(folder, name));
}

/** Exact versions of the packages, as pinned in package.json. */
function dependencies(root: string): string {
  const file = join(root, "..", "..", "package.json");
  if (!existsSync(file)) return "";
  const parsed = JSON.parse(readFileSync(file, "utf8")) as { dependencies?: unknown };
  return JSON.stringify(parsed.dependencies ?? {});
}
