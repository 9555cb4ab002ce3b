/**
 * The package as it is installed: what it holds, and that it works in a folder of somebody else.
 *
 * Its dependencies are those of this checkout, by links: a test cannot count on a network.
 */
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { above } from "../support/matchers.js";
import { jko, jkoHere, packageFolder, scratch } from "./command.js";

interface PackageFile {
  readonly version: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

const described = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")) as PackageFile;
const kept = ["bin", "docs", "results", "studies"];

/** A command with nothing of this process's own settings of npm and git. */
function call(words: readonly string[], cwd: string): string {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|GIT_)/i.test(name)));
  const [command, ...rest] = words;
  return execFileSync(command, rest, {
    cwd,
    env,
    encoding: "utf8",
    stdio: "pipe",
    shell: process.platform === "win32",
  });
}

/** What is not tracked in the repository that is packed. */
const own = [
  "results/mine/table.csv",
  "results/box-modes/an odd [name] #1.csv",
  "studies/!mine.yaml",
  "docs/api/x.html",
];
const place = mkdtempSync(join(tmpdir(), "jko-package-"));
const repository = join(place, "repository");
/** The unpacked package. */
const unpacked = join(place, "package");

test.before("a repository of what the package is made from is packed", () => {
  const others = ["dist", "scripts", "package.json", "README.md", "CHANGELOG.md", "LICENSE", ".gitignore"];
  for (const part of [...kept, ...others]) {
    cpSync(join(packageFolder, part), join(repository, part), { recursive: true });
  }
  call(["git", "init", "--quiet"], repository);
  call(["git", "add", "--force", ...kept], repository);
  for (const name of own) {
    mkdirSync(dirname(join(repository, name)), { recursive: true });
    writeFileSync(join(repository, name), "mine");
  }
  // As 'npm pack' does, but for 'prepare', which would build.
  call(["npm", "run", "prepack"], repository);
  call(["npm", "pack", "--ignore-scripts", "--pack-destination", place], repository);
  call(["npm", "run", "postpack"], repository);
  call(["tar", "-xzf", join(place, `jko-study-${described.version}.tgz`), "-C", place], place);
});

test.after.always(() => rmSync(place, { recursive: true, force: true, maxRetries: 3 }));

/** A project with the package and, beside it, the dependencies that it names. */
function installed(t: ExecutionContext): string {
  const project = scratch(t);
  const modules = join(project, "node_modules");
  cpSync(unpacked, join(modules, "jko-study"), { recursive: true });
  for (const name of Object.keys(described.dependencies)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(packageFolder, "node_modules", name), join(modules, name), "junction");
  }
  return project;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true, encoding: "utf8" })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

test("the package holds what is tracked of studies, results and docs, the built code, and no more", (t) => {
  const files = filesIn(unpacked);
  t.deepEqual(
    files.filter((name) => own.includes(name) || /(^|\/)(test|scripts)\/|\.npmignore$|\.tgz$/.test(name)),
    [],
  );
  const tracked = call(["git", "ls-files", "-z"], repository).split("\0").filter(Boolean);
  above(t, tracked.length, 100);
  t.deepEqual(
    tracked.filter((name) => !files.includes(name)),
    [],
  );
  t.deepEqual(
    filesIn(repository).filter((name) => name.endsWith(".npmignore")),
    [],
  );
  const code = filesIn(join(packageFolder, "dist", "src")).filter((name) => name.endsWith(".js"));
  t.deepEqual(
    code.filter((name) => !files.includes(join("dist", "src", name))),
    [],
  );
});

test("installing the package runs no script of it", (t) => {
  for (const name of ["preinstall", "install", "postinstall"]) t.false(name in described.scripts, name);
});

test("an installed package lists, plans and runs studies of its own and of the project, and writes only there", async (t) => {
  const project = installed(t);
  const root = join(project, "node_modules", "jko-study");
  const before = filesIn(root);
  mkdirSync(join(project, "studies"));
  const study = join(project, "studies", "box-modes.yaml");
  cpSync(join(root, "studies", "box-modes.yaml"), study);
  appendFileSync(study, "\n# ours\n");

  const listed = await jko(["list", "--format", "json"], { cwd: project, root });
  t.is(listed.code, 0, listed.stderr);
  const { studies } = JSON.parse(listed.stdout) as {
    studies: readonly { readonly id: string; readonly origin: string }[];
  };
  const ours = studies.filter(({ origin }) => origin === "project").map(({ id }) => id);
  t.deepEqual(ours, ["box-modes"]);
  const ids = studies.map(({ id }) => id);
  t.is(new Set(ids).size, ids.length);
  t.is(ids.length, readdirSync(join(root, "studies")).filter((name) => name.endsWith(".yaml")).length);

  const id = "box-modes-implicit-euler";
  const valid = await jko(["validate", id], { cwd: project, root });
  t.is(valid.code, 0, valid.stderr);
  const run = await jko(["run", id, "--set", "sweep.steps=[4,8]", "--jobs", "1"], { cwd: project, root });
  t.true(run.code === 0 || run.code === 4, run.stderr);
  const report = readFileSync(join(project, "results", id, "report.html"), "utf8");
  t.true(report.includes(`npm install jko-study@${described.version}`));
  t.false(report.includes("npm ci"));
  t.deepEqual(filesIn(root), before);
});

test("an installed package is a library that finds its studies by their ids", (t) => {
  const project = installed(t);
  const script = join(project, "own.mjs");
  writeFileSync(
    script,
    `import { loadStudy, runStudy, toTable } from "jko-study";
const { study } = loadStudy("box-modes", { set: ["sweep.steps=[4,8]", "sweep.cells=20", "expect=[]"] });
console.log(toTable(await runStudy(study, { jobs: 1, store: false })));`,
  );
  t.regex(call([process.execPath, script], project), /\nsteps [\s\S]*\n *8 .*\n/);
});

test("the command line and the library share a store", async (t) => {
  const cwd = scratch(t);
  const study = join(packageFolder, "studies", "box-modes.yaml");
  const words = [
    "run",
    study,
    "--set",
    "sweep.steps=[4,8]",
    "--set",
    "sweep.cells=20",
    "--store",
    "store",
    "--out",
    "out",
  ];
  await jko(words, { cwd });
  await jkoHere(words, { cwd });
  const { levels, levelsReused } = JSON.parse(readFileSync(join(cwd, "out", "run.json"), "utf8"));
  t.deepEqual([levels, levelsReused], [{}, 2]);
});

test("npx in a checkout runs what is built and builds nothing", (t) => {
  const checkout = scratch(t);
  for (const part of ["scripts", "package.json"]) {
    cpSync(join(packageFolder, part), join(checkout, part), { recursive: true });
  }
  symlinkSync(join(packageFolder, "node_modules"), join(checkout, "node_modules"), "junction");
  const env = { ...process.env, npm_command: "exec" };
  const output = execFileSync(process.execPath, [join("scripts", "build.mjs")], { cwd: checkout, env, stdio: "pipe" });
  t.is(output.length, 0);
  t.deepEqual(readdirSync(checkout).sort(), ["node_modules", "package.json", "scripts"]);
});
