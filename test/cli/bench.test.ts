import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { jko, scratch } from "./command.js";
import { boxStudy, failingStudy, writeStudies } from "./studies.js";

const small = ["--cells", "20,40"];
/** More than a busy machine needs: what is measured then does not depend on time. */
const plenty = ["--seconds", "60"];

interface BenchJson {
  readonly machine: object;
  readonly cases: readonly {
    readonly id: string;
    readonly points: readonly { readonly scheme: string; readonly status: string; readonly unknowns: number }[];
  }[];
}

test("without a study, cases on one axis and on two are measured in any folder, and nothing is written", async (t) => {
  const cwd = scratch(t);
  const { code, stdout, stderr } = await jko(["bench", ...small, "--seconds", "0.2", "--format", "json"], { cwd });
  t.is(code, 0, stderr);
  const { cases, machine } = JSON.parse(stdout) as BenchJson;
  t.deepEqual(
    cases.map(({ points }) => points.map(({ scheme, unknowns }) => [scheme, unknowns])),
    [
      [40, 80],
      [400, 1600],
    ].map((sizes) => sizes.flatMap((size) => ["jko", "implicit-euler"].map((scheme) => [scheme, size]))),
  );
  t.deepEqual(Object.keys(machine), ["cpu", "cores", "platform", "architecture", "node", "kernel"]);
  t.deepEqual(readdirSync(cwd), []);
});

test("a study is measured with its model and scheme; --out writes tables and pictures", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, boxStudy);
  const words = ["bench", "box", ...small, ...plenty, "--out", "out", "--format", "csv", "--no-progress"];
  const { code, stdout, stderr } = await jko(words, { cwd });
  t.is(code, 0);
  t.is(stderr, "");
  t.deepEqual(readdirSync(join(cwd, "out")).sort(), ["bench.csv", "bench.json", "bench.pdf", "bench.png", "bench.svg"]);
  t.is(readFileSync(join(cwd, "out/bench.csv"), "utf8"), stdout);
  t.deepEqual(
    stdout
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.split(",").slice(0, 7).join()),
    [
      "box,jko,exact,32,20,40,ok",
      "box,implicit-euler,scharfetter-gummel,32,20,40,ok",
      "box,jko,exact,32,40,80,ok",
      "box,implicit-euler,scharfetter-gummel,32,40,80,ok",
    ],
  );
});

test("progress is a line per mesh on standard error, the table is on standard output", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, boxStudy);
  const { stdout, stderr } = await jko(["bench", "box", ...small, ...plenty], { cwd });
  t.is(stderr.trim().split("\n").length, 2);
  t.regex(stderr, /^box: 40 cells: jko .* steps\/s, implicit-euler .* steps\/s$/m);
  t.regex(stdout, /^scheme +cells +unknowns +steps\/s +us\/step +us\/unknown +newton +ratio +growth$/m);
  t.regex(stdout, /^- time per step grows with the unknowns to the power: jko /m);
  t.regex(stdout, /^Measured on one thread of /m);
});

test("a step that does not converge is a status in the table, and exit code 4", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, failingStudy);
  const { code, stdout } = await jko(["bench", "failing", "--steps", "1", ...plenty], { cwd });
  t.is(code, 4, stdout);
  t.regex(stdout, /^jko .*(stalled|maxIterations|nonFinite)$/m);
  t.regex(stdout, /^- jko failed at 20 cells: /m);
});

test("a study without a sweep needs --cells, and the message names its file", async (t) => {
  const cwd = scratch(t);
  const { sweep: _, expect: __, ...unswept } = boxStudy;
  writeStudies(cwd, unswept);
  const { code, stderr } = await jko(["bench", "box"], { cwd });
  t.is(code, 2);
  t.regex(stderr, /studies.box\.json: --cells: missing\. The study has no sweep/);
});

const wrong = {
  "an unknown study": [["nowhere"], /nowhere: no such file/],
  "no cells": [["--cells", "0"], /--cells: not a list of positive integers \(got "0"\).*--cells 100,200/],
  "an empty entry": [["--cells", "20,,40"], /--cells/],
  "a negative time": [["--seconds", "-1"], /--seconds: not a time \(got "-1"\).*--seconds 5/],
  "no time": [["--seconds", "0"], /--seconds/],
  "a time that is no number": [["--seconds", "NaN"], /--seconds/],
  "no step": [["--steps", "0"], /--steps: not a positive integer/],
  "an unknown format": [["--format", "xml"], /--format: unknown format/],
  "a change to the built-in cases": [["--set", "sweep.cells=20"], /--set.*built-in/],
  "two axes where there is one": [["--cells", "20x20"], /--cells: a mesh with more axes than the model/],
} as const satisfies Record<string, readonly [readonly string[], RegExp]>;

for (const [what, [words, message]] of Object.entries(wrong)) {
  test(`${what} is refused with exit code 2 before anything is measured`, async (t) => {
    const cwd = scratch(t);
    const { code, stdout, stderr } = await jko(["bench", ...words, "--out", "out"], { cwd });
    t.is(code, 2, stderr);
    t.is(stdout, "");
    t.regex(stderr, message);
    t.deepEqual(readdirSync(cwd), []);
  });
}
