import { execFileSync, type StdioOptions } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Provenance } from "../report/table/manifest.js";
import { packageFolder as root } from "../study/file/package-folder.js";

/** What of the package decides the numbers. */
const sources = ["src", "package.json", "package-lock.json"];

interface PackageFile {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

export function packageVersion(): string {
  return readPackageFile().version;
}

/** Version, pinned dependencies and, inside the package's own repository, the commit. */
export function readProvenance(): Provenance {
  const { version, dependencies } = readPackageFile();
  const commit = git("rev-parse", "HEAD");
  const modified = commit !== null && git("status", "--porcelain", "--", ...sources) !== "";
  return { version, dependencies, commit, modified };
}

function readPackageFile(): PackageFile {
  return JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as PackageFile;
}

/** Output of a git command on the package; null where it is installed rather than cloned, or there is no git. */
function git(...words: string[]): string | null {
  if (!existsSync(join(root, ".git"))) return null;
  try {
    const stdio: StdioOptions = ["ignore", "pipe", "ignore"];
    return execFileSync("git", ["-C", root, ...words], { encoding: "utf8", stdio, timeout: 5000 }).trim();
  } catch {
    return null;
  }
}
