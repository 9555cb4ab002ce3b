import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { checkStudy } from "../../src/study/file/check.js";
import { studyHash } from "../../src/study/file/study-hash.js";
import { type Finished, jko, scratch } from "./command.js";
import { boxStudy, boxWith, failingStudy, writeStudies, writeText } from "./studies.js";

/** Table and manifest as they are committed, with the error of the finest level of the box. */
function commit(cwd: string, id: string, error: number | string): void {
  const study = checkStudy(boxWith(id, compared));
  const rows = [`4,0.025,40,0.025,ok,,1`, `32,0.003125,40,0.025,ok,,${error}`].map((row, k) => `${id},${k},${row}\n`);
  writeText(cwd, `results/${id}/table.csv`, `study,level,steps,tau,cells,h,status,flags,error_L1\n${rows.join("")}`);
  const verdict = { pass: true, exitCode: 0, reasons: [], warnings: [] };
  const manifest = { study, hash: studyHash(study), reference: {}, verdict, fits: {}, versions: {} };
  writeText(cwd, `results/${id}/manifest.json`, JSON.stringify(manifest));
}

/** Finest L1 error of the box, to two digits. */
const finest = 0.002;
const compared = { baseline: { factor: 1.2 } };

function linesOf({ stdout }: Finished): string[] {
  return stdout.trim().split("\n");
}

test("a study that holds passes with a line per expectation and baseline, and nothing is written", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, boxWith("box", compared));
  commit(cwd, "box", finest);
  const finished = await jko(["check", "box", "--jobs", "1", "--store", "store"], { cwd });
  t.is(finished.code, 0, finished.stdout + finished.stderr);
  const [order, baseline, ...rest] = linesOf(finished);
  t.regex(
    order ?? "",
    /^PASS {2}box: L1 in tau: order >= 1 - 0\.15 holds, observed 0\.9\d* between \(4 steps, 40 cells\) and/,
  );
  t.regex(
    baseline ?? "",
    /^PASS {2}box: baseline L1: finest error <= 1\.2 x stored holds, .* at \(32 steps, 40 cells\)$/,
  );
  t.deepEqual(rest, []);
  t.deepEqual(readdirSync(cwd).sort(), ["results", "store", "studies"]);
  t.deepEqual(readdirSync(join(cwd, "results/box")).sort(), ["manifest.json", "table.csv"]);
});

test("a study without a baseline is told so where there is a committed table, and the table does not count", async (t) => {
  const cwd = scratch(t);
  const { baseline: _, ...plain } = boxStudy as typeof boxStudy & { baseline?: unknown };
  writeStudies(cwd, plain);
  t.notRegex((await jko(["check", "box"], { cwd })).stdout, /baseline/);
  await jko(["run", "box"], { cwd });
  const { code, stdout } = await jko(["check", "box"], { cwd });
  t.is(code, 0);
  t.regex(stdout, /SKIP .*baseline: not compared, the study names no factor; give baseline: \{factor: 1\.5\}/);
});

test("levels are computed again unless --reuse is given", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, boxStudy);
  const words = ["check", "box", "--jobs", "1"];
  t.regex((await jko(words, { cwd })).stderr, /level 1\/4 .* ms\n/);
  t.notRegex((await jko(words, { cwd })).stderr, /stored/);
  const reused = await jko([...words, "--reuse", "--format", "json", "--out", "out"], { cwd });
  t.is(reused.stderr.match(/ok, stored/g)?.length, 4);
  const json = JSON.parse(reused.stdout) as { verdict: { pass: boolean }; checks: { outcome: string }[] };
  t.true(json.verdict.pass);
  t.is(json.checks[0]?.outcome, "pass");
  t.true(existsSync(join(cwd, "out/table.csv")));
});

