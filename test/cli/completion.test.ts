import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import test from "ava";
import { nameOf } from "../../src/cli/command.js";
import { commands } from "../../src/cli/command-list.js";
import { ownOptions } from "../../src/cli/completion-words.js";
import { above } from "../support/matchers.js";
import { jko, jkoHere, packageFolder, scratch } from "./command.js";
import { boxStudy, writeStudies, writeText } from "./studies.js";

/** Lines that the completion entry prints for a command line up to the cursor. */
async function complete(cwd: string, ...words: readonly string[]): Promise<readonly string[]> {
  const { code, stdout } = await jko(["--complete", ...words], { cwd });
  return code === 0 ? stdout.trimEnd().split("\n") : [`exit code ${code}`];
}

test("commands, options, ids, keys of --set and their values are completed", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, { ...boxStudy, id: "my-box" });
  t.deepEqual(await complete(cwd, "re"), ["report"]);
  t.deepEqual(await complete(cwd, "run", "my-"), ["my-box"]);
  t.true((await complete(cwd, "run", "box-m")).includes("box-modes"));
  t.deepEqual(await complete(cwd, "run", "x", "--va"), ["--vary"]);
  t.deepEqual(await complete(cwd, "run", "x", "--set", "model.exchange.mobilit"), [
    "model.exchange.mobility=",
    "model.exchange.mobilityAt=",
  ]);
  t.deepEqual(await complete(cwd, "run", "x", "--set", "model.exchange.mobility=log"), [
    "model.exchange.mobility=logarithmic",
  ]);
  t.deepEqual(await complete(cwd, "completion", ""), ["bash", "fish", "zsh"]);
  t.true((await complete(cwd, "run", "--tag", "")).includes("flagship"));
  t.deepEqual(await complete(cwd, "run", "zzz"), [""]);
});

test("names that a shell would not take as they are, are not completed", async (t) => {
  const cwd = scratch(t);
  const tags = "tags: [plain, two words, $(touch tag), ]\n";
  for (const id of ["own", "own $(touch run)", "own`touch run`", "own;ls", "own word"]) {
    writeText(cwd, `studies/${id}.yaml`, `${tags}${JSON.stringify(boxStudy)}\n`);
  }
  t.deepEqual(await complete(cwd, "run", "own"), ["own"]);
  const found = await complete(cwd, "run", "--tag", "");
  t.true(found.includes("plain"));
  t.deepEqual(
    found.filter((tag) => !/^[\w-]+$/.test(tag)),
    [],
  );
});

test("the options that are completed are those of the commands", async (t) => {
  for (const entry of commands) {
    const { options } = await entry.load();
    t.deepEqual([...(ownOptions[nameOf(entry)] ?? [])].sort(), Object.keys(options).sort(), nameOf(entry));
  }
});

/** Everything that a module imports as it is loaded, by way of others too. */
function loadedBy(file: string, known = new Set<string>()): Set<string> {
  const text = readFileSync(file, "utf8");
  for (const [, from] of text.matchAll(/^(?:import|export)\s[^;]*?from "([^"]+)"|^import "([^"]+)"/gm)) {
    const target = from?.startsWith(".") ? join(dirname(file), from) : (from ?? "");
    if (known.has(target)) continue;
    known.add(target);
    if (target.startsWith("/")) loadedBy(target, known);
  }
  return known;
}

test("a completion loads nothing that computes", (t) => {
  const built = join(packageFolder, "dist/src");
  for (const name of ["cli/main.js", "cli/completion-words.js"]) {
    const loaded = [...loadedBy(join(built, name))];
    above(t, loaded.length, 5, loaded.join(" "));
    const heavy = /^(zod|yargs|piscina)$|^\/.*\/dist\/src\/(numerics|model|jko|schemes|reference|convergence)\//;
    t.deepEqual(
      loaded.filter((one) => heavy.test(one)),
      [],
      name,
    );
  }
});

/** Whether a program is there. */
function has(program: string): boolean {
  return spawnSync(program, ["--version"]).error === undefined;
}

for (const shell of ["bash", "zsh", "fish"]) {
  test(`the script for ${shell} is one that ${shell} reads`, async (t) => {
    const { code, stdout } = await jko(["completion", shell], { cwd: scratch(t) });
    t.is(code, 0);
    t.regex(stdout, /jko --complete/);
    if (!has(shell)) return t.log(`there is no ${shell} here`);
    const script = join(scratch(t), "script");
    writeFileSync(script, stdout);
    const { status, stderr } = spawnSync(shell, ["-n", script], { encoding: "utf8" });
    t.is(status, 0, stderr);
  });
}

test("in bash a key and its values are completed behind '='", async (t) => {
  const cwd = scratch(t);
  const { stdout } = await jko(["completion", "bash"], { cwd });
  writeText(cwd, "jko.bash", stdout);
  const program = join(packageFolder, "bin/jko.js");
  const ask = `
    jko() { ${JSON.stringify(process.execPath)} ${JSON.stringify(program)} "$@"; }
    compopt() { :; }
    source jko.bash
    for COMP_LINE in "jko run x --set model.exchange.mobility=log" "jko run box-mode" "jko "; do
      COMP_POINT=\${#COMP_LINE}
      _jko
      echo "\${COMPREPLY[*]}"
    done
  `;
  const { stdout: told, stderr } = spawnSync("bash", ["-c", ask], { cwd, encoding: "utf8" });
  const [values, ids, words] = told.split("\n");
  t.is(values, "logarithmic", stderr);
  t.regex(ids ?? "", /^box-modes /);
  t.regex(words ?? "", /\brun\b/);
});

test("fish completes commands, ids and values", async (t) => {
  if (!has("fish")) return t.log("there is no fish here");
  const cwd = scratch(t);
  const { stdout } = await jko(["completion", "fish"], { cwd });
  writeText(cwd, "jko.fish", stdout);
  mkdirSync(join(cwd, "bin"));
  symlinkSync(join(packageFolder, "bin/jko.js"), join(cwd, "bin/jko"));
  const asked = ["jko re", "jko run box-mode", "jko run x --set model.exchange.mobilityAt=n"];
  const lines = asked.map((words) => `complete -C${JSON.stringify(words)}`);
  const path = `${join(cwd, "bin")}:${dirname(process.execPath)}:${process.env.PATH}`;
  const env = { ...process.env, PATH: path, HOME: cwd };
  const { stdout: told, stderr } = spawnSync("fish", ["-c", ["source jko.fish", ...lines].join("; ")], {
    ...{ cwd, env, encoding: "utf8" },
  });
  for (const word of ["report", "box-modes", "model.exchange.mobilityAt=next"]) {
    t.true(told.split("\n").includes(word), `${word}: ${told}${stderr}`);
  }
});

test.serial("an unknown shell is answered with those there are", async (t) => {
  const { code, stderr } = await jkoHere(["completion", "bsh"], { cwd: scratch(t) });
  t.is(code, 2);
  t.regex(stderr, /unknown shell \(got "bsh"\)\. Did you mean 'bash'\? \(allowed: bash, zsh, fish\)/);
});
