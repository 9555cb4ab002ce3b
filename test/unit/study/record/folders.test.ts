import { join } from "node:path";
import test from "ava";
import { packageFolder } from "../../../../src/study/file/package-folder.js";
import { committedFolder, resultFolder } from "../../../../src/study/index.js";
import { scratchFolder } from "../scratch.js";

test("results are beside the folder studies/ of a study, or beside its file", (t) => {
  const folder = scratchFolder(t);
  for (const of of [resultFolder, committedFolder]) {
    t.is(of({ file: "studies/box.yaml", id: "box" }), join("results", "box"));
    t.is(of({ file: join(folder, "studies/box.yaml"), id: "box" }), join(folder, "results", "box"));
    t.is(of({ file: join(folder, "box.yaml"), id: "box" }), join(folder, "results", "box"));
  }
});

test.serial("results of a study of the package are in the current folder, those that come with it are read", (t) => {
  const file = join(packageFolder, "studies", "box-modes.yaml");
  const before = process.cwd();
  process.chdir(scratchFolder(t));
  t.teardown(() => process.chdir(before));
  t.is(resultFolder({ file, id: "box-modes" }), join("results", "box-modes"));
  t.is(committedFolder({ file, id: "box-modes" }), join(packageFolder, "results", "box-modes"));
});
