import { readFileSync } from "node:fs";
import test from "ava";
import { checkStudy } from "../../src/study/file/check.js";
import { parseYaml } from "../../src/study/file/yaml.js";
import { above, atMost } from "../support/matchers.js";
import { boxStudy } from "../unit/study/scratch.js";
import { root } from "./generated-pages.js";

const read = (path: string): string => readFileSync(new URL(path, root), "utf8");
const page = read("docs/data.md");

/** The blocks of a language. */
function blocks(language: string): string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map(([, text]) => text);
}

for (const [language, file] of [
  ["python", "read_density.py"],
  ["julia", "read_density.jl"],
  ["r", "read_density.R"],
] as const) {
  test(`the lines of docs/data.md are those of ${file}, which a test runs, of some ten lines`, (t) => {
    const example = read(`docs/examples/${file}`);
    const [shown] = blocks(language);
    above(t, shown?.length, 0);
    t.true(example.includes(shown ?? ""), shown);
    atMost(t, example.trim().split("\n").length, 12);
  });
}

test("the keys of docs/data.md are keys of a study", (t) => {
  const [text] = blocks("yaml");
  const { model, reference } = parseYaml(text ?? "", { file: "docs/data.md" }) as { model: object; reference: object };
  t.notThrows(() => checkStudy({ ...boxStudy, reference, model: { ...boxStudy.model, ...model } }));
});
