/* What a run ends with, and where its results are. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { jkoHere, scratch } from "./command.js";
import { boxStudy, boxWith, writeStudies } from "./studies.js";

const { reference: _, ...rest } = boxStudy;
/** Against the best reference. */
const small = { ...rest, sweep: { axis: "tau", steps: [4, 8], cells: 10 }, expect: [] };

/** Folders in a folder. */
function foldersIn(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

for (const [words, expect, codes] of [
  ["a missed rate", { error: "L1", order: 3, last: 1 }, [0, 3]],
  ["a rate that cannot be judged", { error: "L1", order: 1, last: 9 }, [0, 4]],
  ["a rate that is met", { error: "L1", order: 1, slack: 0.5, last: 1 }, [0, 0]],
] as const) {
  test.serial(`${words} ends a run with ${codes[0]}, and with ${codes[1]} where that is asked for`, async (t) => {
    const cwd = scratch(t);
    writeStudies(cwd, { ...small, expect: [expect] });
    const run = ["run", "box", "--jobs", "1", "--quiet"];
    t.is((await jkoHere(run, { cwd })).code, codes[0]);
    t.is((await jkoHere([...run, "--strict"], { cwd })).code, codes[1]);
  });
}

test.serial("a study with a tag can be left out; a tag that none has is refused", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, { ...small, id: "one", tags: ["quick", "paper"] }, { ...small, id: "two", tags: ["quick"] });
  const quiet = ["--jobs", "1", "--quiet", "--format", "csv"];
  const left = await jkoHere(["run", "--tag", "quick", "--without-tag", "paper", ...quiet], { cwd });
  t.is(left.code, 0, left.stderr);
  t.deepEqual(foldersIn(join(cwd, "results")), ["two"]);
  const unknown = await jkoHere(["run", "--tag", "quick", "--without-tag", "papr", ...quiet], { cwd });
  t.is(unknown.code, 2);
  t.regex(unknown.stderr, /--without-tag: no study has the tag \(got "papr"\)/);
  const none = await jkoHere(["run", "--tag", "paper", "--without-tag", "quick", ...quiet], { cwd });
  t.regex(none.stderr, /--without-tag: no study is left/);
});

test.serial("computing a result again changes no file but the timings, though the program is another", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, boxWith("box", small));
  await jkoHere(["run", "box", "--jobs", "1", "--quiet"], { cwd });
  const folder = join(cwd, "results/box");
  const file = join(folder, "manifest.json");
  const other = readFileSync(file, "utf8").replace(/"commit": .*,/, `"commit": "${"0".repeat(40)}",`);
  writeFileSync(file, other);
  await jkoHere(["run", "box", "--jobs", "1", "--quiet"], { cwd });
  t.is(readFileSync(file, "utf8"), other);
  // A verdict that has changed is written, with the commit that it is of.
  writeStudies(cwd, boxWith("box", { ...small, expect: [{ error: "L1", order: 1, last: 1 }] }));
  await jkoHere(["run", "box", "--jobs", "1", "--quiet"], { cwd });
  t.notRegex(readFileSync(file, "utf8"), /"commit": "0{40}"/);
});

test.serial("results are named by their folder, their study or its file, alike in report and compare", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, small);
  const early = await jkoHere(["report", "box"], { cwd });
  t.is(early.code, 2);
  t.regex(early.stderr, /box: no result: there is no results.box\. Run it first: jko run box\./);
  await jkoHere(["run", "box", "--jobs", "1", "--quiet"], { cwd });
  for (const name of ["box", "studies/box.json", "results/box"]) {
    t.is((await jkoHere(["report", name], { cwd })).code, 0, name);
    t.is((await jkoHere(["compare", name, "--out", "cmp"], { cwd })).code, 0, name);
  }
  const wrong = await jkoHere(["compare", "boxx"], { cwd });
  t.regex(wrong.stderr, /boxx: no such folder, and no study of that id\. Did you mean 'box'\?/);
});
