import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { atLeast } from "../support/matchers.js";
import { jko, packageFolder, scratch } from "./command.js";
import { boxStudy, boxWith, writeStudies } from "./studies.js";

for (const command of ["run", "check", "flow", "distance", "search", "compare", "validate", "list", "bench"]) {
  test(`the help of ${command} has examples and exit codes, on standard output`, async (t) => {
    const { code, stdout, stderr } = await jko([command, "--help"], { cwd: scratch(t) });
    t.is(code, 0);
    t.is(stderr, "");
    t.regex(stdout, new RegExp(`Examples:\n +jko ${command}`));
    for (const exitCode of [0, 1, 2, 3, 4, 130]) t.regex(stdout, new RegExp(`^ +${exitCode} {2}`, "m"));
  });
}

test("jko --help names every command", async (t) => {
  const { code, stdout } = await jko(["--help"], { cwd: scratch(t) });
  t.is(code, 0);
  for (const command of ["run", "check", "flow", "distance", "search", "compare", "validate", "list", "bench"])
    t.regex(stdout, new RegExp(`^ +jko ${command} `, "m"));
});

test("validate prints the levels and runs nothing", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, boxStudy);
  const { code, stdout } = await jko(["validate", "box", "--format", "json"], { cwd });
  t.is(code, 0);
  const { levels } = JSON.parse(stdout) as { levels: { steps: number }[] };
  t.deepEqual(
    levels.map(({ steps }) => steps),
    [4, 8, 16, 32],
  );
  t.deepEqual(readdirSync(cwd), ["studies"]);
});

test("list prints the studies there are, and tells of those that are wrong with exit code 2", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, boxStudy, boxWith("wrong", { sweeps: 1 }));
  const { code, stdout, stderr } = await jko(["list"], { cwd });
  t.is(code, 2);
  t.regex(stdout, /^box /m);
  t.regex(stderr, /^warning: studies.wrong\.json: sweeps: unknown key 'sweeps'/);
});

test("the studies of this package are valid", async (t) => {
  const { code, stdout } = await jko(["list", "--format", "json"], { cwd: packageFolder });
  t.is(code, 0);
  atLeast(t, (JSON.parse(stdout) as { studies: object[] }).studies.length, 10);
});

test("colours are for terminals: FORCE_COLOR turns them on elsewhere, NO_COLOR off everywhere", async (t) => {
  const cwd = scratch(t);
  const error = async (env: Record<string, string>) => (await jko(["run"], { cwd, env })).stderr;
  t.true((await error({ FORCE_COLOR: "1" })).startsWith("\u001b[31merror:\u001b[39m"));
  t.true((await error({ FORCE_COLOR: "1", NO_COLOR: "1" })).startsWith("error:"));
  t.false(existsSync(join(cwd, "results")));
});
