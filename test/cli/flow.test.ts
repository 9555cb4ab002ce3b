import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { jko, scratch } from "./command.js";
import { boxStudy, failingStudy, writeStudies } from "./studies.js";

test("a trajectory writes its snapshots and a row per step", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, boxStudy);
  const words = ["flow", "box", "--steps", "6", "--cells", "5", "--snapshots", "3", "--out", "out", "--format", "csv"];
  const { code, stdout } = await jko(words, { cwd });
  t.is(code, 0);
  t.is(stdout, readFileSync(join(cwd, "out/snapshots.csv"), "utf8"));
  const [header, ...rows] = stdout.trim().split("\n");
  t.is(header, "t,x,layer,density");
  t.is(rows.length, 3 * 5 * 2);
  const times = [...new Set(rows.map((row) => Number(row.split(",", 1)[0]).toPrecision(12)))];
  t.deepEqual(times.map(Number), [0, 0.05, 0.1]);
  t.is(readFileSync(join(cwd, "out/steps.csv"), "utf8").trim().split("\n").length, 1 + 7);
});

test("a trajectory that ends early is exit code 4, and what was computed is written", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, failingStudy);
  const { code, stdout } = await jko(["flow", "failing", "--steps", "1", "--out", "out"], { cwd });
  t.is(code, 4);
  t.regex(stdout, /1 steps .*: (stalled|maxIterations|nonFinite)/);
  t.deepEqual(readdirSync(join(cwd, "out")).sort(), [
    "animation.html",
    "density.png",
    "density.svg",
    "energy.svg",
    "newton.svg",
    "snapshots.csv",
    "steps.csv",
  ]);
});
