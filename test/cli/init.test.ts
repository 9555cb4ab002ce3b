import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import test from "ava";
import { readResult } from "../../src/study/index.js";
import { above } from "../support/matchers.js";
import { jkoHere, packageFolder, scratch } from "./command.js";
import { boxStudy, writeStudies, writeText } from "./studies.js";

const templates = [
  [],
  ["--sweep", "h"],
  ["--sweep", "joint"],
  ["--sweep", "tensor"],
  ["--reference", "formula"],
  ["--sweep", "h", "--reference", "formula"],
  ["--sweep", "joint", "--reference", "formula"],
  ["--sweep", "tensor", "--reference", "formula"],
  ["--states"],
];

for (const words of templates) {
  test.serial(`what 'jko init ${words.join(" ")}' writes runs as it is, and meets what it expects`, async (t) => {
    const cwd = scratch(t);
    const made = await jkoHere(["init", "mine", ...words], { cwd });
    t.is(made.code, 0, made.stderr);
    t.is(made.stdout, `${join("studies", "mine.yaml")}\n`);
    const { code, stderr } = await jkoHere(["run", "mine", "--jobs", "1", "--quiet"], { cwd });
    t.is(code, 0, stderr);
    const { verdict } = readResult(join(cwd, "results/mine")).record;
    t.true(verdict.pass, verdict.reasons.join("\n"));
    above(t, verdict.reasons.length, 0);
  });
}

test.serial("editors find the schema from the new file, in a clone and where the package is elsewhere", async (t) => {
  const cwd = scratch(t);
  await jkoHere(["init"], { cwd });
  const [line] = readFileSync(join(cwd, "studies/my-study.yaml"), "utf8").split("\n");
  const schema = /^# yaml-language-server: \$schema=(.*)$/.exec(line)?.[1] ?? "";
  t.is(resolve(cwd, "studies", schema), join(packageFolder, "studies/schema.json"));
});

test.serial("a copy has another id and keeps its comments; nothing is overwritten", async (t) => {
  const cwd = scratch(t);
  writeText(cwd, "studies/box.yaml", `# of two layers\n${JSON.stringify(boxStudy)}\n`);
  const copied = await jkoHere(["init", "copy", "--from", "box"], { cwd });
  t.is(copied.code, 0, copied.stderr);
  const text = readFileSync(join(cwd, "studies/copy.yaml"), "utf8");
  t.regex(text, /^# yaml-language-server: .*\n# of two layers\n/);
  const shipped = await jkoHere(["init", "modes", "--from", "box-modes"], { cwd });
  t.is(shipped.code, 0, shipped.stderr);
  t.is((await jkoHere(["validate", "copy", "modes"], { cwd })).code, 0);
  writeStudies(cwd, { ...boxStudy, id: "other" });
  for (const id of ["copy", "other"]) {
    const { code, stderr } = await jkoHere(["init", id], { cwd });
    t.is(code, 2);
    t.regex(stderr, /there is such a study already\. Choose another name/);
  }
  t.is(readFileSync(join(cwd, "studies/copy.yaml"), "utf8"), text);
});

test.serial("a copy away from the files that it names is refused, and does not stay", async (t) => {
  const cwd = scratch(t);
  const model = { ...boxStudy.model, initial: { csv: "start.csv" } };
  writeText(cwd, "elsewhere/box.yaml", JSON.stringify({ ...boxStudy, model }));
  writeText(cwd, "elsewhere/start.csv", "x,layer,density\n0.5,a,1\n0.5,b,1\n");
  const { code, stderr } = await jkoHere(["init", "copy", "--from", "elsewhere/box.yaml"], { cwd });
  t.is(code, 2);
  t.regex(stderr, /copy\.yaml: model\.initial: start\.csv: cannot be read/);
  t.false(existsSync(join(cwd, "studies/copy.yaml")));
});

for (const [words, problem] of [
  [["a/b"], /not a name for a study \(got "a\/b"\)/],
  [["COM1"], /not a name for a study/],
  [["a".repeat(101)], /at most 100 letters/],
  [["mine", "--from", "box-mods"], /Did you mean 'box-modes'/],
  [["mine", "--sweep", "tua"], /--sweep: unknown value \(got "tua"\)\. Did you mean 'tau'\?/],
  [["mine", "--states", "--sweep", "h"], /--states: not for densities on a mesh/],
  [["mine", "--from", "box-modes", "--sweep", "h"], /--from: a copy takes nothing of a template/],
] as const) {
  test.serial(`'jko init ${words.join(" ")}' is refused, and writes nothing`, async (t) => {
    const cwd = scratch(t);
    const { code, stderr } = await jkoHere(["init", ...words], { cwd });
    t.is(code, 2);
    t.regex(stderr, problem);
    t.false(existsSync(join(cwd, "studies")));
  });
}

test.serial("a new study takes no --set: the file is for that", async (t) => {
  const cwd = scratch(t);
  const { code, stderr } = await jkoHere(["init", "mine", "--set", "sweep.cells=60"], { cwd });
  t.is(code, 2);
  t.regex(stderr, /--set: a new study is written as its template is .*sweep\.cells=60/);
  t.false(existsSync(join(cwd, "studies/mine.yaml")));
});