test("a study with a baseline but no committed table is bad input, before anything runs", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, boxStudy, boxWith("other", compared));
  const { code, stdout, stderr } = await jko(["check"], { cwd });
  t.is(code, 2);
  t.is(stdout, "");
  t.regex(
    stderr,
    /^error: results.other.table\.csv: .*no committed table\. Run 'jko run studies.other\.json --out [^\n]*\n$/,
  );
  t.false(existsSync(join(cwd, ".jko")));
});

test("all studies are judged, annotated and reported, and the worst decides", async (t) => {
  const cwd = scratch(t);
  const steep = { expect: [{ error: "L1", order: 1.5, last: 1 }] };
  const long = { expect: [{ error: "L1", order: 1, last: 9 }] };
  writeStudies(cwd, boxWith("a-good", compared), boxWith("b-large", compared), boxWith("c-steep", steep));
  writeStudies(cwd, boxWith("d-short", long), failingStudy);
  commit(cwd, "a-good", finest);
  commit(cwd, "b-large", finest / 2);
  const env = { GITHUB_ACTIONS: "true", GITHUB_WORKSPACE: cwd };
  const finished = await jko(["check", "--jobs", "1", "--junit", "reports/check.xml"], { cwd, env });
  t.is(finished.code, 4, finished.stderr);
  const lines = linesOf(finished);
  const words = lines.filter((line) => /^(PASS|FAIL)/.test(line)).map((line) => line.split(":", 1)[0]);
  t.deepEqual(
    [...new Set(words)],
    ["PASS  a-good", "PASS  b-large", "FAIL  b-large", "FAIL  c-steep", "FAIL  d-short", "FAIL  failing"],
  );
  t.regex(
    finished.stdout,
    /^::error file=studies\/b-large\.json,title=b-large%3A error above its baseline::baseline L1: /m,
  );
  t.regex(
    finished.stdout,
    /^::error file=studies\/c-steep\.json,title=c-steep%3A rate regressed::L1 in tau: order >= 1\.5/m,
  );
  t.regex(finished.stderr, /5 studies checked, 4 failed: b-large, c-steep, d-short, failing/);
  const junit = readFileSync(join(cwd, "reports/check.xml"), "utf8");
  t.regex(junit, /<testsuites name="jko check" tests="\d+" failures="2" errors="[23]" /);
  t.regex(junit, /<testsuite name="failing" file="studies.failing\.json" tests="\d" failures="0" errors="[12]"/);
});

test("a rate that is missed is exit code 3, and standard output of other formats stays clean", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, boxWith("box", { expect: [{ error: "L1", order: 1.5, last: 1 }] }));
  const env = { GITHUB_ACTIONS: "true" };
  const { code, stdout, stderr } = await jko(["check", "--tag", "quick", "--jobs", "1", "--format", "csv"], {
    cwd,
    env,
  });
  t.is(code, 3);
  t.deepEqual(
    stdout
      .trim()
      .split("\n")
      .map((line) => line.split(",").slice(0, 3)),
    [
      ["study", "outcome", "kind"],
      ["box", "fail", "expectation"],
    ],
  );
  t.regex(stderr, /^::error file=studies\/box\.json/m);
});

test("a table that is not one is bad input, and the committed folder is no place for --out", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, boxWith("box", compared));
  commit(cwd, "box", "");
  const damaged = await jko(["check", "box"], { cwd, env: { GITHUB_ACTIONS: "true" } });
  t.is(damaged.code, 2);
  t.regex(
    damaged.stdout,
    /^::error file=results\/box\/table\.csv,title=jko check::results.box.table\.csv: error_L1: [^\n]*\n$/,
  );
  t.regex(damaged.stderr, /^error: results.box.table\.csv: error_L1: .*no error to compare with\. Run 'jko run/);
  commit(cwd, "box", finest);
  const renewing = await jko(["check", "box", "--out", "results/box"], { cwd });
  t.is(renewing.code, 2);
  t.regex(renewing.stderr, /^error: --out: the folder of the committed results/);
});
