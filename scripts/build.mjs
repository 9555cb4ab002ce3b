/**
 * Builds the package into dist/: `npm run build`.
 *
 * dist/src is the library and dist/test its tests, as the compiler leaves them; dist/bundle is the command line, which
 * starts in a fraction of the time when it is a few files. All of it is built beside the old dist/ and then takes its
 * place, so that a build that fails leaves a working one. Where dist/ is what these sources give, nothing is done.
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compileKernels } from "./assembly.mjs";
import { bundle } from "./bundle.mjs";
import { hashOf } from "./hash.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const sources = ["src", "assembly", "test", "scripts", "tsconfig.json", "package.json", "package-lock.json"];
const outputs = ["src", "test", "bundle"];
const assets = "report/page/assets";
const kernels = "numerics/compiled/kernels.wasm";
const kernelSources = ["assembly", "scripts/assembly.mjs", "package-lock.json"];
const stamp = "build.json";

// 'npx jko' in a checkout installs it for itself. It runs what is built, and does not build.
if (process.env.npm_command !== "exec" && !isCurrent()) await build();

function isCurrent() {
  const known = readStamp();
  return known.sources === hashOf(sources) && isIntact(known);
}

/** Whether everything in dist/ is as the build left it. */
function isIntact(known) {
  return known.outputs === hashOf(outputs, "dist");
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(join("dist", stamp), "utf8"));
  } catch {
    return {};
  }
}

async function build() {
  const begin = performance.now();
  const known = readStamp();
  const made = { sources: hashOf(sources), kernels: hashOf(kernelSources) };
  const next = `.dist-${process.pid}`;
  try {
    // The compiler looks again only at what has changed, if the rest is its own.
    const isOwn = isIntact(known);
    if (isOwn) cpSync("dist", next, { recursive: true });
    if (!compile(next)) {
      // The compiler has said why.
      process.exitCode = 1;
      return;
    }
    cpSync(join("src", assets), join(next, "src", assets), { recursive: true });
    if (!(isOwn && known.kernels === made.kernels)) await compileKernels(join(next, "src", kernels));
    await bundle(next, join("src", assets));
    writeFileSync(join(next, stamp), `${JSON.stringify({ ...made, outputs: hashOf(outputs, next) })}\n`);
    replace("dist", next);
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
  console.error(`built in ${((performance.now() - begin) / 1000).toFixed(0)} s`);
}

function compile(folder) {
  removeOrphans(folder);
  const compiler = join("node_modules", "typescript", "bin", "tsc");
  const incremental = ["--incremental", "--tsBuildInfoFile", join(folder, "tsc.json")];
  const { status } = spawnSync(process.execPath, [compiler, "-p", ".", "--outDir", folder, ...incremental], {
    stdio: "inherit",
  });
  return status === 0;
}

/** Removes what was compiled from files that are gone. */
function removeOrphans(folder) {
  for (const top of ["src", "test"]) {
    if (!existsSync(join(folder, top))) continue;
    for (const name of readdirSync(join(folder, top), { recursive: true, encoding: "utf8" })) {
      const source = join(top, dirname(name), `${basename(name).replace(/(\.d\.ts|\.js)$/, "")}.ts`);
      if (/(\.d\.ts|\.js)$/.test(name) && !existsSync(source)) rmSync(join(folder, top, name));
    }
  }
}

function replace(folder, next) {
  const old = `${next}-old`;
  if (existsSync(folder)) renameSync(folder, old);
  renameSync(next, folder);
  rmSync(old, { recursive: true, force: true });
}
