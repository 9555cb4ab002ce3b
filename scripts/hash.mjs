import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, sep } from "node:path";

/** Hash of names and contents of files, and of all files in folders; of what is not there, nothing. */
export function hashOf(paths, root = ".") {
  const hash = createHash("sha256");
  for (const path of paths.flatMap((one) => filesOf(one, root))) {
    hash.update(`${path}\n`).update(readFileSync(join(root, path)));
  }
  return hash.digest("hex");
}

/** Paths below `root`, sorted, with `/` on every system. */
function filesOf(path, root) {
  if (!existsSync(join(root, path))) return [];
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path), { recursive: true, encoding: "utf8" })
    .map((name) => `${path}/${name.split(sep).join("/")}`)
    .filter((name) => statSync(join(root, name)).isFile())
    .sort();
}
