import type { z } from "zod";
import { errorMeasures } from "../../convergence/errors.js";
import { keysAt } from "./json-schema.js";
import { describesStates } from "./kinds.js";
import { formatPath, type Path } from "./path.js";

type Issue = z.core.$ZodIssue;

/** What is wrong with a value, in words. */
export function sentence(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case "invalid_type":
      return `expected ${expected(issue.expected, value)}`;
    case "too_small":
    case "too_big":
      return boundText(issue);
    case "invalid_union":
      return "matches none of the allowed forms";
    case "invalid_key":
      return "invalid key";
    default:
      return issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
  }
}

const nouns: Readonly<Record<string, string>> = {
  ...{ record: "a mapping", object: "a mapping", array: "a list", tuple: "a list", int: "an integer" },
  ...{ string: "a text", boolean: "true or false" },
};

function expected(type: string, value: unknown): string {
  if (type === "number" && typeof value === "number") return "a finite number";
  return nouns[type] ?? `a ${type}`;
}

const units: Readonly<Record<string, string>> = { array: "entries", string: "characters" };

type Bound = Extract<Issue, { code: "too_small" | "too_big" }>;

/** `must be above 0`, `must have at most 2 entries` */
function boundText(issue: Bound): string {
  const [bound, isLower] =
    issue.code === "too_small" ? ([Number(issue.minimum), true] as const) : ([Number(issue.maximum), false] as const);
  const unit = units[issue.origin];
  if (unit !== undefined) {
    if (isLower && bound === 1) return "must not be empty";
    const exact = "exact" in issue && issue.exact === true;
    return `must have ${exact ? "exactly" : isLower ? "at least" : "at most"} ${bound} ${unit}`;
  }
  if (bound === Number.MAX_SAFE_INTEGER) return "is too large for an integer";
  const strict = issue.inclusive !== true;
  return `must be ${isLower ? (strict ? "above" : "at least") : strict ? "below" : "at most"} ${bound}`;
}

const remedies: readonly (readonly [RegExp, string])[] = [
  [/^id$/, "Give the file's name without its extension."],
  [/^model\.domain/, "Give one [lower, upper] pair of finite numbers per axis, e.g. [[0, 1]]."],
  [/^model\.graph\.edges/, "Give edges as [node, node, weight] with a weight > 0."],
  [/^model\.graph\.nodes\[/, 'A layer\'s name is a text or a number; words like true need quotes: "true".'],
  [/^model\.graph\.nodes/, "Give a list of layer names, or a family with a number of nodes."],
  [/^model\.graph/, "Give {nodes, edges} or {family, nodes, weight, seed}."],
  [/^(model\.(potential|initial)|reference\.density)/, "Give an expression, a number, or one of them per layer."],
  [/^model\.finalTime/, "Give a time > 0."],
  [/^sweep$/, "Give e.g. {axis: tau, steps: [8, 16, 32, 64], cells: 400}."],
  [
    /^sweep\.(steps|cells)/,
    "Numbers of steps and cells are positive integers, increasing along a sweep, e.g. [8, 16, 32].",
  ],
  [/^scheme\.(evaluations|seeds)/, "Give a positive integer."],
  [/^scheme\.recentre/, "Give a factor above 1, e.g. 2."],
  [/^scheme\.step/, "Give a time step > 0."],
  [/^scheme\.tolerance/, "Give a relative duality gap between 1e-16 and 1e-2."],
  [
    /^errors/,
    `Give a list of ${namesOf("mesh")} (of states ${namesOf("measures")}, of nodes ${namesOf("nodes")}), each with or without @max.`,
  ],
  [
    /^model\.state/,
    "Give e.g. {kind: gaussian, mean: 0, covariance: 1} or {kind: particles, count: 100, sample: normal}.",
  ],
  [/^model\.functional/, "Give some of potential, entropy, internal, interaction, kl."],
];

/** Errors between densities on a mesh, other states or nodes. */
function namesOf(kind: "mesh" | "measures" | "nodes"): string {
  const measures = errorMeasures.filter(({ onMesh, ofStates }) => (kind === "mesh" ? onMesh : ofStates?.of === kind));
  return measures.map(({ name }) => name).join(", ");
}

/** What to do about a value at a path. */
export function remedyFor(issue: Issue, path: Path, raw: unknown): string | undefined {
  const text = formatPath(path);
  if (/^reference(\[\d+\])?(\.kind)?$/.test(text)) return describesStates(raw) ? stateReferences : meshReferences;
  return remedies.find(([pattern]) => pattern.test(text))?.[1] ?? remedyOfType(issue, path, raw);
}

const meshReferences = "Give e.g. {kind: auto}, {kind: spectral} or {kind: finite-volume, cells: 800}.";
const stateReferences = "Give {kind: limit}, {kind: iterate} or a list of both.";

/** What a value of the expected type looks like. */
function remedyOfType(issue: Issue, path: Path, raw: unknown): string | undefined {
  if (issue.code === "too_small") return issue.origin in units ? "Give more, or leave the key out." : "Give more.";
  if (issue.code === "too_big") return "Give less.";
  if (issue.code !== "invalid_type") return undefined;
  const keys = keysAt(path, raw);
  const isMapping = issue.expected === "object" || issue.expected === "record";
  if (isMapping && keys.length > 0) return `Give a mapping of ${keys.join(", ")}.`;
  return forms[issue.expected];
}

const forms: Readonly<Record<string, string>> = {
  record: "Give a mapping, e.g. {a: 1}.",
  array: "Give a list in brackets.",
  tuple: "Give a list in brackets.",
  string: "Write a text, in quotes where it looks like a number or is empty.",
  number: "Write a number, without quotes.",
  int: "Write a whole number.",
  boolean: "Write true or false, without quotes.",
};
