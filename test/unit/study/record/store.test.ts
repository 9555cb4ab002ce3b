import {
  appendFileSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import test from "ava";
import { decode, encode, hashOf } from "../../../../src/study/file/canonical.js";
import type { StudyEvent } from "../../../../src/study/index.js";
import { codeHash, hashOfCode } from "../../../../src/study/record/code-hash.js";
import { createStore } from "../../../../src/study/record/store.js";
import { inspectStore, pruneStore } from "../../../../src/study/record/store-contents.js";
import { isLevelResult } from "../../../../src/study/record/stored.js";
import { scratchFolder } from "../scratch.js";

const result = {
  summary: { gap: Number.NaN, most: Number.POSITIVE_INFINITY, least: -0, tiny: 5e-324 },
  densities: [Float64Array.of(0.1, 1 / 3, 5e-324, -0, Number.NaN, Number.NEGATIVE_INFINITY)],
};

const any = (): boolean => true;

test("every number survives bit by bit, in lists, mappings and arrays of doubles", (t) => {
  const back = decode(encode(result)) as typeof result;
  t.true(Object.is(back.summary.gap, Number.NaN));
  t.is(back.summary.most, Number.POSITIVE_INFINITY);
  t.true(Object.is(back.summary.least, -0));
  t.is(back.summary.tiny, 5e-324);
  t.deepEqual(back.densities[0], result.densities[0]);
  t.true(Object.is(back.densities[0]?.[3], -0));
});

test("a view of a larger buffer is stored as what it shows", (t) => {
  const view = Float64Array.of(1, 2, 3, 4).subarray(1, 3);
  t.deepEqual(decode(encode(view)), Float64Array.of(2, 3));
});

test("the hash does not depend on the order of keys, but on every value", (t) => {
  t.is(hashOf({ a: 1, b: { c: [2], d: undefined } }), hashOf({ b: { c: [2] }, a: 1 }));
  t.not(hashOf({ a: 1 }), hashOf({ a: 1 + Number.EPSILON }));
  t.not(hashOf({ a: [1, 2] }), hashOf({ a: [2, 1] }));
  t.not(hashOf({ a: "1" }), hashOf({ a: 1 }));
});

test("the code has a hash, the same on every call", (t) => {
  t.regex(codeHash(), /^[0-9a-f]{64}$/);
  t.is(codeHash(), codeHash());
});

test("the hash of the code sees whatever computing code imports, but for messages and what is only written", (t) => {
  const root = fileURLToPath(new URL("../../../../src", import.meta.url));
  const copy = scratchFolder(t);
  cpSync(root, copy, { recursive: true });
  const before = hashOfCode(copy);
  const folders = ["numerics", "fields", "model", "jko", "schemes", "reference", "convergence"];
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)),
  );
  const imported = files
    .filter((name) => name.endsWith(".js"))
    .flatMap((name) =>
      [...readFileSync(join(root, name), "utf8").matchAll(/ from "(\.[^"]+)"/g)].map(([, from]) =>
        relative(root, join(root, name, "..", from)),
      ),
    );
  const unseen = [...new Set(imported)].filter((name) => {
    const text = readFileSync(join(copy, name));
    appendFileSync(join(copy, name), "// changed");
    const isSeen = hashOfCode(copy) !== before;
    writeFileSync(join(copy, name), text);
    return !isSeen;
  });
  t.deepEqual(unseen.sort(), ["errors.js", join("tables", "one-line.js")]);
});

test("what is written is read again, for the same task only", (t) => {
  const store = createStore(scratchFolder(t), false, () => {});
  store.write({ steps: 4 }, result, "a level");
  t.deepEqual(store.read({ steps: 4 }, any), result);
  t.is(store.read({ steps: 5 }, any), undefined);
});

test("a forced run reads nothing, and stores again", (t) => {
  const folder = scratchFolder(t);
  const store = createStore(folder, true, () => {});
  store.write({ steps: 4 }, result, "a level");
  t.is(store.read({ steps: 4 }, any), undefined);
  t.deepEqual(createStore(folder, false, () => {}).read({ steps: 4 }, any), result);
});

const damages: Readonly<Record<string, (content: string) => string>> = {
  "a changed byte": (content) => content.replace("densities", "densitiez"),
  "a cut": (content) => content.slice(0, content.length / 2),
  "a missing end": (content) => content.slice(0, -1),
  emptiness: () => "",
  "another file": () => "{}\n",
};
for (const [name, damage] of Object.entries(damages)) {
  test(`an entry with ${name} is reported, removed and not used`, (t) => {
    const folder = scratchFolder(t);
    const events: StudyEvent[] = [];
    const store = createStore(folder, false, (event) => events.push(event));
    store.write({ steps: 4 }, result, "a level");
    const file = join(folder, readdirSync(folder)[0]);
    writeFileSync(file, damage(readFileSync(file, "utf8")));
    t.is(store.read({ steps: 4 }, any), undefined);
    t.deepEqual(
      events.map(({ type }) => type),
      ["store-damaged"],
    );
    t.deepEqual(readdirSync(folder), []);
  });
}

