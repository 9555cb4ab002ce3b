import { join } from "node:path";
import test from "ava";
import { InputError } from "../../../../src/errors.js";
import { loadStudy, parseStudy, type StudyInput } from "../../../../src/study/index.js";
import { boxStudy } from "../../../cli/studies.js";
import { scratchFolder, writeFiles } from "../scratch.js";

const box = boxStudy as unknown as StudyInput;

test("an object gives the study that its file gives, and stays as it is", (t) => {
  const folder = scratchFolder(t);
  writeFiles(folder, { "box.json": JSON.stringify(boxStudy) });
  const before = structuredClone(box);
  t.deepEqual(
    parseStudy(box, { set: ["sweep.cells=20"] }),
    loadStudy(join(folder, "box.json"), { set: ["sweep.cells=20"] }).study,
  );
  t.deepEqual(box, before);
});

test("what is wrong is named by its path", (t) => {
  const wrong = { ...boxStudy, sweep: { ...boxStudy.sweep, cells: "many" } } as unknown as StudyInput;
  t.throws(() => parseStudy(wrong), { instanceOf: InputError, message: /^sweep\.cells: .*got "many"/ });
  for (const none of [undefined, null, [], "box"]) {
    t.throws(() => parseStudy(none as unknown as StudyInput), {
      instanceOf: InputError,
      message: /a study is a mapping/,
    });
  }
});

test("functions and circles are refused", (t) => {
  const circle: { self?: unknown } = {};
  circle.self = circle;
  for (const title of [circle, () => 1]) {
    const wrong = { ...boxStudy, title } as unknown as StudyInput;
    t.throws(() => parseStudy(wrong), { instanceOf: InputError, message: /plain values/ });
  }
});
