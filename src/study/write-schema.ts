import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { schemaText } from "./json-schema.js";

/** Regenerates `studies/schema.json`: `npm run schema`. */
writeFileSync(fileURLToPath(new URL("../../../studies/schema.json", import.meta.url)), schemaText());
