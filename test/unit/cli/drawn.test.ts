/* What has been drawn is known again, and anything that changes it is seen. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { isDrawn, marked } from "../../../src/cli/drawn.js";
import { scratchFolder, writeFiles } from "../study/scratch.js";

const results = { "manifest.json": "{}", "table.csv": "a\n1\n", "trajectory.json": "[]" };
const pictures = { "figure.svg": "<svg/>", "figure.png": "png" };
const sheet = { width: 120 };

function drawnFolder(t: Parameters<typeof scratchFolder>[0]): string {
  const folder = scratchFolder(t);
  writeFiles(folder, { ...results, ...pictures });
  writeFiles(folder, { "report.html": marked("<p></p>\n", folder, { sheet }, Object.keys(pictures)) });
  return folder;
}

test("what was drawn in the same way is there", (t) => {
  t.true(isDrawn(drawnFolder(t), { sheet }));
});

test("an option that is left out is the same as one that is undefined", (t) => {
  const folder = scratchFolder(t);
  writeFiles(folder, results);
  writeFiles(folder, { "report.html": marked("", folder, { errors: undefined }, ["table.csv"]) });
  t.true(isDrawn(folder, {}));
});

for (const name of Object.keys(results)) {
  test(`it is not after a change of ${name}, nor without it`, (t) => {
    const folder = drawnFolder(t);
    writeFiles(folder, { [name]: "other" });
    t.false(isDrawn(folder, { sheet }));
    rmSync(join(folder, name));
    t.false(isDrawn(folder, { sheet }));
  });
}

test("it is not with other options, or where a picture or the page is missing, or knows nothing", (t) => {
  const folder = drawnFolder(t);
  for (const how of [{}, { sheet: { width: 84 } }, { sheet, errors: ["L1"] }]) t.false(isDrawn(folder, how));
  rmSync(join(folder, "figure.png"));
  t.false(isDrawn(folder, { sheet }));
  writeFiles(folder, { ...pictures, "report.html": "<p></p>\n" });
  t.false(isDrawn(folder, { sheet }));
  rmSync(join(folder, "report.html"));
  t.false(isDrawn(folder, { sheet }));
});
