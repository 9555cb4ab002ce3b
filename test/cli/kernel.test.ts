import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { jko, scratch } from "./command.js";

const words = ["run", "fokker-planck", "--set", "sweep.steps=[4,8]", "--set", "sweep.cells=12", "--store", "store"];

interface RunInfo {
  readonly levelsReused: number;
  readonly machine: { readonly kernel: string };
}

test("either kernel gives the same table; it is named, and no result of one is taken for the other's", async (t) => {
  const cwd = scratch(t);
  const runs: { table: string; info: RunInfo }[] = [];
  for (const kernel of ["wasm", "typescript"]) {
    const { code, stderr } = await jko([...words, "--out", kernel], { cwd, env: { JKO_KERNEL: kernel } });
    t.is(code, 0, stderr);
    runs.push({
      table: readFileSync(join(cwd, kernel, "table.csv"), "utf8"),
      info: JSON.parse(readFileSync(join(cwd, kernel, "run.json"), "utf8")) as RunInfo,
    });
  }
  const [compiled, plain] = runs;
  t.is(plain.table, compiled.table);
  t.deepEqual(
    runs.map(({ info }) => [info.machine.kernel, info.levelsReused]),
    [
      ["wasm", 0],
      ["typescript", 0],
    ],
  );
});

test("a kernel that does not exist is refused before anything is computed", async (t) => {
  const { code, stderr } = await jko(words, { cwd: scratch(t), env: { JKO_KERNEL: "fortran" } });
  t.is(code, 2);
  t.regex(stderr, /JKO_KERNEL/);
});
