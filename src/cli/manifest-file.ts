import { readFileSync } from "node:fs";
import { join } from "node:path";
import { jsonFile } from "../tables/json-file.js";

/**
 * Keeps the manifest of a folder where a new one would say nothing else but another commit: computing a result again
 * leaves a clean tree clean.
 *
 * @returns what the file holds for a manifest, new or as it was
 */
export function manifestKeeper(folder: string): (manifest: object) => string {
  const before = textOf(join(folder, "manifest.json"));
  const known = before === undefined ? undefined : withoutCommit(before);
  return (manifest) => {
    const text = jsonFile(manifest);
    return before !== undefined && withoutCommit(text) === known ? before : text;
  };
}

/** What a manifest says beside the commit; undefined of what is none. */
function withoutCommit(text: string): string | undefined {
  try {
    return JSON.stringify({ ...(JSON.parse(text) as object), commit: null, modified: null });
  } catch {
    return undefined;
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
