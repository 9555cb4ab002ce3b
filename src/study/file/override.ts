import { InputError } from "../../errors.js";
import { formatPath, type Path, valueAt } from "./path.js";
import { parseYaml } from "./yaml.js";

/** A `--set key=value` taken apart. */
export interface Override {
  /** The option that it was given with. */
  readonly option: string;
  readonly text: string;
  readonly path: Path;
  readonly value: unknown;
}

const keyPattern = /^[A-Za-z_][\w@-]*(?:\[\d{1,6}\]|\.[\w@-]+)*$/;

/**
 * `model.graph.edges[0][2]=5`: a path and a YAML value.
 *
 * @throws {InputError} when there is no '=', no such path syntax or no valid value
 */
export function parseOverride(text: string, option = "--set"): Override {
  const equals = text.indexOf("=");
  const key = text.slice(0, Math.max(equals, 0)).trim();
  if (equals < 0 || !keyPattern.test(key)) {
    throw new InputError("not of the form key=value", {
      file: option,
      value: text,
      remedy: `Write e.g. ${option} sweep.cells=200 or ${option} 'model.graph.edges[0][2]=5'.`,
    });
  }
  const path = [...key.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, name]) =>
    index === undefined ? name : Number(index),
  );
  return { option, text, path, value: parseYaml(text.slice(equals + 1), { file: `${option} ${text}` }) };
}

/**
 * Sets a value in a parsed study file; mappings that are missing on the way are created.
 *
 * @throws {InputError} when the path runs through a value that has no members, or beyond the end of a list
 */
export function applyOverride(raw: unknown, { option, text, path, value }: Override): void {
  let parent = raw;
  for (let k = 0; k < path.length; k++) {
    const key = path[k];
    requireContainer(parent, path.slice(0, k), key, `${option} ${text}`);
    if (k === path.length - 1) define(parent, key, value);
    else if (valueAt(parent, [key]) === undefined || valueAt(parent, [key]) === null) define(parent, key, {});
    parent = valueAt(parent, [key]);
  }
}

function requireContainer(parent: unknown, path: Path, key: PropertyKey, file: string): asserts parent is object {
  if (Array.isArray(parent)) {
    if (typeof key === "number" && key <= parent.length) return;
    const remedy = parent.length === 0 ? "The list is empty." : `Its entries are [0] to [${parent.length - 1}].`;
    throw new InputError("no such entry of a list", { file, path: formatPath([...path, key]), remedy });
  }
  if (typeof parent === "object" && parent !== null && typeof key !== "number") return;
  throw new InputError(typeof key === "number" ? "not a list" : "has no members", {
    file,
    path: formatPath(path),
    value: parent,
    remedy: "Set the whole value instead.",
  });
}

/** Defines an own property, whatever its name. */
function define(parent: object, key: PropertyKey, value: unknown): void {
  Object.defineProperty(parent, key, { value, writable: true, enumerable: true, configurable: true });
}
