import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import test from "ava";
import { InputError } from "../../../../src/errors.js";
import { checkMeshStudy, checkStudy } from "../../../../src/study/file/check.js";
import { schemaText } from "../../../../src/study/file/json-schema.js";
import { boxStudy } from "../scratch.js";

/** The study with the value at a path replaced. */
function changed(path: readonly (string | number)[], value: unknown): unknown {
  const copy = structuredClone(boxStudy) as unknown;
  let parent = copy as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) {
    parent[key] ??= {};
    parent = parent[key] as Record<string | number, unknown>;
  }
  parent[path.at(-1) as string | number] = value;
  return copy;
}

function errorOf(raw: unknown): InputError {
  try {
    checkStudy(raw);
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error("accepted");
}

test("studies/schema.json is what the schema generates (npm run schema)", (t) => {
  const committed = readFileSync(new URL("../../../../../studies/schema.json", import.meta.url), "utf8");
  t.is(committed, schemaText());
});

test("a minimal study gets every default", (t) => {
  const study = checkMeshStudy({
    id: "least",
    model: { domain: [[0, 1]], potential: 0, initial: 1, finalTime: 1 },
  });
  t.deepEqual(study.model.graph, { nodes: ["0"], edges: [] });
  t.deepEqual(study.model.exchange, { mobility: "unit", cost: "quadratic", mobilityAt: "previous" });
  t.deepEqual(study.model.energy, { kind: "entropy", temperature: 1 });
  t.true(study.model.normalize);
  t.deepEqual(study.scheme, { name: "jko", order: 1, transport: "exact", tolerance: 1e-12 });
  t.deepEqual(study.reference, { kind: "auto" });
  t.deepEqual(study.errors, ["L1"]);
  t.deepEqual(study.expect, []);
  t.is(study.sweep, undefined);
});

test("inertial needs a damping, and starts at rest with the transport of the axes", (t) => {
  t.is(errorOf(changed(["scheme"], { name: "inertial" })).context.path, "scheme.damping");
  const scheme = { name: "inertial", transport: "exact", damping: 2, initialPotential: 0, tolerance: 1e-12 };
  t.deepEqual(checkMeshStudy(changed(["scheme"], { name: "inertial", damping: 2 })).scheme, scheme as never);
});

for (const [path, value] of [
  [["model", "energy"], { kind: "porous-medium", exponent: 2 }],
  [["model", "exchange", "cost"], "cosh"],
  [["model", "exchange", "mobilityAt"], "next"],
] as const) {
  test(`inertial refuses what has no kinetic energy: ${path.join(".")} = ${inspect(value)}`, (t) => {
    const raw = changed(path, value) as Record<string, unknown>;
    const error = errorOf({ ...raw, scheme: { name: "inertial", damping: 1 } });
    t.true(error.context.path?.startsWith(path.join(".")), error.message);
    t.truthy(error.context.remedy);
  });
}

test("a scheme without a name is jko, implicit-euler has a flux by default", (t) => {
  t.deepEqual(checkMeshStudy(changed(["scheme"], { tolerance: 1e-10 })).scheme, {
    name: "jko",
    order: 1,
    transport: "exact",
    tolerance: 1e-10,
  });
  t.deepEqual(checkMeshStudy(changed(["scheme"], { name: "implicit-euler" })).scheme, {
    name: "implicit-euler",
    flux: "scharfetter-gummel",
    tolerance: 1e-12,
  });
});

test("layer names may be numbers", (t) => {
  const study = checkMeshStudy(changed(["model", "graph"], { nodes: [0, 1], edges: [[0, 1, 2]] }));
  t.deepEqual(study.model.graph, { nodes: ["0", "1"], edges: [["0", "1", 2]] });
});

for (const [path, value, nearest] of [
  [["modle"], 1, "model"],
  [["sweep", "cell"], 3, "cells"],
  [["model", "exchange", "mobilty"], "unit", "mobility"],
  [["model", "graph", "famly"], "path", "family"],
  [["expect"], [{ eror: "L1", order: 1 }], "error"],
] as const) {
  test(`an unknown key names itself and the nearest valid one: ${path.join(".")}`, (t) => {
    const error = errorOf(changed(path, value));
    t.regex(error.reason, /^unknown key/);
    t.regex(error.context.remedy ?? "", new RegExp(`'${nearest}'`));
  });
}

test("an unknown key that is like none is answered with those that are allowed", (t) => {
  const { context } = errorOf(changed(["scheme", "flux"], "upwind"));
  t.is(context.remedy, "Use one that is allowed: name, order, transport, innerSteps, tolerance.");
});

for (const [path, value, nearest] of [
  [["scheme", "name"], "jkoo", "jko"],
  [["sweep", "axis"], "tua", "tau"],
  [["reference", "kind"], "finite-volum", "finite-volume"],
  [["model", "exchange", "mobility"], "logaritmic", "logarithmic"],
  [["errors"], ["L1", "Linff"], "Linf"],
  [["model", "graph"], { family: "pth", nodes: 3 }, "path"],
] as const) {
  test(`an unknown name is quoted with the nearest valid one: ${path.join(".")}`, (t) => {
    const error = errorOf(changed(path, value));
    t.is(error.reason, "unknown value");
    t.regex(error.context.remedy ?? "", new RegExp(`'${nearest}'`));
  });
}

for (const [path, value, where] of [
  [["model", "graph", "edges"], [["a", "b", -1]], "model.graph.edges[0][2]"],
  [["model", "graph", "edges"], [["a", "b"]], "model.graph.edges[0]"],
  [["model", "finalTime"], Number.NaN, "model.finalTime"],
  [["model", "finalTime"], Number.POSITIVE_INFINITY, "model.finalTime"],
  [["model", "finalTime"], 0, "model.finalTime"],
  [["model", "finalTime"], "1", "model.finalTime"],
  [["model", "domain"], [[0, "a"]], "model.domain[0][1]"],
  [["model", "domain"], [0, 1], "model.domain[0]"],
  [["model", "energy", "temperature"], -1, "model.energy.temperature"],
  [["model", "potential"], { a: [1] }, "model.potential.a"],
  [["sweep", "steps"], [], "sweep.steps"],
  [["sweep", "steps"], [4, 1.5], "sweep.steps[1]"],
  [["sweep", "cells"], [1, -2], "sweep.cells[1]"],
  [["sweep"], 3, "sweep"],
  [["errors"], "L1", "errors"],
  [["errors"], [], "errors"],
  [["tags"], ["fast", 3], "tags[1]"],
  [["baseline"], { factor: 0.5 }, "baseline.factor"],
  [["scheme", "tolerance"], 0, "scheme.tolerance"],
  [["reference"], { kind: "formula" }, "reference.density"],
  [["id"], "../x", "id"],
] as const) {
  test(`a wrong value is an error at its path: ${where} = ${inspect(value)}`, (t) => {
    t.is(errorOf(changed(path, value)).context.path, where);
  });
}

for (const key of ["id", "model"]) {
  test(`${key} is required`, (t) => {
    const { [key]: _, ...rest } = boxStudy as Record<string, unknown>;
    const error = errorOf(rest);
    t.is(error.reason, "required, but missing");
    t.is(error.context.path, key);
  });
}

for (const [path, value, at, reason] of [
  [["scheme"], { name: "jko", innerSteps: 4 }, "scheme.innerSteps", /innerSteps belong to dynamic transport/],
  [["scheme"], { name: "jko", transport: "dynamic", order: 2 }, "scheme.order", /of first order/],
  [["scheme"], { name: "jko", order: 3 }, "scheme.order", /unknown value/],
  [["model", "energy"], { kind: "porous-medium", exponent: 2 }, undefined, undefined],
] as const) {
  test(`combinations that do not exist are refused: ${path.join(".")} = ${JSON.stringify(value)}`, (t) => {
    if (reason === undefined) return void t.notThrows(() => checkMeshStudy(changed(path, value)));
    const error = errorOf(changed(path, value));
    t.regex(error.message, reason);
    t.is(error.context.path, at);
  });
}

const implicitEuler = { name: "implicit-euler" };
const dynamic = { name: "jko", transport: "dynamic" };
for (const [change, at, schemes] of [
  [{ exchange: { cost: "cosh" } }, "model.exchange.cost", [dynamic]],
  [{ exchange: { mobilityAt: "next" } }, "model.exchange.mobilityAt", [implicitEuler, dynamic]],
  [{ energy: { kind: "porous-medium", exponent: 2 } }, "model.energy.kind", [implicitEuler, dynamic]],
] as const) {
  for (const scheme of schemes) {
    test(`${scheme.name} ${JSON.stringify(scheme)} refuses ${at}`, (t) => {
      const { model } = boxStudy as { model: object };
      const error = errorOf({ ...boxStudy, model: { ...model, ...change }, scheme });
      t.is(error.context.path, at);
      t.truthy(error.context.remedy);
    });
  }
}

test("dynamic transport has eight inner steps by default", (t) => {
  t.like(checkMeshStudy(changed(["scheme"], { name: "jko", transport: "dynamic" })).scheme, { innerSteps: 8 });
});

test("transport is exact on one axis and swept on two by default; exact on two is refused", (t) => {
  t.like(checkMeshStudy(boxStudy).scheme, { transport: "exact" });
  const plane = changed(
    ["model", "domain"],
    [
      [0, 1],
      [0, 1],
    ],
  );
  t.like(checkMeshStudy(plane).scheme, { transport: "swept" });
  const error = errorOf({ ...(plane as Record<string, unknown>), scheme: { name: "jko", transport: "exact" } });
  t.is(error.context.path, "scheme.transport");
});

test("keys of Object.prototype are unknown keys", (t) => {
  for (const key of ["constructor", "toString", "hasOwnProperty"]) {
    t.regex(errorOf(changed(["model", key], 1)).reason, /^unknown key/);
  }
  const withProto = JSON.parse(JSON.stringify(boxStudy).replace('"id"', '"__proto__":{"x":1},"id"'));
  t.regex(errorOf(withProto).reason, /^unknown key '__proto__'/);
});
