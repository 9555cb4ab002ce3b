/**
 * Keeps what is not tracked out of the package: results and studies of one's own, pictures, temporary files.
 *
 * `npm pack` takes whole folders; an ignore file in each of them names what is left out. `--undo` removes them again.
 */
import { spawnSync } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const undo = process.argv.includes("--undo");
for (const folder of ["bin", "docs", "results", "studies"]) {
  const file = join(folder, ".npmignore");
  rmSync(file, { force: true });
  if (!undo && existsSync(".git")) writeFileSync(file, untracked(folder));
}

function untracked(folder) {
  const { status, stdout } = spawnSync("git", ["-C", folder, "ls-files", "--others", "-z"], { encoding: "utf8" });
  if (status !== 0) throw new Error(`git cannot tell what of ${folder} is tracked`);
  const names = stdout.split("\0").filter(Boolean);
  return names.map((name) => `/${name.replace(/[\\*?[\]!#]/g, "\\$&")}\n`).join("");
}
