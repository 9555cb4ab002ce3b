import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { above, each } from "../support/matchers.js";
import { jko, jkoHere, packageFolder, scratch } from "./command.js";
import { boxStudy, writeStudies } from "./studies.js";

/** An infinite lattice in one direction; the least value is 0 at node (2, 5) with x = 2. */
const study = {
  id: "tiny",
  title: "A small search",
  model: {
    dimension: 1,
    graph: { lattice: { width: [1, 8], depth: [1, null] }, weight: 10 },
    state: { kind: "nodes" },
    functional: { entropy: 0 },
    finalTime: 10,
  },
  scheme: {
    name: "search",
    objective: "(x1 - width)^2 + 0.1*(width - 2)^2 + 0.1*(depth - 5)^2",
    evaluations: 3000,
    seeds: 4,
    target: 0.001,
    region: { nodes: { depth: [1, 20] } },
    compare: ["first-order", "second-order", "hill-climbing", "random"],
  },
};

const files = [
  "evaluations.csv",
  "figure.pdf",
  "figure.png",
  "figure.svg",
  "methods.pdf",
  "methods.png",
  "methods.svg",
  "report.html",
  "result.json",
  "table.csv",
  "table.md",
  "table.tex",
  "trajectory.csv",
];

test.serial("searches are validated without being run, in every format", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, study, { ...boxStudy, id: "box" });
  const table = await jkoHere(["validate", "tiny"], { cwd });
  t.is(table.code, 0, table.stderr);
  t.regex(table.stdout, /tiny {2}studies.tiny\.json: valid; scheme search, 16 searches by 'jko search'/);
  t.regex(table.stdout, /hill-climbing +4 +3000 +0\.001/);
  const csv = await jkoHere(["validate", "box", "tiny", "--format", "csv"], { cwd });
  t.regex(csv.stdout, /^study,level,.*,method,seeds,evaluations,target\nbox,0,4,/);
  t.regex(csv.stdout, /\ntiny,,.*,random,4,3000,0\.001\n$/);
  const json = await jkoHere(["validate", "tiny", "--format", "json"], { cwd });
  t.is((JSON.parse(json.stdout) as { searches: unknown[] }).searches.length, 4);
  const many = await jkoHere(["search", "tiny", "--seeds", "10001"], { cwd });
  t.is(many.code, 2);
  t.regex(many.stderr, /--seeds: too many searches \(got 10001\)/);
});

test("methods are compared, and everything is written; the same bytes whatever the number of jobs", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, study);
  const one = await jko(["search", "tiny", "--jobs", "1"], { cwd });
  t.is(one.code, 0, one.stderr);
  t.regex(one.stdout, /^tiny {2}A small search\n/);
  t.regex(one.stdout, /particles, order 1 +4 +4 /);
  t.regex(one.stdout, /hill climbing +4 +4 /);
  t.regex(one.stderr, /tiny: 16\/16 searches, best /);
  const two = await jko(["search", "tiny", "--jobs", "3", "--out", "again", "--quiet"], { cwd });
  t.is(two.stdout, one.stdout);
  t.is(two.stderr, "");
  t.deepEqual(readdirSync(join(cwd, "again")).sort(), files);
  for (const name of files) {
    t.deepEqual(readFileSync(join(cwd, "again", name)), readFileSync(join(cwd, "results/tiny", name)), name);
  }
  const course = readFileSync(join(cwd, "again/trajectory.csv"), "utf8").split("\n");
  t.is(course[0], "restart,t,step,evaluations,node,x1,weight,value,centre");
});

