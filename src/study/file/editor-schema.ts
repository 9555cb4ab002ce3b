import type { z } from "zod";

export type JsonSchema = z.core.JSONSchema.JSONSchema;

/**
 * A JSON schema that says the same, in the form of which editors make the best of messages and completions: where a key
 * tells alternatives apart (`name`, `kind`, `axis`), its values are listed once, and each leads to its alternative.
 *
 * Of `oneOf` an editor guesses which alternative is meant, and complains about another one.
 */
export function forEditors(schema: JsonSchema): JsonSchema {
  const inner = withDefault(mapped(schema));
  const told = tellingKey(inner.oneOf);
  if (told === undefined) return inner;
  const { oneOf = [], ...rest } = inner;
  return { ...rest, ...chosenBy(told, oneOf as JsonSchema[]) };
}

/** Editors show descriptions, and no defaults. */
function withDefault(schema: JsonSchema): JsonSchema {
  const { description, default: value } = schema;
  if (description === undefined || value === undefined || isSchema(value)) return schema;
  return { ...schema, description: `${description} Default: ${JSON.stringify(value)}.` };
}

/** The schema with all that it contains rewritten. */
function mapped(schema: JsonSchema): JsonSchema {
  const entries = Object.entries(schema).map(([keyword, value]) => {
    if (["examples", "default", "enum", "const"].includes(keyword)) return [keyword, value];
    if (keyword === "properties") {
      const properties = Object.entries(value as Record<string, JsonSchema>);
      return [keyword, Object.fromEntries(properties.map(([name, inner]) => [name, forEditors(inner)]))];
    }
    if (Array.isArray(value)) return [keyword, value.map((entry) => (isSchema(entry) ? forEditors(entry) : entry))];
    return [keyword, isSchema(value) ? forEditors(value) : value];
  });
  return Object.fromEntries(entries) as JsonSchema;
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The key with a constant in every alternative; undefined where there is none. */
function tellingKey(alternatives: JsonSchema["oneOf"]): string | undefined {
  const constants = (alternatives ?? []).map((schema) =>
    Object.entries(propertiesOf(schema as JsonSchema)).flatMap(([key, { const: value }]) =>
      value === undefined ? [] : [key],
    ),
  );
  return constants[0]?.find((key) => constants.every((own) => own.includes(key)));
}

function propertiesOf({ properties = {} }: JsonSchema): Readonly<Record<string, JsonSchema>> {
  return properties as Record<string, JsonSchema>;
}

/** Alternatives as `if` and `then`, by the value of a key; it may be left out where it has a default. */
function chosenBy(key: string, alternatives: readonly JsonSchema[]): JsonSchema {
  const telling = alternatives.map((schema) => propertiesOf(schema)[key]);
  const named = telling.find(({ default: value }) => value !== undefined)?.default;
  const property = {
    description: telling.map(({ const: value, description }) => `${value}: ${description}`).join("\n"),
    type: "string",
    enum: telling.map(({ const: value }) => value),
    ...(named !== undefined && { default: named }),
  };
  return {
    type: "object",
    properties: { [key]: property },
    ...(named === undefined && { required: [key] }),
    allOf: alternatives.map((schema, k) => {
      const { const: value, default: isNamed } = telling[k];
      const condition = { properties: { [key]: { const: value } }, ...(isNamed === undefined && { required: [key] }) };
      // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON schemas
      return { if: condition, then: schema };
    }),
  } as JsonSchema;
}
