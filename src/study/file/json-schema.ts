import { z } from "zod";
import { stateSchemeNames } from "../../schemes/schemes.js";
import { forEditors, type JsonSchema } from "./editor-schema.js";
import { describesStates } from "./kinds.js";
import { type Path, valueAt } from "./path.js";
import { meshStudySchema, stateStudySchema } from "./schema.js";

/**
 * JSON schema of a study file as written, defaults not yet filled in: that of a study of states where model or scheme
 * are those of states, else that of densities on a mesh.
 */
export function studyJsonSchema(): Record<string, unknown> {
  const has = (key: string, schema: JsonSchema): JsonSchema => ({ properties: { [key]: schema }, required: [key] });
  // A pattern, no list: editors propose the values of lists, and would propose these alone.
  const pattern = `^(${stateSchemeNames.join("|")})$`;
  const ofStates = [has("model", { required: ["state"] }), has("scheme", has("name", { type: "string", pattern }))];
  const [states, mesh] = [stateStudySchema, meshStudySchema].map((schema) => {
    const { $schema, ...rest } = jsonSchemaOf(schema);
    return forEditors(rest);
  });
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    if: { anyOf: ofStates },
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON schemas
    then: states,
    else: mesh,
  };
}

/** JSON schema of what a schema reads, with examples also where names are read as text. */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const override = ({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodType; jsonSchema: JsonSchema }): void => {
    const examples = z.globalRegistry.get(zodSchema)?.examples as unknown[] | undefined;
    if (examples !== undefined) jsonSchema.examples = examples as NonNullable<JsonSchema["examples"]>;
  };
  return z.toJSONSchema(schema, { io: "input", override }) as JsonSchema;
}

/** Content of `studies/schema.json`. */
export function schemaText(): string {
  return `${JSON.stringify(studyJsonSchema(), null, 2)}\n`;
}

/** Keys allowed at a path, for the alternative that the value there has chosen. */
export function keysAt(path: Path, raw: unknown): string[] {
  const value = valueAt(raw, path);
  return schemasAt(path, raw)
    .filter((schema) => agrees(schema, value))
    .flatMap((schema) => Object.keys(schema.properties ?? {}))
    .filter((key, k, all) => all.indexOf(key) === k);
}

/** Paths of all keys of study files, of every alternative, each once: `model.exchange.mobility`. */
export function keyPaths(): string[] {
  const found = new Set<string>();
  const visit = (schema: JsonSchema, path: string): void => {
    for (const one of alternatives(schema)) {
      for (const [key, inner] of Object.entries(one.properties ?? {})) {
        const own = path === "" ? key : `${path}.${key}`;
        found.add(own);
        if (typeof inner === "object") visit(inner, own);
      }
    }
  };
  for (const schema of [meshStudySchema, stateStudySchema]) visit(jsonSchemaOf(schema), "");
  return [...found].sort();
}

function schemasAt(path: Path, raw: unknown): JsonSchema[] {
  const schema = describesStates(raw) ? stateStudySchema : meshStudySchema;
  let current = alternatives(z.toJSONSchema(schema, { io: "input" }) as JsonSchema);
  for (let k = 0; k < path.length; k++) {
    const key = path[k];
    const value = valueAt(raw, path.slice(0, k));
    current = current
      .filter((schema) => raw === undefined || agrees(schema, value))
      .flatMap((schema) => children(schema, key))
      .flatMap(alternatives);
  }
  return current;
}

function alternatives(schema: JsonSchema): JsonSchema[] {
  const branches = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  return branches.length === 0 ? [schema] : branches.flatMap(alternatives);
}

function children(schema: JsonSchema, key: PropertyKey): JsonSchema[] {
  const items =
    typeof key === "number" ? (schema.prefixItems?.[key] ?? schema.items) : schema.properties?.[String(key)];
  return typeof items === "object" && !Array.isArray(items) ? [items] : [];
}

/** Whether an object's constants (`name: jko`) are those of the alternative. */
function agrees(schema: JsonSchema, value: unknown): boolean {
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    if (typeof property !== "object" || property.const === undefined) continue;
    const given = valueAt(value, [key]) ?? property.default;
    if (given !== property.const) return false;
  }
  return true;
}
