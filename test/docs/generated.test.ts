import { readFileSync } from "node:fs";
import test from "ava";
import { generatedPages } from "./generated-pages.js";

for (const { path, url, text } of generatedPages()) {
  test(`${path} is what is made from code and results (npm run docs)`, (t) => {
    t.is(readFileSync(url, "utf8"), text());
  });
}
