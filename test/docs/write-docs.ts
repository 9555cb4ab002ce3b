import { writeFileSync } from "node:fs";
import { generatedPages } from "./generated-pages.js";

/** Writes the pages of docs/ that are made from code and results: `npm run docs`. */
for (const { url, text } of generatedPages()) writeFileSync(url, text());
