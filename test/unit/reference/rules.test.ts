import test from "ava";
import type { SweepAxis } from "../../../src/reference/admissibility.js";
import { automaticReferences } from "../../../src/reference/automatic.js";
import { meshReferenceKind } from "../../../src/reference/kinds.js";
import { admissibleReferences } from "../../../src/reference/rules.js";

/** Whether `kind` may judge a sweep along `axis` of a model on so many axes. */
const referenceAdmissibility = (kind: string, axis: SweepAxis, axes = 1) => meshReferenceKind(kind).judges(axes)[axis];

test("the admissible references per axis are those of the study format", (t) => {
  const sorted = (axis: "tau" | "h" | "joint" | "tensor") => admissibleReferences(axis).sort();
  t.deepEqual(sorted("tau"), ["finite-volume", "formula", "homogeneous", "same-mesh", "spectral", "table"]);
  t.deepEqual(sorted("h"), ["exact-iterate", "finite-volume", "formula", "same-step", "spectral", "table"]);
  t.deepEqual(sorted("joint"), ["finite-volume", "formula", "homogeneous", "spectral", "table"]);
  t.deepEqual(sorted("tensor"), sorted("joint"));
});

test("references with a time error warn on an h axis; others are refused with a reason", (t) => {
  for (const kind of ["formula", "spectral", "finite-volume"] as const) {
    const verdict = referenceAdmissibility(kind, "h");
    t.regex(verdict.verdict === "warning" ? verdict.warning : "", /far below h\^2/);
  }
  const refused = referenceAdmissibility("same-mesh", "h");
  t.regex(refused.verdict === "refused" ? refused.reason : "", /mesh error/);
});

test("on two axes the exact iterate may measure the splitting along tau, with a warning", (t) => {
  t.is(referenceAdmissibility("exact-iterate", "tau", 1).verdict, "refused");
  t.is(referenceAdmissibility("exact-iterate", "tau", 2).verdict, "warning");
  t.is(referenceAdmissibility("exact-iterate", "joint", 2).verdict, "refused");
  t.true(admissibleReferences("tau", 2).includes("exact-iterate"));
});

test("auto tries only admissible references", (t) => {
  for (const axis of ["tau", "h", "joint", "tensor"] as const) {
    for (const kind of automaticReferences(axis)) t.is(referenceAdmissibility(kind, axis).verdict, "admissible");
  }
});
