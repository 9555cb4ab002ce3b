import test from "ava";
import { annotationsOf, annotationText } from "../../../../src/report/table/annotations.js";
import { checked, line } from "../checked.js";

const annotation = { level: "error", file: "studies/box.yaml", title: "box", message: "missed" } as const;

test("an annotation is one workflow command", (t) => {
  t.is(annotationText(annotation), "::error file=studies/box.yaml,title=box::missed");
});

test("messages escape percent signs and line ends, the percent sign first", (t) => {
  const message = "5 % off,\r\nat: %0A";
  t.true(annotationText({ ...annotation, message }).endsWith("::5 %25 off,%0D%0Aat: %250A"));
});

test("properties escape colons and commas as well", (t) => {
  const text = annotationText({ ...annotation, file: "C:\\a,b.yaml", title: "box: 1 %\n" });
  t.is(text, "::error file=C%3A\\a%2Cb.yaml,title=box%3A 1 %25%0A::missed");
});

test("what is missed and what failed is an error, a warning is a warning, and what passes is silent", (t) => {
  const lines = [line(), line({ outcome: "fail" }), line({ outcome: "error" }), line({ outcome: "skip" })];
  const found = annotationsOf(checked(lines, { warnings: ["the error grows"] }));
  t.deepEqual(
    found.map(({ level, title }) => [level, title]),
    [
      ["error", "box: rate regressed"],
      ["error", "box: numerical failure"],
      ["warning", "box"],
    ],
  );
});
