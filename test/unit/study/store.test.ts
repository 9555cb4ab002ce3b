import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { decode, encode, hashOf } from "../../../src/study/canonical.js";
import { codeHash } from "../../../src/study/code-hash.js";
import type { StudyEvent } from "../../../src/study/index.js";
import { createStore } from "../../../src/study/store.js";
import { scratchFolder } from "./scratch.js";

const result = {
  summary: { gap: Number.NaN, most: Number.POSITIVE_INFINITY, least: -0, tiny: 5e-324 },
  densities: [Float64Array.of(0.1, 1 / 3, 5e-324, -0, Number.NaN, Number.NEGATIVE_INFINITY)],
};

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

test("what is written is read again, for the same task only", async (t) => {
  const store = createStore(scratchFolder(t), false, () => {});
  await store.write({ steps: 4 }, result);
  t.deepEqual(store.read({ steps: 4 }), result);
  t.is(store.read({ steps: 5 }), undefined);
});

test("a forced run reads nothing, and stores again", async (t) => {
  const folder = scratchFolder(t);
  const store = createStore(folder, true, () => {});
  await store.write({ steps: 4 }, result);
  t.is(store.read({ steps: 4 }), undefined);
  t.deepEqual(createStore(folder, false, () => {}).read({ steps: 4 }), result);
});

const damages: Readonly<Record<string, (content: string) => string>> = {
  "a changed byte": (content) => content.replace("densities", "densitiez"),
  "a cut": (content) => content.slice(0, content.length / 2),
  "a missing end": (content) => content.slice(0, -1),
  emptiness: () => "",
  "another file": () => "{}\n",
};
for (const [name, damage] of Object.entries(damages)) {
  test(`an entry with ${name} is reported, removed and not used`, async (t) => {
    const folder = scratchFolder(t);
    const events: StudyEvent[] = [];
    const store = createStore(folder, false, (event) => events.push(event));
    await store.write({ steps: 4 }, result);
    const file = join(folder, readdirSync(folder)[0] as string);
    writeFileSync(file, damage(readFileSync(file, "utf8")));
    t.is(store.read({ steps: 4 }), undefined);
    t.deepEqual(
      events.map(({ type }) => type),
      ["store-damaged"],
    );
    t.deepEqual(readdirSync(folder), []);
  });
}

test("a folder that cannot be made is one warning, not an error", async (t) => {
  const folder = scratchFolder(t);
  writeFileSync(join(folder, "file"), "");
  const events: StudyEvent[] = [];
  const store = createStore(join(folder, "file", "store"), false, (event) => events.push(event));
  await store.write({ steps: 4 }, result);
  await store.write({ steps: 5 }, result);
  t.is(store.read({ steps: 4 }), undefined);
  t.deepEqual(
    events.map(({ type }) => type),
    ["warning"],
  );
});
