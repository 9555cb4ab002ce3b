import { readFileSync } from "node:fs";
import test from "ava";
import { levelContent } from "../../../../src/report/table/levels.js";
import { resultSchema, resultSchemaText } from "../../../../src/report/table/result-schema.js";
import { loadStudy, runStudy } from "../../../../src/study/index.js";
import { jsonFormat } from "../../../../src/tables/formats.js";

test("results/schema.json is what the schema generates (npm run schema)", (t) => {
  const committed = readFileSync(new URL("../../../../../results/schema.json", import.meta.url), "utf8");
  t.is(committed, resultSchemaText());
});

const sets: Readonly<Record<string, readonly string[]>> = {
  "a tau sweep": ["sweep.cells=20", "sweep.steps=[2,4,8]"],
  "a tensor sweep": ["sweep={axis: tensor, steps: [4,8,16], cells: [10,20,40]}"],
  "two levels": ["sweep.cells=20", "sweep.steps=[2,4]"],
};

for (const [what, set] of Object.entries(sets)) {
  test(`the JSON of ${what} satisfies the schema`, async (t) => {
    const { study } = loadStudy("studies/box-modes.yaml", { set });
    const record = await runStudy(study, { jobs: 1, store: false });
    const outcome = resultSchema.safeParse(JSON.parse(jsonFormat.write(levelContent([record], false))));
    t.true(outcome.success, String(outcome.error));
    const several = JSON.parse(jsonFormat.write(levelContent([record], true))) as unknown[];
    t.is(several.length, 1);
  });
}