test("on a finite graph the step is swept, reported and followed like any other", async (t) => {
  const cwd = scratch(t);
  const graph = { nodes: ["a", "b"], edges: [["a", "b", 2]] };
  const state = { kind: "nodes", positions: { a: [1, 0], b: [0, 2] }, weights: { a: 1, b: 3 } };
  writeStudies(cwd, {
    id: "pair",
    model: { dimension: 2, graph, state, finalTime: 0.5 },
    scheme: { name: "search", order: 2, objective: { a: "x1^2 + x2^2", b: "x2^2/2" } },
    sweep: { axis: "tau", steps: [16, 32, 64] },
    errors: ["positions", "weights"],
    expect: [{ error: "positions", order: 1, last: 2 }],
  });
  const run = await jko(["run", "pair", "--no-progress"], { cwd });
  t.is(run.code, 0, run.stderr);
  t.regex(run.stdout, /search \(nodes\), reference limit/);
  t.regex(run.stdout, /\npass\n/);
  const report = readFileSync(join(cwd, "results/pair/report.html"), "utf8");
  t.regex(report.replaceAll(/<[^>]*>|[\s\u2061\u2062]/g, ""), /K\(a,b\)=2/);
  t.regex(report, /id="animation"/);
  const flow = await jko(["flow", "pair", "--steps", "8", "--snapshots", "3", "--quiet"], { cwd });
  t.is(flow.code, 0, flow.stderr);
  t.regex(flow.stdout, /8 steps .* 2 nodes in dimension 2: ok/);
  const rows = readFileSync(join(cwd, "results/pair/flow/snapshots.csv"), "utf8").trim().split("\n");
  t.deepEqual(rows.slice(0, 3), ["t,particle,layer,x1,x2,weight", "0,0,a,1,0,0.25", "0,1,b,0,2,0.75"]);
  t.is(rows.length, 1 + 3 * 2);
  const pictures = readdirSync(join(cwd, "results/pair/flow")).filter((name) => name.endsWith(".svg"));
  t.deepEqual(pictures.sort(), ["energy.svg", "iterations.svg", "positions.svg", "weights.svg"]);
});

test("seeds, formats and values of the study can be changed", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, study);
  const words = ["search", "tiny", "--seeds", "2", "--set", "scheme.compare=[random]", "--no-progress"];
  const [csv, json, markdown, latex] = await Promise.all(
    ["csv", "json", "markdown", "latex"].map((format) =>
      jko([...words, "--format", format, "--out", format], { cwd }).then(({ stdout }) => stdout),
    ),
  );
  t.regex(csv, /^study,method,searches,reached,evaluations_10,.*\ntiny,random,2,/);
  t.is((JSON.parse(json) as { searches: unknown[] }).searches.length, 2);
  t.regex(markdown, /\| random search \| 2 \|/);
  t.regex(latex, /\\begin\{tabular\}\{@\{\}lrrrrrr@\{\}\}/);
});

test("a module is run; without a gradient it pays for differences", async (t) => {
  const cwd = scratch(t);
  const { objective: _, ...scheme } = study.scheme;
  writeStudies(cwd, { ...study, scheme: { ...scheme, module: "./objective.mjs", compare: ["first-order"], seeds: 1 } });
  const text =
    "export const objective = ([x], { width, depth }) => (x - width) ** 2 + 0.1 * (width - 2) ** 2 + 0.1 * (depth - 5) ** 2;\n";
  writeFileSync(join(cwd, "studies/objective.mjs"), text);
  const { code, stderr } = await jko(["search", "tiny", "--quiet"], { cwd });
  t.is(code, 0, stderr);
  const rows = readFileSync(join(cwd, "results/tiny/trajectory.csv"), "utf8").split("\n");
  const first = rows[1].split(",");
  const active = rows.filter((row) => row.startsWith("0,0,0,")).length;
  t.is(Number(first[3]), 3 * active);
});

/** A study of four searches by a module with this text. */
function writeModule(cwd: string, text: string, scheme: object = {}): void {
  const { objective: _, ...own } = study.scheme;
  const compare = ["first-order", "random"];
  writeStudies(cwd, { ...study, scheme: { ...own, module: "./objective.mjs", compare, seeds: 2, ...scheme } });
  writeFileSync(join(cwd, "studies/objective.mjs"), text);
}

