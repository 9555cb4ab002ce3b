#!/usr/bin/env node
import { existsSync } from "node:fs";

const built = ["bundle/main.js", "src/cli/main.js"].map((file) => new URL(`../dist/${file}`, import.meta.url));
const entry = built.find((file) => existsSync(file));
if (entry !== undefined) await (await import(entry.href)).main(process.argv.slice(2));
else {
  process.stderr.write("error: jko has not been built. Run 'npm run build' in its folder.\n");
  process.exitCode = 1;
}
