import { dimensions } from "./change-of-units.js";

/** Paths inside a study without indices, as in `sweep.steps`. */
type Schema = Readonly<Record<string, unknown>>;

/**
 * Choices that bear on no number, or on those of `jko search` alone; expectations ask for errors that the list of
 * errors has.
 */
const aside = /^(expect|scheme\.compare|model\.graph\.family|sweep\.size)\b|@max$/;

/** `path=value` of all values of enumerations in a schema. */
export function choicesOf(schema: Schema): string[] {
  const found = new Set<string>();
  walk(schema, "", (node, path) => {
    const values = node.const === undefined ? ((node.enum ?? []) as unknown[]) : [node.const];
    for (const value of values) found.add(`${path}=${value}`);
  });
  return [...found].filter((choice) => !aside.test(choice));
}

/** Paths at which a schema has numbers. */
export function numbersOf(schema: Schema): string[] {
  const found = new Set<string>();
  walk(schema, "", (node, path) => {
    if (node.type === "number" || node.type === "integer") found.add(path);
  });
  return [...found];
}

/** Whether the table of dimensions has a path, or what it belongs to. */
export function knownDimension(path: string): boolean {
  const special = ["sweep.values", "expect.plateau", "reference.dilation", "model.constants"];
  return [...special, ...Object.keys(dimensions)].some((known) => `${path}.`.startsWith(`${known}.`));
}

function walk(schema: Schema, path: string, visit: (node: Schema, path: string) => void): void {
  visit(schema, path);
  const several = [schema.anyOf, schema.oneOf, schema.allOf, schema.prefixItems].flatMap(
    (list) => (list ?? []) as Schema[],
  );
  // Conditions have no values of their own.
  const inside = [schema.items, schema.additionalProperties, schema.then, schema.else].filter(
    (node) => typeof node === "object" && node !== null,
  );
  for (const node of [...several, ...(inside as Schema[])]) walk(node, path, visit);
  for (const [key, node] of Object.entries((schema.properties ?? {}) as Record<string, Schema>)) {
    walk(node, path === "" ? key : `${path}.${key}`, visit);
  }
}

/** `path=value` of everything in a study. */
export function pathsOf(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((entry) => pathsOf(entry, path));
  if (typeof value !== "object" || value === null) return [`${path}=${value}`];
  return Object.entries(value).flatMap(([key, entry]) => pathsOf(entry, path === "" ? key : `${path}.${key}`));
}
