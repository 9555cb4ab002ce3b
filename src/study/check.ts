import type { z } from "zod";
import { InputError } from "../errors.js";
import { checkCombination } from "./combination.js";
import { keysAt } from "./json-schema.js";
import { describesStates } from "./kinds.js";
import { suggest } from "./nearest.js";
import { formatPath, type Path, valueAt } from "./path.js";
import {
  type CheckedMeshStudy,
  type CheckedStateStudy,
  type MeshStudy,
  meshSchemeNames,
  meshStudySchema,
  type StateReferenceChoice,
  type StateStudy,
  type Study,
  stateSchemeNames,
  stateStudySchema,
} from "./schema.js";
import { checkStateCombination, geometryOf } from "./states/schemes.js";

type Issue = z.core.$ZodIssue;

/**
 * A parsed study file with defaults filled in.
 *
 * @throws {InputError} naming path, value and remedy of the first thing that is wrong
 */
export function checkStudy(raw: unknown): Study {
  return describesStates(raw) ? checkStateStudy(raw) : checkMeshStudy(raw);
}

/** The same for what is known to be a study of densities on a mesh. */
export function checkMeshStudy(raw: unknown): MeshStudy {
  const result = meshStudySchema.safeParse(raw);
  if (!result.success) throw toInputError(innermost(firstIssue(result.error.issues)), raw);
  const study = withTransport(result.data);
  checkCombination(study);
  return study;
}

function checkStateStudy(raw: unknown): StateStudy {
  const name = valueAt(raw, ["scheme", "name"]);
  if (name === undefined || (meshSchemeNames as readonly unknown[]).includes(name)) {
    throw new InputError("a state needs a scheme made for states", {
      path: "scheme.name",
      value: name ?? "jko",
      remedy: `Use one of ${stateSchemeNames.join(", ")}, or leave out model.state for densities on a mesh.`,
    });
  }
  const result = stateStudySchema.safeParse(raw);
  if (!result.success) throw toInputError(innermost(firstIssue(result.error.issues)), raw);
  const study = withStateDefaults(result.data);
  checkStateCombination(study);
  return study;
}

/** Fills in what depends on other keys: the directions of a plane or of a line, the geometry of references, and errors. */
function withStateDefaults({ scheme, reference, errors, ...rest }: CheckedStateStudy): StateStudy {
  const dimension = rest.model.dimension ?? rest.model.domain?.length ?? 1;
  const filled =
    scheme.name === "sliced"
      ? ({ ...scheme, rule: scheme.rule ?? (dimension <= 2 ? "uniform" : "random") } as const)
      : scheme;
  const given = Array.isArray(reference) ? reference : reference.kind === "auto" ? [automaticReference] : [reference];
  const references = given.map(({ geometry = geometryOf(scheme), ...own }) => ({ ...own, geometry }));
  const twice = references.findIndex(({ kind }, k) => references.findIndex((other) => other.kind === kind) < k);
  if (twice >= 0) {
    const remedy = "Give at most one limit and one iterate.";
    throw new InputError("a reference is repeated", {
      path: `reference[${twice}].kind`,
      value: references[twice]?.kind,
      remedy,
    });
  }
  const compared: StateStudy["errors"] = errors ?? (scheme.name === "search" ? ["positions", "weights"] : ["W2"]);
  return { ...rest, scheme: filled, reference: references, errors: compared };
}

const automaticReference: Omit<StateReferenceChoice, "geometry"> & { readonly geometry?: undefined } = {
  kind: "limit",
  dilation: 1,
  continuum: false,
};

/** Intervals of the path of a step with dynamic transport. */
const defaultInnerSteps = 8;

/** Fills in the transport of minimizing movements, whose default depends on the number of axes. */
function withTransport({ scheme, ...rest }: CheckedMeshStudy): MeshStudy {
  if (scheme.name === "implicit-euler") return { ...rest, scheme };
  const axes = rest.model.domain.length;
  const transport = scheme.transport ?? (axes === 1 ? "exact" : "swept");
  if (transport !== "swept" && axes > 1) {
    throw new InputError(`${transport} transport is available on one axis only`, {
      path: "scheme.transport",
      value: transport,
      remedy: "Use swept.",
    });
  }
  if (scheme.name === "inertial") return { ...rest, scheme: { ...scheme, transport: transport as "exact" | "swept" } };
  const innerSteps = scheme.innerSteps ?? (transport === "dynamic" ? defaultInnerSteps : undefined);
  const filled = innerSteps === undefined ? {} : { innerSteps };
  return { ...rest, scheme: { ...scheme, transport, ...filled } };
}

/** The issue to tell first: an unknown key explains a missing one. */
function firstIssue(issues: readonly Issue[]): Issue {
  return (issues.find((issue) => issue.code === "unrecognized_keys") ?? issues[0]) as Issue;
}

