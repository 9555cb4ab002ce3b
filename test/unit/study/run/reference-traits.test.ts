import test from "ava";
import { meshReferenceKinds } from "../../../../src/reference/kinds.js";
import { traitsOf } from "../../../../src/study/run/reference-run.js";

const kinds = meshReferenceKinds.map(({ name }) => name);

test("budgets are closed against the references that see the errors in time and on the mesh, and no others", (t) => {
  const independent = kinds.filter((kind) => traitsOf(kind).isIndependent);
  t.deepEqual(independent.sort(), ["finite-volume", "formula", "homogeneous", "spectral", "table"]);
});

test("errors in time are known against every reference that does not share the step", (t) => {
  const blind = kinds.filter((kind) => !traitsOf(kind).hasTimeError);
  t.deepEqual(blind.sort(), ["exact-iterate", "same-step"]);
});

test("the scheme on a finer mesh is told to be no judge of the limit", (t) => {
  const told = kinds.filter((kind) => traitsOf(kind).caveat !== null);
  t.deepEqual(told, ["same-step"]);
});
