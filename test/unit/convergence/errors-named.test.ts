import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { type ErrorMeasure, errorMeasures } from "../../../src/convergence/index.js";
import { above } from "../../support/matchers.js";

const measures: readonly ErrorMeasure[] = errorMeasures;

test("the documentation says of every error what it says of itself", (t) => {
  const pages = { onMesh: "docs/method.md", ofStates: "docs/states.md" } as const;
  for (const [where, page] of Object.entries(pages) as ["onMesh" | "ofStates", string][]) {
    const text = readFileSync(page, "utf8");
    for (const { name, [where]: distance } of measures) {
      if (distance !== undefined)
        t.true(text.includes(`| \`${name}\` | ${inTable(distance.meaning)} |`), `${name} in ${page}`);
    }
  }
});

/** Bars would end a cell. */
function inTable(text: string): string {
  return text.replaceAll("|", "\\|");
}

test("no other file names an error, but for defaults and examples of schemes and studies", (t) => {
  const named = /["'`](L1|L2|Linf|KL|W2|IGW|symKL)(@max)?["'`]|\.(L1|L2|Linf|KL|W2|IGW|symKL)\b/;
  const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  above(t, files.length, 100);
  const found = files.filter((file) => {
    const code = readFileSync(join("src", file), "utf8").replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
    return !file.startsWith(join("convergence", "errors")) && named.test(code);
  });
  const defaults = [
    join("cli", "template.ts"),
    ...["gromov/descriptor.ts", "input-convex/descriptor.ts", "scheme.ts", "sliced/descriptor.ts"].map((file) =>
      join("schemes", file),
    ),
    ...["schema-parts.ts", "schema.ts"].map((file) => join("study", "file", file)),
  ];
  t.deepEqual(found.sort(), defaults);
});
