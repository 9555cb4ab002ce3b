import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

/** Modules that a process or a thread begins with; they find each other beside themselves. */
const entries = {
  main: "cli/main.js",
  thread: "cli/thread.js",
  worker: "study/run/worker.js",
  "search-worker": "search/search-worker.js",
};
/** Packages that are native, start threads of their own, are read as files, or are rarely loaded. */
const external = ["@resvg/resvg-js", "piscina", "numeric", "pdfkit", "dejavu-fonts-ttf"];

/**
 * Bundles the command line from `folder`/src into `folder`/bundle.
 *
 * Nothing is minified: stack traces and profiles show the names of the source. The packages that go in are named, with
 * their licences, in a file beside them.
 */
export async function bundle(folder, assets) {
  const target = join(folder, "bundle");
  rmSync(target, { recursive: true, force: true });
  const { metafile } = await build({
    entryPoints: Object.entries(entries).map(([out, file]) => ({ in: join(folder, "src", file), out })),
    outdir: target,
    bundle: true,
    splitting: true,
    metafile: true,
    format: "esm",
    platform: "node",
    target: "node20",
    external,
    logLevel: "warning",
    define: await hashesOf(folder),
    // Packages in the older format ask for modules of Node with it.
    banner: {
      js: 'import { createRequire as requireOf } from "node:module"; const require = requireOf(import.meta.url);',
    },
  });
  cpSync(assets, join(target, "assets"), { recursive: true });
  // Modules that are read as files are beside the code that reads them.
  cpSync(join(folder, "src/numerics/compiled/kernels.wasm"), join(target, "kernels.wasm"));
  writeFileSync(join(target, "LICENSES.txt"), licences(Object.keys(metafile.inputs)));
}

/** Hashes of the code that goes in, by the functions that also hash what is not bundled. */
async function hashesOf(folder) {
  const { hashOfCode, hashOfDrawing } = await import(pathToFileURL(join(folder, "src/study/record/code-hash.js")).href);
  const root = join(folder, "src");
  return { bundledCode: JSON.stringify(hashOfCode(root)), bundledDrawing: JSON.stringify(hashOfDrawing(root)) };
}

function licences(inputs) {
  const folders = inputs.map((file) => file.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0]).filter(Boolean);
  return [...new Set(folders)]
    .sort()
    .map(licence)
    .join(`\n${"-".repeat(80)}\n\n`);
}

function licence(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((own) => /^licen[sc]e/i.test(own));
  if (file === undefined) throw new Error(`${folder} has no file with its licence`);
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
}
