import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { kernelInUse } from "../../numerics/compiled/kernels.js";
import { packageFolder } from "../file/package-folder.js";

/** Folders and files of the built code that numbers depend on; numbers of files are read by the last. */
const numericalCode = [
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
  "tables/csv.js",
];

/** What tables, pictures and pages depend on beside it. */
const drawingCode = ["report", "tables", "cli"];

/** Where the code is bundled, the hashes of what went in, from the build; there are no such variables elsewhere. */
declare const bundledCode: string;
declare const bundledDrawing: string;

let known: string | undefined;

/**
 * Hash of the built numerical code, the kernel in use, the pinned dependencies and the JavaScript engine: whatever can
 * change a digit.
 *
 * Part of every key of the store, so that changed code never certifies old numbers. The same for the command line,
 * which is bundled, and the library: they share a store.
 */
export function codeHash(): string {
  known ??= createHash("sha256")
    .update(`v8 ${process.versions.v8} ${process.arch} ${kernelInUse()}\n${dependencies()}\n`)
    .update(typeof bundledCode === "string" ? bundledCode : hashOfCode(join(packageFolder, "dist", "src")))
    .digest("hex");
  return known;
}

/** The same for whatever can change a byte of a picture or a page. */
export function drawingHash(): string {
  const root = join(packageFolder, "dist", "src");
  return createHash("sha256")
    .update(`${codeHash()}\n`)
    .update(typeof bundledDrawing === "string" ? bundledDrawing : hashOfDrawing(root))
    .digest("hex");
}

/** @param root folder of the built code */
export function hashOfDrawing(root: string): string {
  return hashOfCode(root, drawingCode);
}

/** @param root folder of the built code */
export function hashOfCode(root: string, parts: readonly string[] = numericalCode): string {
  const hash = createHash("sha256");
  for (const part of parts) {
    for (const file of builtFiles(join(root, part))) {
      hash.update(`${relative(root, file).split(sep).join("/")}\n`);
      hash.update(readFileSync(file));
    }
  }
  return hash.digest("hex");
}

function builtFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  if (folder.endsWith(".js")) return [folder];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(js|wasm|css)$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

/** Exact versions of the packages, as pinned in package.json. */
function dependencies(): string {
  const parsed = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")) as { dependencies?: unknown };
  return JSON.stringify(parsed.dependencies ?? {});
}
