import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { below } from "../support/matchers.js";
import { type Finished, jko, jkoHere, scratch } from "./command.js";
import { boxStudy, boxWith, writeText } from "./studies.js";

const { graph } = boxStudy.model;

/** Something wrong in a study, and what its message names: path, value and remedy. */
interface BadStudy {
  readonly what: string;
  readonly study: object | string;
  readonly told: readonly RegExp[];
}

function badModel(what: string, model: object, ...told: readonly RegExp[]): BadStudy {
  return { what, study: boxWith("bad", {}, model), told };
}

function badPart(what: string, parts: object, ...told: readonly RegExp[]): BadStudy {
  return { what, study: boxWith("bad", parts), told };
}

const yaml = `id: bad\n${Array.from({ length: 12 }, (_, k) =>
  k === 0
    ? "x0: &x0 [1, 1, 1, 1, 1, 1, 1, 1, 1]"
    : `x${k}: &x${k} [${Array(9)
        .fill(`*x${k - 1}`)
        .join(", ")}]`,
).join("\n")}\nmodel: *x11\n`;

const badStudies: readonly BadStudy[] = [
  badPart("a wrong text", { title: 5 }, /title: expected a text \(got 5\)\. Write a text/),
  badModel("a wrong switch", { normalize: "yes" }, /expected true or false/, /without quotes/),
  badModel("a text for a mapping", { exchange: "unit" }, /a mapping of mobility, cost, mobilityAt/),
  badPart("nothing in a list", { errors: [] }, /errors: must not be empty/, /L1, L2/),
  badModel("an edge that is too short", { graph: { ...graph, edges: [["a", "b"]] } }, /at least 3 entries/, /weight/),
  badModel(
    "a pole that cannot be integrated",
    { potential: "log(abs(x - 0.5))" },
    /model\.potential: .*exp\(-V\/T\) grows like distance\^-1 at x = 0\.5, which is not integrable/,
    /weaker pole/,
  ),
  badPart("a tolerance of 1", { scheme: { tolerance: 1 } }, /must be at most 0\.01/, /1e-16/),
  badPart("an order of 3", { scheme: { order: 3 } }, /scheme\.order/, /allowed: 1, 2/),
  badPart("a reference in a word", { reference: "auto" }, /\{kind: auto\}/),
  badPart("a sweep of no axis", { sweep: { steps: [1, 2], cells: 4 } }, /sweep\.axis/, /one of tau, h/),
  badModel("a domain of one number's width", { domain: [[1, 1 + 2 ** -52]] }, /domain\[0\]/, /too narrow/),
  badModel("a domain beyond numbers", { domain: [[-1e308, 1e308]] }, /domain\[0\]: an axis needs finite bounds/),
  badModel("a layer that begins with a space", { graph: { nodes: [" a"], edges: [] } }, /nodes\[0\]/, /single spaces/),
  badModel("a layer that turns text round", { graph: { nodes: ["a\u202e"], edges: [] } }, /nodes\[0\]/, /direction/),
  badPart("an unknown key", { sweeps: 1 }, /sweeps: unknown key 'sweeps'/, /got 1/, /Did you mean 'sweep'\?/),
  badModel("a wrong type", { finalTime: "soon" }, /model\.finalTime/, /expected a number/, /"soon"/, /time > 0/),
  badModel(
    "a negative weight",
    { graph: { ...graph, edges: [["a", "b", -3]] } },
    /edges\[0\]\[2\]/,
    /-3/,
    /weight > 0/,
  ),
  badModel("a self-loop", { graph: { ...graph, edges: [["a", "a", 3]] } }, /model\.graph\.edges\[0\]/, /"a"/),
  badModel("a disconnected graph", { graph: { nodes: ["a", "b"], edges: [] } }, /model\.graph/, /connect/),
  badPart("an empty sweep", { sweep: { axis: "tau", steps: [], cells: 40 } }, /sweep\.steps/, /got \[\]/),
  badModel("NaN", { finalTime: ".nan" }, /model\.finalTime/, /number/),
  badModel("a negative density", { initial: "x - 0.5" }, /model\.initial/, /negative/),
  badModel("an expression that reaches for constructor", { potential: "constructor" }, /potential/, /constructor/),
  badModel("an expression that reaches for __proto__", { potential: "x.__proto__" }, /potential/, /__proto__/),
  badModel("an expression that reaches for process", { potential: "process.exit(7)" }, /potential/, /process/),
  badModel(
    "a key named __proto__",
    JSON.parse('{"__proto__": {"finalTime": 1}}') as object,
    /__proto__/,
    /unknown key/,
  ),
  badModel("a layer named __proto__", { graph: { nodes: ["__proto__"], edges: [] } }, /graph\.nodes\[0\]/, /__proto__/),
  badModel("a layer that is no name", { graph: { nodes: [true, false], edges: [] } }, /nodes\[0\]/, /quotes: "true"/),
  badModel("a layer with a control character", { graph: { nodes: ["a\u0007"], edges: [] } }, /control/, /nodes\[0\]/),
  badModel("half a mobility", { exchange: { mobility: "log" } }, /mobility/, /Did you mean 'logarithmic'\?/),
  badPart("a key of its model", { exchange: {} }, /unknown key 'exchange'/, /Did you mean 'model\.exchange'\?/),
  badModel("a power of another language", { potential: "x**2" }, /potential/, /powers with \^/),
  badPart("a mesh beyond memory", { sweep: { axis: "tau", steps: [1, 2], cells: 1e12 } }, /sweep\.cells/, /fewer/),
  { what: "a YAML bomb", study: yaml, told: [/bad\.json/, /alias/i] },
  badModel("a layer that reads as a command", { graph: { nodes: ["::a"], edges: [] } }, /graph/, /command/),
  { what: "tabs", study: "id: bad\nmodel:\n\tx: 1", told: [/tab/i, /line 3/, /Indent with spaces/] },
  { what: "several documents", study: "id: bad\n---\nid: b", told: [/multiple documents/, /one study per file/] },
  { what: "a tag", study: "id: bad\nmodel: !!binary aGk=", told: [/tag !!binary/, /line 2/, /plain value/] },
  { what: "nothing in it", study: "# later", told: [/a study is a mapping/, /got null/] },
  {
    what: "an infinite number",
    study: "id: bad\nmodel: {finalTime: .inf, domain: [[0, 1]], potential: 0, initial: 1}",
    told: [/finalTime: expected a finite number/, /Infinity/],
  },
  { what: "no mapping", study: "[1, 2]", told: [/a study is a mapping/, /\[1,2\]/] },
  { what: "a merge key", study: "id: bad\n<<: {title: x}", told: [/merge key/, /line 2/] },
  { what: "an alias inside what it names", study: "id: bad\nmodel: &m {x: *m}", told: [/\*m stands inside/, /line 2/] },
  { what: "no YAML", study: "id: bad\n  model: [", told: [/bad\.json/, /line/] },
];

