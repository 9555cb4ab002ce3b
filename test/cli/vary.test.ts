import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { jko, jkoHere, scratch } from "./command.js";
import { boxStudy, writeStudies } from "./studies.js";

const { reference: _, ...rest } = boxStudy;
/** Against the best reference for every variant. */
const small = { ...rest, sweep: { axis: "tau", steps: [4, 8], cells: 10 }, expect: [] };
const grid = ["--vary", "model.exchange.mobility=unit,logarithmic", "--vary", "model.graph.edges[0][2]=1,4"];
const names = ["mobility=logarithmic,edges.0.2=1", "mobility=logarithmic,edges.0.2=4"];
const allNames = [...names, "mobility=unit,edges.0.2=1", "mobility=unit,edges.0.2=4"];

/** Folders in a folder. */
function foldersIn(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

test("every combination of values has its folder, and all are compared; the study's own result stays", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, small);
  const { code, stdout, stderr } = await jko(["run", "box", ...grid], { cwd });
  t.is(code, 0, stderr);
  t.deepEqual(foldersIn(join(cwd, "results/box/vary")), allNames);
  t.deepEqual(foldersIn(join(cwd, "results/box")), ["vary"]);
  const rows = readFileSync(join(cwd, "results/box/vary/comparison.csv"), "utf8").trim().split("\n");
  t.is(rows.length, 9);
  t.true(existsSync(join(cwd, "results/box/vary/comparison.svg")));
  t.regex(stdout, /^mobility=unit, edges\[0\]\[2\]=1 {2}done$/m);
  t.regex(stderr, /written to results.box.vary$/m);
  // What is there is not computed again.
  const again = await jko(["run", "box", ...grid, "--format", "csv"], { cwd });
  t.is(again.code, 0);
  t.is(again.stderr.match(/ok, stored/g)?.length, 8);
  t.is(again.stdout.trim().split("\n").length, 9);
});

test.serial("a study may say itself what varies in it; the command line has the last word", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, { ...small, vary: { "sweep.cells": [5, 6], "scheme.name": ["jko", "implicit-euler"] } });
  const words = ["run", "box", "--vary", "sweep.cells=7", "--out", "out", "--quiet", "--jobs", "1"];
  const { code, stderr } = await jkoHere(words, { cwd });
  t.is(code, 0, stderr);
  t.deepEqual(foldersIn(join(cwd, "out")), ["cells=7,name=implicit-euler", "cells=7,name=jko"]);
});

for (const [vary, problem] of [
  [
    "model.exchange.mobility=unit,unitt",
    /box\.json with --vary model\.exchange\.mobility=unitt: .*Did you mean 'unit'/,
  ],
  ["model.initial.a=1,-1", /with --vary model\.initial\.a=-1: .*negative/],
  ["model.mobility=unit,harmonic", /--vary model\.mobility=unit: .*unknown key 'mobility'/],
  ["sweep.cells=5,,6", /--vary: a value is empty/],
] as const) {
  test.serial(`'--vary ${vary}' is refused before anything runs`, async (t) => {
    const cwd = scratch(t);
    writeStudies(cwd, small);
    const { code, stdout, stderr } = await jkoHere(["run", "box", "--vary", vary], { cwd });
    t.is(code, 2);
    t.is(stdout, "");
    t.regex(stderr, problem);
    t.deepEqual(readdirSync(cwd), ["studies"]);
  });
}

test("an interrupted grid tells what is done and kept, and of --force", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, { ...small, sweep: { axis: "tau", steps: [4, 200_000], cells: 100 } });
  let sent = false;
  const onProgress = (stderr: string, child: { kill(signal: NodeJS.Signals): boolean }): void => {
    if (sent || !/level 1\/2/.test(stderr)) return;
    sent = true;
    child.kill("SIGINT");
  };
  const { code, stderr } = await jko(["run", "box", ...grid, "--force", "--jobs", "2"], { cwd, onProgress });
  t.is(code, 130);
  t.regex(stderr, /interrupted: 1 of 2 levels of box.* kept; the same command without --force goes on from there/);
  t.regex(stderr, /^0 of 4 variants are done$/m);
  // The variant that had begun; none of the others.
  t.is(foldersIn(join(cwd, "results/box/vary")).length, 1);
});

test("a level that takes longer than it may is a gap with its reason, and exit code 4; the rest is kept", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, { ...small, sweep: { axis: "tau", steps: [4, 8, 5_000_000], cells: 100 } });
  const { code, stdout, stderr } = await jko(["run", "box", "--level-timeout", "2", "--jobs", "1"], { cwd });
  t.is(code, 4, stderr);
  t.regex(stdout, /ended with status timeout: not done after 2\.0 s, the time allowed to a level/);
  const rows = readFileSync(join(cwd, "results/box/table.csv"), "utf8").trim().split("\n").slice(1);
  t.deepEqual(
    rows.map((row) => row.split(",")[10]),
    ["ok", "ok", "timeout"],
  );
  t.is((await jkoHere(["report", "box"], { cwd })).code, 0);
});

for (const [words, reason] of [
  [["--vary", "sweep.cells=5,6", "--set", "sweep.cells=7"], "varied and set"],
  [["--vary", "sweep.cells=5", "--vary", "sweep.cells=6"], "varied twice"],
] as const) {
  test.serial(`a key that is ${reason} is refused: one of the two would do nothing`, async (t) => {
    const cwd = scratch(t);
    writeStudies(cwd, small);
    const { code, stderr } = await jkoHere(["run", "box", ...words], { cwd });
    t.is(code, 2);
    t.regex(stderr, new RegExp(`--vary: sweep\\.cells: the key is ${reason}`));
    t.false(existsSync(join(cwd, "results")));
  });
}
