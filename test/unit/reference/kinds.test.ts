import { readFileSync } from "node:fs";
import test from "ava";
import { automaticReferences } from "../../../src/reference/automatic.js";
import {
  type MeshReferenceSpec,
  meshOf,
  meshReferenceKinds,
  meshReferenceSchema,
} from "../../../src/reference/kinds.js";
import { stateReferenceKinds, stateReferenceSchema } from "../../../src/reference/states/index.js";
import { above } from "../../support/matchers.js";

const axes = ["tau", "h", "joint", "tensor", "parameter"] as const;
/** A study's keys of every kind, beside its name. */
const keys: Readonly<Record<string, object>> = {
  formula: { density: 1 },
  "finite-volume": { cells: 160 },
  "same-step": { cells: 160 },
  "exact-iterate": { mean: 0, variance: 1 },
  table: { csv: "table.csv" },
};
const specs = meshReferenceKinds.map(
  ({ name }) => meshReferenceSchema.parse({ kind: name, ...keys[name] }) as MeshReferenceSpec,
);

test("the schema knows every listed kind, auto, and no other", (t) => {
  const named = meshReferenceSchema.options.map(({ shape }) => shape.kind.value as string);
  t.deepEqual([...named].sort(), ["auto", ...meshReferenceKinds.map(({ name }) => name)].sort());
  t.is(new Set(named).size, named.length);
  t.deepEqual(
    [...stateReferenceSchema.shape.kind.options] as string[],
    stateReferenceKinds.map(({ name }) => name),
  );
});

test("ranks are distinct: kinds have one order", (t) => {
  t.is(new Set(meshReferenceKinds.map(({ rank }) => rank)).size, meshReferenceKinds.length);
});

test("every kind answers for every sweep, on one axis and on two, with a reason where it does not judge", (t) => {
  for (const kind of meshReferenceKinds) {
    for (const count of [1, 2]) {
      const judged = kind.judges(count);
      t.deepEqual(Object.keys(judged).sort(), [...axes].sort(), kind.name);
      for (const axis of axes) {
        const verdict = judged[axis];
        if (verdict.verdict === "refused") above(t, verdict.reason.length, 20, kind.name);
        if (verdict.verdict === "warning") above(t, verdict.warning.length, 20, kind.name);
      }
      // What shows neither the mesh nor the time error cannot judge along that axis.
      if (!kind.measures.time) t.not(judged.joint.verdict, "admissible", kind.name);
      if (!kind.measures.mesh) t.is(judged.h.verdict, "refused", kind.name);
    }
  }
});

test("along every axis auto has a last kind that applies without looking at the problem", (t) => {
  const problem = () => {
    throw new Error("looked at");
  };
  for (const axis of axes) {
    const last = meshReferenceKinds.find(({ name }) => name === automaticReferences(axis).at(-1));
    const spec = last?.automatic?.choose({ axis, meshes: [[20], [40]], inertia: undefined, problem });
    t.is(spec?.kind, last?.name);
    t.notThrows(() => last?.check(spec as never, [[20], [40]], false));
  }
});

test("work is positive, and a mesh of one's own has the model's axes", (t) => {
  for (const [k, { name, work }] of meshReferenceKinds.entries()) {
    const spec = specs[k] as MeshReferenceSpec;
    above(t, work(spec, { cells: [40, 40], steps: 8 }), 0, name);
    t.deepEqual(meshOf(spec, 2), "cells" in spec ? [160, 160] : null, name);
  }
});

test("docs/method.md tells of every estimate what its kind says, no more", (t) => {
  const docs = readFileSync(new URL("../../../../docs/method.md", import.meta.url), "utf8");
  const section = docs.slice(docs.indexOf("### What each `reference_error` sees"));
  const rows = section
    .slice(0, section.indexOf("\n**"))
    .split("\n")
    .filter((line) => line.startsWith("| `") || line.startsWith("| states"));
  const told = [...meshReferenceKinds, ...stateReferenceKinds].flatMap(({ estimates }) =>
    estimates.map(({ of, from, sees, misses }) => `| ${of} | ${from} | ${sees} | ${misses} |`),
  );
  t.deepEqual(rows.sort(), told.sort());
});