for (const { what, study, told } of badStudies) {
  test.serial(`a study with ${what} is refused`, async (t) => {
    const cwd = scratch(t);
    writeText(cwd, "bad.json", typeof study === "string" ? study : JSON.stringify(study).replace('".nan"', ".nan"));
    const finished = await jkoHere(["run", "bad.json", "--out", "out"], { cwd });
    refused(t, finished, /bad\.json/, ...told);
    t.false(existsSync(join(cwd, "out")), "a result was written");
  });
}

/** A command line that is wrong, and what its message names. */
const badLines: readonly (readonly [what: string, words: readonly string[], ...told: RegExp[]])[] = [
  ["an unknown command", ["rum"], /unknown command 'rum'/, /Did you mean 'run'\?/],
  ["an unknown command before a study", ["rn", "box.json"], /unknown command 'rn'/, /Did you mean 'run'\?/],
  ["an unknown option", ["run", "box.json", "--job", "2"], /unknown option '--job'/, /Did you mean '--jobs'\?/],
  ["an option of another command", ["run", "box.json", "--junit", "x"], /unknown option '--junit'/, /jko run --help/],
  ["a number of jobs that is none", ["run", "box.json", "--jobs", "two"], /--jobs/, /"two"/, /--jobs 2/],
  ["an unknown format", ["run", "box.json", "--format", "jsno"], /--format/, /"jsno"/, /json/],
  ["a format the command does not have", ["check", "box.json", "--format", "latex"], /--format/, /table, csv, json/],
  ["an override that is wrong", ["run", "box.json", "--set", "sweep.cells=-1"], /--set sweep\.cells=-1/, /got -1/],
  [
    "an override that shows to be wrong when the study is planned",
    ["run", "box.json", "--set", "model.initial=-1"],
    /box\.json with --set model\.initial=-1: model\.initial: .*negative/,
  ],
  [
    "an override that shows to be wrong when a flow begins",
    ["flow", "box.json", "--out", "flow", "--steps", "2", "--set", "model.initial=-1"],
    /box\.json with --set model\.initial=-1: model\.initial: .*negative/,
  ],
  ["a folder for a study", ["run", "folder"], /folder: a folder, not a study file/, /folder.study\.yaml/],
  ["no study", ["run"], /no study/, /jko list/],
  ["an option without its value", ["run", "box.json", "--jobs"], /--jobs: a value is missing/, /jko run --help/],
  ["no folder", ["report"], /no folder is named/, /jko report --help/],
  ["a study without results", ["report", "box.json"], /box\.json: no result/, /jko run box\.json/],
  ["a file for a store", ["store", "--store", "box.json"], /box\.json: not a folder/, /--store/],
  ["a link that leads to itself", ["validate", "loop.yaml"], /loop\.yaml: cannot be read \(E\w+\)/],
  [
    "an override that makes a mapping in a wrong place",
    ["validate", "box.json", "--set", "exchange.mobility=unit"],
    /box\.json with --set exchange\.mobility=unit: exchange: unknown key/,
    /'model\.exchange'/,
  ],
  [
    "an override of a part of what is wrong",
    ["validate", "box.json", "--set", "model.graph.nodes[0]=true"],
    /with --set model\.graph\.nodes\[0\]=true: model\.graph\.nodes\[0\]/,
  ],
  ["an unknown tag", ["check", "--tag", "quick"], /--tag/, /"quick"/],
  ["the same study twice", ["check", "box.json", "./box.json"], /same study twice/, /"box"/],
  ["--reuse and --force", ["check", "box.json", "--reuse", "--force"], /--force: contradicts --reuse/],
  ["an output below a file", ["run", "box.json", "--out", "box.json/out"], /cannot be written/, /--out/],
  ["a file for an output folder", ["check", "box.json", "--out", "box.json"], /cannot be written/, /--out/],
  ["a folder for a report", ["check", "box.json", "--junit", "folder"], /--junit/, /"folder"/, /Name a file/],
  ["nothing", []],
];

