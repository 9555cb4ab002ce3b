import type { z } from "zod";

export type JsonSchema = z.core.JSONSchema.JSONSchema;

/** A mapping that a study has, with the place it stands at. */
export interface Mapping {
  /** E.g. `model.graph`. */
  readonly path: string;
  /** What tells it apart from others at the same place, e.g. `kind: formula`; else its keys. */
  readonly which: string | undefined;
  readonly schema: JsonSchema;
}

/** The mappings of a schema, each before those inside it. */
export function mappingsOf(schema: JsonSchema, path: string, isOne = true): Mapping[] {
  const choices = alternativesOf(schema);
  if (choices.length > 0) {
    const several = choices.filter(({ properties }) => properties !== undefined).length > 1;
    return choices.flatMap((choice) => mappingsOf(choice, path, isOne && !several));
  }
  if (isSchema(schema.items)) return mappingsOf(schema.items, path, isOne);
  const properties = propertiesOf(schema);
  if (properties.length === 0) return [];
  const which = isOne ? undefined : wordsFor(schema);
  const inner = properties.flatMap(([key, own]) => mappingsOf(own, path === "" ? key : `${path}.${key}`));
  return [{ path, which, schema }, ...inner];
}

/** Its telling key and value, or all its keys. */
function wordsFor(schema: JsonSchema): string {
  const constant = propertiesOf(schema).find(([, own]) => own.const !== undefined);
  if (constant !== undefined) return String(constant[1].const);
  return `{${propertiesOf(schema)
    .map(([key]) => key)
    .join(", ")}}`;
}

export function propertiesOf({ properties = {} }: JsonSchema): [string, JsonSchema][] {
  return Object.entries(properties) as [string, JsonSchema][];
}

function alternativesOf({ anyOf = [], oneOf = [] }: JsonSchema): JsonSchema[] {
  return [...anyOf, ...oneOf] as JsonSchema[];
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a value looks like, in words: `number > 0`, `list of text`. */
export function formOf(schema: JsonSchema): string {
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.enum !== undefined) return enumForm(schema.enum.map(String));
  const choices = alternativesOf(schema);
  if (choices.length > 0) return [...new Set(choices.map(formOf))].join(", or ");
  switch (schema.type) {
    case "integer":
      return `integer${boundsOf(schema)}`;
    case "number":
      return `number${boundsOf(schema)}`;
    case "string":
      return "text";
    case "boolean":
      return "`true`, `false`";
    case "null":
      return "`null`";
    case "array":
      return listForm(schema);
    default:
      return mappingForm(schema);
  }
}

/** Errors are listed once, not again with their ending. */
function enumForm(values: readonly string[]): string {
  const isTwice = (value: string) => value.endsWith("@max") && values.includes(value.slice(0, -4));
  const once = values.filter((value) => !isTwice(value)).map((value) => `\`${value}\``);
  return `${once.join(", ")}${once.length < values.length ? ", each with or without `@max`" : ""}`;
}

/** The largest integer is no bound that a reader wants. */
function boundsOf({ minimum, maximum, exclusiveMinimum }: JsonSchema): string {
  const upper = maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? undefined : `≤ ${maximum}`;
  const isWhole = minimum === -Number.MAX_SAFE_INTEGER;
  const lower =
    exclusiveMinimum !== undefined
      ? `> ${exclusiveMinimum}`
      : minimum === undefined || isWhole
        ? undefined
        : `≥ ${minimum}`;
  const both = [lower, upper].filter((bound) => bound !== undefined).join(", ");
  return both === "" ? "" : ` ${both}`;
}

function listForm({ items, prefixItems }: JsonSchema): string {
  if (prefixItems !== undefined) return `[${(prefixItems as JsonSchema[]).map(formOf).join("; ")}]`;
  return isSchema(items) ? `list of (${formOf(items)})`.replace(/\((\w+)\)$/, "$1") : "list";
}

function mappingForm({ type, properties, additionalProperties }: JsonSchema): string {
  if (type === undefined && properties === undefined) return "anything";
  if (properties !== undefined) return "mapping";
  return isSchema(additionalProperties) ? `mapping of names to ${formOf(additionalProperties)}` : "mapping";
}
