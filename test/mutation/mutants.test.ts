import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { packageFolder } from "../cli/command.js";
import { mutatedFiles } from "./mutants/index.js";

for (const { file, tests, mutants } of mutatedFiles) {
  test(`what npm run mutants makes wrong is there to be made wrong: ${file}`, (t) => {
    const built = readFileSync(join(packageFolder, "dist/src", file), "utf8");
    for (const own of tests) t.true(existsSync(join(packageFolder, `dist/test/${own}.test.js`)), own);
    for (const [what, from, to] of mutants) {
      t.is(built.split(from).length, 2, `${what}: '${from}' must occur exactly once`);
      t.not(from, to);
    }
  });
}