for (const [what, words, ...told] of badLines) {
  test.serial(`a command line with ${what} is refused`, async (t) => {
    const cwd = scratch(t);
    writeText(cwd, "box.json", JSON.stringify(boxStudy));
    mkdirSync(join(cwd, "folder"));
    if (process.platform !== "win32") symlinkSync("loop.yaml", join(cwd, "loop.yaml"));
    const finished = await jkoHere(words, { cwd });
    if (told.length > 0) refused(t, finished, ...told);
    t.is(finished.code, 2);
    t.false(existsSync(join(cwd, "results")), "a result was written");
  });
}

test("a process that refuses a study says the same, and exits with 2", async (t) => {
  const cwd = scratch(t);
  writeText(cwd, "bad.json", JSON.stringify(boxWith("bad", { sweeps: 1 })));
  refused(t, await jko(["run", "bad.json"], { cwd }), /bad\.json: sweeps: unknown key 'sweeps'/);
});

/** Exit code 2, nothing on standard output, and one line that names what is expected of it. */
function refused(
  t: ExecutionContext,
  { code, stdout, stderr, milliseconds }: Finished,
  ...told: readonly RegExp[]
): void {
  t.is(code, 2, stderr);
  t.is(stdout, "");
  below(t, milliseconds, 10_000, `it took ${milliseconds} ms`);
  t.regex(stderr, /^error: [^\n]+\n$/);
  t.notRegex(stderr, /\n\s+at |node:internal|\.js:\d+/);
  for (const pattern of told) t.regex(stderr, pattern);
}
