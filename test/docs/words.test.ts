import { readFileSync } from "node:fs";
import test, { type ExecutionContext } from "ava";
import { constants, functions, variables } from "../../src/model/expression/vocabulary.js";
import { root } from "./generated-pages.js";

const page = (path: string): string => readFileSync(new URL(path, root), "utf8");

function names(t: ExecutionContext, path: string, words: Iterable<string>): void {
  const text = page(path);
  t.deepEqual(
    [...words].filter((word) => !text.includes(`\`${word}\``)),
    [],
  );
}

test("docs/expressions.md names every function, constant and variable of formulas", (t) => {
  names(t, "docs/expressions.md", [...functions.keys(), ...constants.keys(), ...variables]);
});
