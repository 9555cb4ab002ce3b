import { mkdirSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { InputError } from "../../../../src/errors.js";
import { requireMeshStudy } from "../../../../src/study/file/kinds.js";
import { listStudies, loadStudy } from "../../../../src/study/index.js";
import { boxStudy, scratchFolder, writeFiles } from "../scratch.js";

const yaml = `
id: box
title: Heat flow with exchange
tags: [fast]
model:
  domain: [[0, 1]]
  graph: {nodes: [a, b], edges: [[a, b, 3]]}
  potential: 0
  initial: 1
  finalTime: 0.1
sweep: {axis: tau, steps: [4, 8], cells: 40}
expect:
  - {error: L1, order: 1}
`;

/** A folder with `studies/box.yaml`. */
function withStudies(t: Parameters<typeof scratchFolder>[0]): string {
  const folder = scratchFolder(t);
  mkdirSync(join(folder, "studies"));
  writeFiles(join(folder, "studies"), { "box.yaml": yaml, "schema.json": "{}" });
  return folder;
}

function errorOf(run: () => unknown): InputError {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error("accepted");
}

test("a study is found by its id in studies/ and by its path", (t) => {
  const folder = withStudies(t);
  const file = join(folder, "studies", "box.yaml");
  t.is(loadStudy("box", { folder }).file, file);
  t.deepEqual(loadStudy(file).study, loadStudy("box", { folder }).study);
});

test("an id that the project does not have is that of a study of the package", (t) => {
  const shipped = join("studies", "box-modes.yaml");
  t.is(loadStudy("box-modes", { folder: scratchFolder(t) }).file, shipped);
  t.is(loadStudy("box-modes", { folder: withStudies(t) }).file, shipped);
});

test("JSON is YAML", (t) => {
  const folder = scratchFolder(t);
  writeFiles(folder, { "box.json": JSON.stringify(boxStudy) });
  t.is(loadStudy(join(folder, "box.json")).study.id, "box");
});

test("an id that is not there is answered with the nearest one", (t) => {
  t.regex(errorOf(() => loadStudy("bxo", { folder: withStudies(t) })).message, /Did you mean 'box'\?/);
  t.regex(errorOf(() => loadStudy("zzz", { folder: scratchFolder(t) })).message, /'jko list' shows all studies\./);
  t.regex(errorOf(() => loadStudy("box-mode", { folder: withStudies(t) })).message, /Did you mean 'box-modes'/);
});

test("the id is the file's name", (t) => {
  const folder = scratchFolder(t);
  writeFiles(folder, { "other.yaml": yaml });
  const error = errorOf(() => loadStudy(join(folder, "other.yaml")));
  t.is(error.context.path, "id");
  t.is(error.context.value, "box");
});

test("overrides set any path, list entries and new parts included, with YAML values", (t) => {
  const folder = withStudies(t);
  const set = [
    "sweep.cells=20",
    "model.graph.edges[0][2]=5",
    "sweep.steps[2]=16",
    "reference.kind=spectral",
    "errors=[L1, KL]",
    "model.initial=1 + x",
  ];
  const study = requireMeshStudy(loadStudy("box", { folder, set }).study, "this test");
  t.deepEqual(study.sweep, { axis: "tau", steps: [4, 8, 16], cells: 20 });
  t.deepEqual(study.model.graph, { nodes: ["a", "b"], edges: [["a", "b", 5]] });
  t.deepEqual(study.reference, { kind: "spectral" });
  t.deepEqual(study.errors, ["L1", "KL"]);
  t.is(study.model.initial, "1 + x");
});

test("an error in an overridden value names the override", (t) => {
  const error = errorOf(() => loadStudy("box", { folder: withStudies(t), set: ["sweep.cells=-1"] }));
  t.regex(error.message, /with --set sweep\.cells=-1: sweep\.cells/);
});

for (const [text, reason] of [
  ["sweep.cells", /key=value/],
  ["=3", /key=value/],
  ["a..b=1", /key=value/],
  ["sweep.steps[7]=3", /no such entry/],
  ["model.finalTime.x=1", /has no members/],
  ["model[0]=1", /not a list/],
  ["sweep.cell=1", /unknown key 'cell'/],
  ["__proto__.polluted=1", /unknown key '__proto__'/],
  ["model.constructor.prototype.polluted=1", /unknown key 'constructor'/],
  ["sweep.cells=[1", /not valid YAML/],
] as const) {
  test(`a bad override is an input error: ${text}`, (t) => {
    t.regex(errorOf(() => loadStudy("box", { folder: withStudies(t), set: [text] })).message, reason);
    t.false("polluted" in {});
  });
}

const nested = "bcdefghij".split("").map((name, k) => `${name}: &${name} [${`*${"abcdefghi"[k]},`.repeat(9)}]`);
const badFiles: Readonly<Record<string, readonly [string | Uint8Array, RegExp]>> = {
  "duplicate keys": [`${yaml}id: again\n`, /unique at line/],
  "duplicate layers": [yaml.replace("potential: 0", "potential: {a: 1, a: 2, b: 0}"), /unique at line/],
  "an alias bomb": [`a: &a [x,x,x,x,x,x,x,x,x]\n${nested.join("\n")}`, /alias/],
  "deep nesting": [`a: ${"[".repeat(100_000)}`, /not valid YAML/],
  "a foreign tag": ["a: !!js/function x", /tag/i],
  "several documents": ["a: 1\n---\nb: 2", /multiple documents/],
  "a list": ["[1]", /mapping/],
  "an empty file": ["", /mapping/],
  "a huge file": ["#".repeat(1_100_000), /at most 1000000 bytes/],
  "bytes that are not UTF-8": [Uint8Array.of(0x61, 0x3a, 0x20, 0xff, 0xfe), /UTF-8/],
};
for (const [name, [content, message]] of Object.entries(badFiles)) {
  test(`${name}: one input error that names the file`, (t) => {
    const folder = scratchFolder(t);
    writeFiles(folder, { "bad.yaml": content });
    const error = errorOf(() => loadStudy(join(folder, "bad.yaml")));
    t.regex(error.message, message);
    t.is(error.context.file, join(folder, "bad.yaml"));
    t.false(error.message.includes("\n"));
  });
}

test("a folder is not a study", (t) => {
  t.regex(errorOf(() => loadStudy(scratchFolder(t))).message, /a folder, not a study file/);
});

test("listing skips the schema, and tells what is wrong with a broken study", (t) => {
  const folder = withStudies(t);
  writeFiles(join(folder, "studies"), { "broken.yaml": "id: broken" });
  const [box, broken, ...rest] = listStudies(join(folder, "studies"));
  t.deepEqual(rest, []);
  t.is(box?.title, "Heat flow with exchange");
  t.deepEqual(box?.tags, ["fast"]);
  t.deepEqual(box?.expected, ["L1 order 1 in tau"]);
  t.is(broken?.id, "broken");
  t.regex(broken?.problem ?? "", /model: required/);
});

test("a folder that is not there lists nothing", (t) => {
  t.deepEqual(listStudies(join(scratchFolder(t), "nowhere")), []);
});