test("a module that throws ends its own search, with the reason, and no other", async (t) => {
  const cwd = scratch(t);
  const text = `
    export const objective = ([x], { width, depth }) => (x - width) ** 2 + 0.1 * (width - 2) ** 2 + 0.1 * (depth - 5) ** 2;
    export const inherit = () => { throw new Error("no such place"); };
  `;
  writeModule(cwd, text);
  const { code, stdout, stderr } = await jko(["search", "tiny", "--quiet", "--jobs", "3"], { cwd });
  t.is(code, 4, stderr);
  t.is(stderr, "");
  t.regex(stdout, /particles, order 1: 2 of 2 failed, seed 1: failed, the module's inherit fails: no such place/);
  t.regex(stdout, /random search +2 /);
  t.regex(stdout, /best value/);
});

/** Ways to print that a module has; each prints its own name. */
const printing = `
import fs, { appendFileSync, createWriteStream, openSync, write, writeSync } from "node:fs";
import { appendFile, open } from "node:fs/promises";
console.log("console");
process.stdout.write("process.stdout\\n");
writeSync(1, "writeSync\\n");
fs.writeSync(1, Buffer.from("buffer\\n"));
fs.writevSync(1, [Buffer.from("writev\\n")]);
await new Promise((resolve) => write(1, "callback\\n", resolve));
fs.appendFileSync(1, "appendFileSync\\n");
appendFileSync("/dev/stdout", "path\\n");
await appendFile("/proc/self/fd/1", "promise\\n");
writeSync(openSync(new URL("file:///dev/stdout"), "a"), "opened\\n");
await (await open("/dev/fd/1", "a")).write("handle\\n");
await new Promise((resolve) => createWriteStream("", { fd: 1, autoClose: false }).write("stream\\n", resolve));
export const objective = ([x]) => x ** 2;
`;

(process.platform === "linux" ? test : test.skip)(
  "a module may print, also through descriptors and their paths: standard output is for the results",
  (t) => {
    const cwd = scratch(t);
    writeModule(cwd, printing, { evaluations: 20 });
    const command = join(packageFolder, "bin", "jko.js");
    // Files, since a socket cannot be opened by its path.
    const line = '"$0" "$1" search tiny --quiet --format json > out 2>> err';
    const { status } = spawnSync("sh", ["-c", line, process.execPath, command], { cwd });
    const told = readFileSync(join(cwd, "err"), "utf8").split("\n");
    t.is(status, 0, told.join("\n"));
    t.is((JSON.parse(readFileSync(join(cwd, "out"), "utf8")) as { study: string }).study, "tiny");
    for (const [, name = ""] of printing.matchAll(/"([\w.]+)\\n/g)) t.true(told.includes(name), name);
    t.true(told.includes("console"));
  },
);

test("a module that does not load is an error with its place; one that never does can be interrupted", async (t) => {
  const cwd = scratch(t);
  writeModule(cwd, "export const objective = 1;\n");
  const wrong = await jko(["search", "tiny", "--quiet", "--jobs", "2"], { cwd });
  t.is(wrong.code, 2);
  t.regex(wrong.stderr, /studies\/tiny\.json: scheme\.module: the module exports no function 'objective'/);
  writeModule(cwd, "process.exit(0);\n");
  const left = await jko(["search", "tiny", "--quiet", "--jobs", "2"], { cwd });
  t.is(left.code, 2);
  t.regex(left.stderr, /scheme\.module: the module ended its thread .*got "\.\/objective\.mjs"/);
  for (const text of ["for (;;);\n", "await new Promise(() => {});\n"]) {
    // Written at once, also from a thread that never gets to its streams.
    const told = 'import { writeSync } from "node:fs";\nwriteSync(2, "begun");\n';
    writeModule(cwd, `${told}${text}export const objective = () => 1;\n`);
    let isTold = false;
    const onProgress = (stderr: string, child: { kill(signal: NodeJS.Signals): boolean }): void => {
      if (isTold || !/begun/.test(stderr)) return;
      isTold = true;
      child.kill("SIGINT");
    };
    const { code, stderr } = await jko(["search", "tiny", "--jobs", "1"], { cwd, onProgress });
    t.is(code, 130, stderr);
    t.regex(stderr, /interrupted/);
  }
});

test("an interrupt ends with 130 and what has been found", async (t) => {
  const cwd = scratch(t);
  // Points between -1 and 1 do not come near x = 2: these searches would go on for hours.
  const scheme = { ...study.scheme, evaluations: 1_000_000_000, compare: ["hill-climbing", "random"] };
  writeStudies(cwd, { ...study, id: "long", scheme });
  let isTold = false;
  const onProgress = (stderr: string, child: { kill(signal: NodeJS.Signals): boolean }): void => {
    if (isTold || !/2\/4 searches/.test(stderr)) return;
    isTold = true;
    setTimeout(() => child.kill("SIGINT"), 1500);
  };
  const { code, stdout, stderr } = await jko(["search", "long", "--jobs", "2", "--seeds", "2"], { cwd, onProgress });
  t.is(code, 130);
  t.regex(stderr, /what was found is in results\/long\/part\ninterrupted/);
  t.regex(stdout, /hill climbing +2 +2 /);
  t.regex(stdout, /random search +0 +0 /);
  t.regex(stdout, /2 of 4 are finished/);
  // Results of a whole study are not replaced by those of a part.
  t.deepEqual(readdirSync(join(cwd, "results/long")), ["part"]);
  const json = JSON.parse(readFileSync(join(cwd, "results/long/part/result.json"), "utf8")) as {
    isInterrupted: boolean;
    searches: { method: string; status: string; best: { value: number } }[];
  };
  t.true(json.isInterrupted);
  const random = json.searches.filter(({ method }) => method === "random");
  above(t, random.length, 0);
  each(t, random, ({ status, best }) => status === "interrupted" && best.value > 0.09);
});

test("what is wrong is an error with its place; a value that is not finite exits with 4", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, study);
  for (const [set, reason] of [
    ["scheme.recentre=0.5", /studies\/tiny\.json with --set scheme\.recentre=0\.5: scheme\.recentre: .*got 0\.5/],
    [
      "scheme.start={node: {width: 9, depth: 1}}",
      /studies\/tiny\.json with --set scheme\.start=\{node: .*\}: scheme\.start\.node: there is no such node/,
    ],
  ] as const) {
    const { code, stderr } = await jko(["search", "tiny", "--set", set, "--quiet"], { cwd });
    t.is(code, 2, stderr);
    t.regex(stderr, reason);
  }
  const words = ["search", "tiny", "--set", "scheme.objective=log(depth - 3)", "--quiet"];
  const failed = await jko(words, { cwd });
  t.is(failed.code, 4);
  t.regex(failed.stdout, /nonFinite, the objective of node "\d,\d" is not finite/);
  const sweep = await jko(["run", "tiny", "--set", "sweep={axis: tau, steps: [4, 8]}", "--set", "errors=[weights]"], {
    cwd,
  });
  t.is(sweep.code, 2);
  t.regex(sweep.stderr, /model\.graph\.lattice: a sweep needs a finite graph/);
});

test("run tells a study without a sweep that it is one to search, and a tag passes over it", async (t) => {
  const cwd = scratch(t);
  writeStudies(cwd, { ...study, tags: ["some"] }, { ...boxStudy, id: "box", tags: ["some"] });
  const alone = await jko(["run", "tiny"], { cwd });
  t.is(alone.code, 2);
  t.regex(alone.stderr, /sweep: required, but missing.*jko search/);
  const tagged = await jko(["run", "--tag", "some"], { cwd });
  t.is(tagged.code, 0, tagged.stderr);
  t.regex(tagged.stdout, /^box /);
});
