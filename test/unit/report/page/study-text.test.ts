import test from "ava";
import { studyText } from "../../../../src/report/page/study-text.js";
import { parseYaml } from "../../../../src/study/file/yaml.js";

const study = {
  id: "a",
  question: `A long question, which stays on one line: ${"word ".repeat(40)}?`,
  model: { domain: [[0, 1]], potential: "yes", initial: "1e3", shift: "x: y" },
  scheme: { tolerance: 1e-12, step: 2.5e-300 },
  tags: [],
};

test("what is written of a study is read as the same study", (t) => {
  t.deepEqual(parseYaml(studyText(study), { file: "a.yaml" }), study);
});

test("numbers and texts are written as people write them", (t) => {
  const lines = studyText(study).split("\n");
  t.true(lines.includes("  tolerance: 1e-12"));
  t.true(lines.includes("  step: 2.5e-300"));
  t.true(lines.includes('  initial: "1e3"'));
  t.true(lines.includes("  potential: yes"));
});

test("lists that several keys share are written out, and absent values left out", (t) => {
  const list = [1];
  t.is(studyText({ a: list, b: list, c: undefined }), "a:\n  - 1\nb:\n  - 1\n");
});