test("a folder that cannot be made is one warning, not an error", (t) => {
  const folder = scratchFolder(t);
  writeFileSync(join(folder, "file"), "");
  const events: StudyEvent[] = [];
  const store = createStore(join(folder, "file", "store"), false, (event) => events.push(event));
  store.write({ steps: 4 }, result, "a level");
  store.write({ steps: 5 }, result, "a level");
  t.is(store.read({ steps: 4 }, any), undefined);
  t.deepEqual(
    events.map(({ type }) => type),
    ["warning"],
  );
});

test("every exchange of two whole entries is told, and none is used", (t) => {
  const tasks = [4, 8, 16, 32].map((steps) => ({ steps }));
  for (const from of tasks) {
    for (const to of tasks.filter((task) => task !== from)) {
      const folder = scratchFolder(t);
      const events: StudyEvent[] = [];
      const store = createStore(folder, false, (event) => events.push(event));
      store.write(from, { of: from.steps }, "a level");
      const [source = ""] = readdirSync(folder);
      store.write(to, { of: to.steps }, "a level");
      const target = readdirSync(folder).find((name) => name !== source) as string;
      copyFileSync(join(folder, source), join(folder, target));
      t.is(store.read(to, any), undefined);
      t.deepEqual(store.read(from, any), { of: from.steps });
      t.deepEqual(
        events.map((event) => ("reason" in event ? event.reason : event.type)),
        ["it is the entry of another level"],
      );
    }
  }
});

test("an entry that has not the shape of its level is not used", (t) => {
  const events: StudyEvent[] = [];
  const store = createStore(scratchFolder(t), false, (event) => events.push(event));
  const task = { model: {}, scheme: {}, steps: 4, cells: [2], times: [2, 4], rows: false };
  const accepts = (value: unknown): boolean => isLevelResult(task as never, value);
  const state = Float64Array.of(1, 2);
  const summary = { status: "ok" };
  const wrong = [
    {},
    { summary, rows: [], states: [state] },
    { summary, rows: [], states: [state, Float64Array.of(1)] },
  ];
  for (const value of wrong) {
    store.write(task, value, "a level");
    t.is(store.read(task, accepts), undefined);
  }
  t.is(events.length, wrong.length);
  const right = { summary, rows: [], states: [state, state] };
  store.write(task, right, "a level");
  t.deepEqual(store.read(task, accepts), right);
});

test("a folder in the place of an entry is one warning, and other entries are stored", (t) => {
  const folder = scratchFolder(t);
  const events: StudyEvent[] = [];
  const store = createStore(folder, false, (event) => events.push(event));
  store.write({ steps: 4 }, result, "a level");
  const name = readdirSync(folder)[0];
  const other = scratchFolder(t);
  mkdirSync(join(other, name, "kept"), { recursive: true });
  const blocked = createStore(other, false, (event) => events.push(event));
  t.is(blocked.read({ steps: 4 }, any), undefined);
  blocked.write({ steps: 4 }, result, "a level");
  blocked.write({ steps: 5 }, result, "a level");
  t.deepEqual(blocked.read({ steps: 5 }, any), result);
  t.deepEqual(
    events.map(({ type }) => type),
    ["warning"],
  );
});

test("a store tells what it holds; pruning keeps what is current and whole, and temporaries of the last hour", (t) => {
  const folder = scratchFolder(t);
  const store = createStore(folder, false, () => {});
  store.write({ steps: 4 }, result, "jko, 4 steps");
  store.write({ steps: 5 }, result, "jko, 5 steps");
  const [name = ""] = readdirSync(folder);
  const content = readFileSync(join(folder, name), "utf8");
  writeFileSync(join(folder, name), content.replace("densities", "densitiez"));
  const [young, old] = [".a.json.0123456789abcdef.part", ".b.json.0123456789abcdef.part"];
  for (const temporary of [young, old]) writeFileSync(join(folder, temporary), "");
  utimesSync(join(folder, old), 0, 0);
  t.deepEqual(
    inspectStore(folder, false).map(({ state }) => state),
    ["current", "current"],
  );
  const damaged = inspectStore(folder, true).filter(({ state }) => state === "damaged");
  t.deepEqual(
    damaged.map((entry) => [entry.name, entry.problem]),
    [[name, "the checksum does not match"]],
  );
  t.deepEqual(pruneStore(folder), [name, old]);
  const left = inspectStore(folder, true);
  t.is(left.length, 1);
  t.regex(left[0]?.about ?? "", /^jko, [45] steps$/);
  t.true(readdirSync(folder).includes(young));
});