/** Of a union, the issue of the alternative that fits best: one that knows all keys, fewest issues, then deepest. */
function innermost(issue: Issue): Issue {
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return issue;
  const sameKind = issue.errors.filter((alternative) => !isOtherKind(alternative));
  const knowing = sameKind.filter((alternative) => !alternative.some(({ code }) => code === "unrecognized_keys"));
  const fitting = knowing.length > 0 ? knowing : sameKind;
  const fewest = Math.min(...fitting.map((alternative) => alternative.length));
  const found = fitting
    .filter((alternative) => alternative.length === fewest)
    .map(firstIssue)
    .map((first) => innermost({ ...first, path: [...issue.path, ...first.path] } as Issue));
  const deepest = found.reduce<Issue>((best, other) => (other.path.length > best.path.length ? other : best), issue);
  return found.includes(deepest) ? deepest : (found[0] ?? issue);
}

/** Whether the alternative is for another kind of value altogether, e.g. a list where a mapping is given. */
function isOtherKind(alternative: readonly Issue[]): boolean {
  return alternative.some((issue) => issue.code === "invalid_type" && issue.path.length === 0);
}

function toInputError(issue: Issue, raw: unknown): InputError {
  const path = issue.path;
  const value = valueAt(raw, path);
  if (issue.code === "unrecognized_keys") {
    const key = issue.keys[0] as string;
    const at = [...path, key];
    return new InputError(`unknown key '${key}'`, {
      path: formatPath(at),
      value: valueAt(raw, at),
      remedy: elsewhere(key, path, raw) ?? suggest(key, keysAt(path, raw)),
    });
  }
  const context = { path: formatPath(path), value };
  if (value === undefined && issue.code !== "custom") {
    return new InputError("required, but missing", { path: context.path, remedy: describe(path, raw) });
  }
  if (issue.code === "invalid_union" && "discriminator" in issue) return discriminatorError(issue, raw);
  if (issue.code === "invalid_value") {
    const allowed = issue.values.map(String);
    return new InputError("unknown value", { ...context, remedy: suggest(String(value), allowed) });
  }
  return new InputError(sentence(issue), { ...context, remedy: describe(path, raw) });
}

/** For a key that stands beside the mapping it belongs to, e.g. `exchange` instead of `model.exchange`. */
function elsewhere(key: string, path: Path, raw: unknown): string | undefined {
  const parent = ["model", "scheme", "reference", "sweep"].find((name) => keysAt([...path, name], raw).includes(key));
  return parent === undefined ? undefined : `Did you mean '${formatPath([...path, parent, key])}'?`;
}

/** A union told apart by a key (`scheme.name`, `sweep.axis`) whose value is missing or unknown. */
function discriminatorError(issue: Issue & { code: "invalid_union" }, raw: unknown): InputError {
  const value = valueAt(raw, issue.path);
  const allowed = ("options" in issue ? (issue.options ?? []) : []).filter((name) => typeof name === "string");
  const path = formatPath(issue.path);
  if (value === undefined) {
    return new InputError("required, but missing", { path, remedy: `Give one of ${allowed.join(", ")}.` });
  }
  return new InputError("unknown value", { path, value, remedy: suggest(String(value), allowed) });
}

function sentence(issue: Issue): string {
  if (issue.code === "invalid_type") {
    const expected = issue.expected === "record" || issue.expected === "object" ? "a mapping" : article(issue.expected);
    return `expected ${expected}`;
  }
  if (issue.code === "invalid_union") return "matches none of the allowed forms";
  if (issue.code === "invalid_key") return "invalid key";
  return issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
}

function article(noun: string): string {
  const name = noun === "int" ? "integer" : noun === "array" || noun === "tuple" ? "list" : noun;
  return `${/^[aeiou]/.test(name) ? "an" : "a"} ${name}`;
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
  [/^sweep\.(steps|cells)/, "Numbers of steps and cells are positive integers, increasing along a sweep."],
  [/^scheme\.(evaluations|seeds)/, "Give a positive integer."],
  [/^scheme\.recentre/, "Give a factor above 1, e.g. 2."],
  [/^scheme\.step/, "Give a time step > 0."],
  [/^scheme\.tolerance/, "Give a relative duality gap between 1e-16 and 1e-2."],
  [
    /^errors/,
    "Give a list of L1, L2, Linf, KL, W2, mass, energy (of states W2, IGW, symKL, mean, covariance, aligned, energy, of nodes positions, weights), each with or without @max.",
  ],
  [
    /^model\.state/,
    "Give e.g. {kind: gaussian, mean: 0, covariance: 1} or {kind: particles, count: 100, sample: normal}.",
  ],
  [/^model\.functional/, "Give some of potential, entropy, internal, interaction, kl."],
  [/^reference/, "Give {kind: limit}, {kind: iterate} or a list of both."],
];

function describe(path: Path, raw: unknown): string | undefined {
  const text = formatPath(path);
  const known = remedies.find(([pattern]) => pattern.test(text))?.[1];
  if (known !== undefined) return known;
  const keys = keysAt(path.slice(0, -1), raw);
  return keys.length > 0 && keys.length <= 12 ? `Keys allowed there: ${keys.join(", ")}.` : undefined;
}
