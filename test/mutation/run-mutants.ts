/**
 * Makes one thing wrong at a time in a copy of the built code and runs the unit tests beside it: `npm run mutants
 * [FILTER]`.
 *
 * Prints what no test notices, and fails if there is any. A test that does not end counts as one that notices.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mutatedFiles } from "./mutants/index.js";
import type { MutatedFile } from "./mutants/mutated-file.js";

const longest = 180_000;
const root = mkdtempSync(join(tmpdir(), "jko-mutants-"));
const filter = process.argv[2] ?? "";

const survivors: string[] = [];
let tried = 0;
try {
  copyPackage();
  for (const mutated of mutatedFiles) tryFile(mutated);
} finally {
  rmSync(root, { recursive: true, force: true });
}
console.log(`${tried} mutants, ${survivors.length} not noticed`);
if (survivors.length > 0 || tried === 0) process.exitCode = 1;

function tryFile({ file, tests, mutants }: MutatedFile): void {
  const path = join(root, "dist/src", file);
  const chosen = mutants.filter(([what]) => `${file} ${what}`.includes(filter));
  if (chosen.length === 0) return;
  if (!passes(tests)) throw new Error(`the tests ${tests.join(", ")} fail without any mutant`);
  const right = readFileSync(path, "utf8");
  for (const [what, from, to] of chosen) {
    writeFileSync(
      path,
      right.replace(from, () => to),
    );
    const noticed = !passes(tests);
    tried++;
    console.log(`${noticed ? "noticed " : "SURVIVES"}  ${file}: ${what}`);
    if (!noticed) survivors.push(what);
  }
  writeFileSync(path, right);
}

function passes(tests: readonly string[]): boolean {
  const files = tests.map((test) => `dist/test/${test}.test.js`);
  const ava = join(root, "node_modules/ava/entrypoints/cli.mjs");
  const options = { cwd: root, stdio: "ignore", timeout: longest } as const;
  return spawnSync(process.execPath, [ava, "--fail-fast", ...files], options).status === 0;
}

/** What unit tests read, in a folder of its own. */
function copyPackage(): void {
  mkdirSync(join(root, "dist"));
  for (const part of ["dist/src", "dist/test", "bin", "package.json", "studies"]) {
    cpSync(part, join(root, part), { recursive: true });
  }
  for (const part of ["node_modules", "results"]) symlinkSync(join(process.cwd(), part), join(root, part), "junction");
}
