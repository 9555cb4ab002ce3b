import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { resultSchemaText } from "../report/table/result-schema.js";
import { schemaText } from "../study/file/json-schema.js";

/** Regenerates `studies/schema.json` and `results/schema.json`: `npm run schema`. */
const root = new URL("../../../", import.meta.url);
writeFileSync(fileURLToPath(new URL("studies/schema.json", root)), schemaText());
writeFileSync(fileURLToPath(new URL("results/schema.json", root)), resultSchemaText());
