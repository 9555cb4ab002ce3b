import { encode } from "../file/canonical.js";
import { isMapping } from "./differences.js";

/** A value that is not the same in all of some studies. */
export interface Varied {
  /** E.g. `model.graph.edges[0][2]`. */
  readonly path: string;
  /** Of every study; undefined where it has none. */
  readonly values: readonly unknown[];
}

/** What a study says of itself, and how it is judged: no variant is told by it. */
const beside: readonly string[] = ["id", "title", "question", "source", "tags", "errors", "expect", "baseline"];

/** Where studies differ in what they compute, key by key. */
export function variedKeys(studies: readonly object[]): Varied[] {
  const computed = studies.map((study) => {
    return Object.fromEntries(Object.entries(study).filter(([key]) => !beside.includes(key)));
  });
  return variedIn(computed, "");
}

function variedIn(values: readonly unknown[], path: string): Varied[] {
  if (new Set(values.map((value) => (value === undefined ? "" : encode(value)))).size < 2) return [];
  if (values.every(isMapping)) {
    const keys = [...new Set(values.flatMap(Object.keys))];
    return keys.flatMap((key) =>
      variedIn(
        values.map((value) => value[key]),
        path === "" ? key : `${path}.${key}`,
      ),
    );
  }
  if (!areLists(values)) return [{ path, values }];
  return values[0].flatMap((_, k) =>
    variedIn(
      values.map((list) => list[k]),
      `${path}[${k}]`,
    ),
  );
}

/** Lists that can be told apart entry by entry: as long as each other, and not of numbers alone, like steps. */
function areLists(values: readonly unknown[]): values is readonly (readonly unknown[])[] {
  const lists = values.filter((value) => Array.isArray(value));
  const [length, ...others] = new Set(lists.map((list) => list.length));
  const isOfNumbers = lists.flat().every((entry) => typeof entry === "number");
  return lists.length === values.length && length !== undefined && others.length === 0 && !isOfNumbers;
}

/** How a study differs from the others, as texts for `--set`: `model.exchange.mobility=unit`. */
export function variantText(varied: readonly Varied[], k: number, nameOf = (path: string): string => path): string {
  return varied.map(({ path, values }) => `${nameOf(path)}=${valueText(values[k])}`).join(", ");
}

/** The last names of paths that are enough to tell them apart: `mobility` of `model.exchange.mobility`. */
export function shortNames(varied: readonly Varied[]): (path: string) => string {
  const paths = varied.map(({ path }) => path);
  return (path) => {
    const parts = path.split(".");
    const names = parts.map((_, k) => parts.slice(parts.length - 1 - k).join("."));
    return names.find((name) => paths.filter((one) => one === name || one.endsWith(`.${name}`)).length === 1) ?? path;
  };
}

function valueText(value: unknown): string {
  if (value === undefined) return "none";
  return typeof value === "string" ? value : JSON.stringify(value);
}
