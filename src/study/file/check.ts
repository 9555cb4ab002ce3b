import type { z } from "zod";
import { InputError } from "../../errors.js";
import { limitIn } from "../../reference/states/index.js";
import { meshSchemeNames, schemeOf, stateScheme, stateSchemeNames } from "../../schemes/schemes.js";
import { defaultBudget } from "./budget.js";
import { remedyFor, sentence } from "./issue-text.js";
import { keysAt } from "./json-schema.js";
import { describesStates, requireMeshStudy } from "./kinds.js";
import { suggest } from "./nearest.js";
import { formatPath, type Path, valueAt } from "./path.js";
import {
  type CheckedMeshStudy,
  type CheckedStateStudy,
  isOfStates,
  type MeshStudy,
  meshStudySchema,
  type StateStudy,
  type Study,
  stateStudySchema,
} from "./schema.js";

type Issue = z.core.$ZodIssue;

/**
 * A parsed study file with defaults filled in.
 *
 * @throws {InputError} naming path, value and remedy of the first thing that is wrong
 */
export function checkStudy(raw: unknown): Study {
  const isStates = describesStates(raw);
  if (isStates) requireStateScheme(raw);
  const result = isStates ? stateStudySchema.safeParse(raw) : meshStudySchema.safeParse(raw);
  if (!result.success) throw toInputError(innermost(firstIssue(result.error.issues)), raw);
  const data = withoutEffect(result.data);
  const { complete, check } = schemeOf(data.scheme);
  const scheme = complete(data.scheme, data.model);
  const study = { ...data, scheme, ...(isOfStates(data) && stateDefaults(data)) } as Study;
  check(scheme, study.model);
  return study;
}

/** A study without the budget that it has anyway, so that it stays the same study; states have none. */
function withoutEffect<T extends CheckedMeshStudy | CheckedStateStudy>(data: T): T {
  if (!isOfStates(data) && data.budget !== defaultBudget) return data;
  const { budget: _budget, ...rest } = data;
  return rest as T;
}

/** The same for what is known to be a study of densities on a mesh. */
export function checkMeshStudy(raw: unknown): MeshStudy {
  return requireMeshStudy(checkStudy(raw), "this");
}

function requireStateScheme(raw: unknown): void {
  const name = valueAt(raw, ["scheme", "name"]);
  if (name !== undefined && !meshSchemeNames.some((known) => known === name)) return;
  throw new InputError("a state needs a scheme made for states", {
    path: "scheme.name",
    value: name ?? meshSchemeNames[0],
    remedy: `Use one of ${stateSchemeNames.join(", ")}, or leave out model.state for densities on a mesh.`,
  });
}

/** What depends on the scheme: the geometry of references, and errors. */
function stateDefaults({ scheme, reference, errors }: CheckedStateStudy): Pick<StateStudy, "reference" | "errors"> {
  const own = stateScheme(scheme);
  const given = Array.isArray(reference)
    ? reference
    : reference.kind === "auto"
      ? [limitIn(own.geometry)]
      : [reference];
  const references = given.map(({ geometry = own.geometry, ...rest }) => ({ ...rest, geometry }));
  const twice = references.findIndex(({ kind }, k) => references.findIndex((other) => other.kind === kind) < k);
  if (twice >= 0) {
    const remedy = "Give at most one limit and one iterate.";
    throw new InputError("a reference is repeated", {
      path: `reference[${twice}].kind`,
      value: references[twice]?.kind,
      remedy,
    });
  }
  return { reference: references, errors: errors ?? [...own.errors] };
}

/** The issue to tell first: an unknown key explains a missing one. */
function firstIssue(issues: readonly Issue[]): Issue {
  return issues.find((issue) => issue.code === "unrecognized_keys") ?? issues[0];
}

/** Of a union, the issue of the alternative that fits best: one that knows all keys, fewest issues, then deepest. */
function innermost(issue: Issue): Issue {
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return issue;
  const single = issue.errors.flat();
  if (single.every(isWrongValue))
    return { ...single[0], path: issue.path, values: single.flatMap(({ values }) => values) } as Issue;
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

/** Whether a value is none of those that are allowed at its own place. */
function isWrongValue(issue: Issue): issue is Extract<Issue, { code: "invalid_value" }> {
  return issue.code === "invalid_value" && issue.path.length === 0;
}

/** Whether the alternative is for another kind of value altogether, e.g. a list where a mapping is given. */
function isOtherKind(alternative: readonly Issue[]): boolean {
  return alternative.some((issue) => issue.code === "invalid_type" && issue.path.length === 0);
}

function toInputError(issue: Issue, raw: unknown): InputError {
  const path = issue.path;
  const value = valueAt(raw, path);
  if (issue.code === "unrecognized_keys") {
    const key = issue.keys[0];
    const at = [...path, key];
    return new InputError(`unknown key '${key}'`, {
      path: formatPath(at),
      value: valueAt(raw, at),
      remedy: elsewhere(key, path, raw) ?? suggest(key, keysAt(path, raw)),
    });
  }
  const context = { path: formatPath(path), value };
  if (issue.code === "invalid_union" && "discriminator" in issue) return discriminatorError(issue, raw);
  if (value === undefined && issue.code !== "custom") {
    return new InputError("required, but missing", { path: context.path, remedy: remedyFor(issue, path, raw) });
  }
  if (issue.code === "invalid_value") {
    const allowed = issue.values.map(String);
    return new InputError("unknown value", { ...context, remedy: suggest(String(value), allowed) });
  }
  return new InputError(sentence(issue, value), { ...context, remedy: remedyFor(issue, path, raw) });
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
