#!/usr/bin/env node
import { existsSync } from "node:fs";

const entry = new URL("../dist/src/cli/main.js", import.meta.url);
if (existsSync(entry)) await (await import(entry.href)).main(process.argv.slice(2));
else {
  process.stderr.write("error: jko has not been built. Run 'npm run build' in its folder.\n");
  process.exitCode = 1;
}
