import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { above, below } from "../support/matchers.js";
import { jko, scratch } from "./command.js";
import { boxStudy, boxWith, failingStudy, writeStudies } from "./studies.js";

interface StudyJson {
  readonly verdict: { readonly pass: boolean };
  readonly levels: readonly { readonly status: string; readonly errors: { readonly L1: number | null } }[];
}

test("a damaged entry of the store is computed again with a warning, the others are reused", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, boxStudy);
  await jko(["run", "box"], { cwd });
  const table = readFileSync(join(cwd, "results/box/table.csv"));
  const entries = readdirSync(join(cwd, ".jko")).map((name) => join(cwd, ".jko", name));
  // The error budget has runs on finer meshes; the smallest run is a level.
  const runs = entries.filter((file) => readFileSync(file, "utf8").includes("newtonMean"));
  const level = runs.sort((a, b) => statSync(a).size - statSync(b).size)[0];
  writeFileSync(level, readFileSync(level, "utf8").replace("newtonMean", "newtonmean"));
  const { code, stderr } = await jko(["run", "box"], { cwd });
  t.is(code, 0);
  t.regex(
    stderr,
    /warning: box: \.jko.[0-9a-f]+\.json is damaged \(the checksum does not match\) and is computed again/,
  );
  t.is(stderr.match(/ok, stored/g)?.length, 3);
  t.deepEqual(readFileSync(join(cwd, "results/box/table.csv")), table);
});

test("a result is not replaced by that of a study changed with --set; with --out it has a place of its own", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, boxStudy);
  await jko(["run", "box"], { cwd });
  const table = readFileSync(join(cwd, "results/box/table.csv"));
  const changed = ["run", "box", "--set", "model.finalTime=0.05"];
  const kept = await jko(changed, { cwd });
  t.is(kept.code, 0);
  t.regex(kept.stderr, /results.box keeps the result of the study without --set, nothing is written; give --out DIR/);
  t.deepEqual(readFileSync(join(cwd, "results/box/table.csv")), table);
  await jko([...changed, "--out", "other"], { cwd });
  t.notDeepEqual(readFileSync(join(cwd, "other/table.csv")), table);
  // The file itself may change: its result is replaced.
  writeStudies(cwd, { ...boxStudy, model: { ...boxStudy.model, finalTime: 0.05 } });
  await jko(["run", "box"], { cwd });
  const [own, other] = ["results/box", "other"].map((folder) => readFileSync(join(cwd, folder, "table.csv"), "utf8"));
  t.is(other?.replaceAll("model.finalTime=0.05", ""), own);
});

test("an interrupt keeps the finished levels, exits with 130, and the same command goes on from there", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, boxWith("box", { sweep: { axis: "tau", steps: [4, 8, 200_000], cells: 100 } }));
  let interrupted = 0;
  const onProgress = (stderr: string, child: { kill(signal: NodeJS.Signals): boolean }): void => {
    if (interrupted > 0 || !/level 1\/3/.test(stderr) || !/level 2\/3/.test(stderr)) return;
    interrupted = performance.now();
    child.kill("SIGINT");
  };
  const first = await jko(["run", "box", "--jobs", "2"], { cwd, onProgress });
  below(t, performance.now() - interrupted, 5000);
  t.is(first.code, 130);
  t.regex(
    first.stderr,
    /interrupted: 2 of 3 levels of box (and \d+ other runs? )?are kept; the same command goes on from there/,
  );
  const rows = readFileSync(join(cwd, "results/box/table.csv"), "utf8").trim().split("\n");
  t.deepEqual(
    rows.slice(1).map((row) => row.split(",")[10]),
    ["ok", "ok", "missing"],
  );
  const again = await jko(["run", "box", "--set", "sweep.steps=[4,8,16]", "--set", "expect=[]"], { cwd });
  t.is(again.code, 0);
  t.is(again.stderr.match(/ok, stored/g)?.length, 2);
});

test("a reader that goes away ends the printing, not the work", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, boxStudy);
  const words = ["flow", "box", "--steps", "4", "--cells", "2000", "--snapshots", "5", "--format", "csv"];
  const { code, stdout, stderr } = await jko(words, { cwd, closesStdout: true });
  t.is(code, 0);
  t.notRegex(stderr, /EPIPE|error/i);
  const written = readFileSync(join(cwd, "results/box/flow/snapshots.csv"), "utf8");
  below(t, stdout.length, written.length);
});

test("two runs give the same bytes, whatever the number of jobs and what is printed", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, boxStudy);
  const one = await jko(["run", "box", "--jobs", "1", "--format", "csv", "--quiet"], { cwd });
  const two = await jko(["run", "box", "--jobs", "3", "--out", "two", "--store", "other"], { cwd });
  t.deepEqual([one.code, two.code], [0, 0]);
  t.is(one.stderr, "");
  t.is(one.stdout.trim().split("\n").length, 5);
  t.regex(two.stdout, /^steps +tau +L1 +order/m);
  t.regex(two.stderr, /box: level 4\/4 \(32 steps, 40 cells\) ok/);
  const files = [
    "figure.pdf",
    "figure.png",
    "figure.svg",
    "manifest.json",
    "report.html",
    "run.json",
    "table.csv",
    "table.md",
    "table.tex",
    "trajectory.json",
  ];
  t.deepEqual(readdirSync(join(cwd, "results/box")).sort(), files);
  t.is(readFileSync(join(cwd, "results/box/table.csv"), "utf8"), one.stdout);
  t.is(readFileSync(join(cwd, "two/table.csv"), "utf8"), one.stdout);
});

test("a level that does not converge ends with its status and exit code 4; other levels and studies go on", async (t) => {
  const cwd = scratch(t);
  const files = writeStudies(cwd, failingStudy, boxStudy);
  const words = ["run", ...files, "--out", "out", "--format", "json", "--jobs", "1"];
  const { code, stdout, stderr } = await jko(words, { cwd });
  t.is(code, 4, stderr);
  const [failing, box] = JSON.parse(stdout) as StudyJson[];
  const [failed, kept] = failing?.levels ?? [];
  t.regex(failed?.status ?? "", /^(stalled|maxIterations|nonFinite)$/);
  t.is(failed?.errors.L1, null);
  t.is(kept?.status, "ok");
  above(t, kept?.errors.L1 ?? 0, 0);
  t.false(failing?.verdict.pass);
  t.true(box?.verdict.pass);
  t.is(readFileSync(join(cwd, "out/failing/table.csv"), "utf8").trim().split("\n").length, 3);
  t.true(existsSync(join(cwd, "out/box/table.csv")));
});

test("pictures of a run have the width, title and errors that are asked for, and an error that is none is refused first", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, boxStudy);
  const wrong = await jko(["run", "box", "--errors", "L7"], { cwd });
  t.is(wrong.code, 2);
  t.regex(wrong.stderr, /--errors: not an error of box \(got "L7"\)\. It has /);
  t.false(existsSync(join(cwd, "results")));
  const { code } = await jko(["run", "box", "--errors", "L1", "--width", "12cm", "--title", "My own"], { cwd });
  t.is(code, 0);
  t.regex(readFileSync(join(cwd, "results/box/figure.svg"), "utf8"), /^<svg [^>]*width="120mm".*>My own</s);
});
