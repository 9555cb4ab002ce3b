import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder, studyFolders } from "../study/file/package-folder.js";
import { formats } from "../tables/formats.js";
import { nameOf } from "./command.js";
import { commands } from "./command-list.js";
import { commonOptions } from "./options.js";

/**
 * Options of every command beside the common ones. What a command loads may compute, and takes a moment to load; a
 * completion may not. A test compares this list with the commands.
 */
export const ownOptions: Readonly<Record<string, readonly string[]>> = {
  run: ["out", "tag", "without-tag", "vary", "strict", "budget", "level-timeout", "errors", "width", "title"],
  check: ["tag", "without-tag", "reuse", "junit", "out", "budget", "level-timeout"],
  flow: ["steps", "cells", "snapshots", "history", "field", "out", "title", "width"],
  energies: ["out", "title", "width"],
  distance: ["from", "to", "inner-steps", "cells", "steps", "out", "title", "width"],
  search: ["seeds", "out", "title", "width"],
  report: ["errors", "title", "width"],
  compare: ["error", "out", "title", "width"],
  validate: [],
  list: ["tag"],
  bench: ["cells", "steps", "seconds", "precision", "out", "title", "width"],
  store: ["verify"],
  init: ["from", "sweep", "reference", "states"],
  completion: [],
};

/** What may stand in the place of the last word of a command line; a word that ends with '=' wants a value. */
export function completionsOf(words: readonly string[]): readonly string[] {
  const current = words.at(-1) ?? "";
  return candidates(words, current)
    .filter((word) => word.startsWith(current))
    .sort();
}

function candidates(words: readonly string[], current: string): readonly string[] {
  if (words.length < 2) return [...commands.map(nameOf), "--help", "--version"];
  const command = words[0];
  const option = words.at(-2) ?? "";
  if (option === "--set" || option === "--vary") return keyWords(current);
  if (option === "--format") return formats.map(({ name }) => name);
  if (option === "--tag" || option === "--without-tag") return tags();
  if (option === "--from" && command === "init") return ids();
  if (option === "--sweep") return ["tau", "h", "joint", "tensor"];
  if (option === "--reference") return ["auto", "formula"];
  if (current.startsWith("-")) {
    return [...Object.keys(commonOptions), "format", ...(ownOptions[command] ?? [])].map((name) => `--${name}`);
  }
  return positionals(command);
}

function positionals(command: string): readonly string[] {
  if (command === "completion") return ["bash", "zsh", "fish"];
  if (command === "store") return ["list", "prune"];
  const { argument } = commands.find((entry) => nameOf(entry) === command) ?? {};
  return argument !== undefined && /^(studies|study|folders)$/.test(argument[0]) ? ids() : [];
}

/** What stands on a command line as it is: shells insert words without quotes, and would run what `$(…)` holds. */
const plainWord = /^[\p{L}\p{N}][\p{L}\p{N}._+-]*$/u;

/** Different words that need no quotes. */
function plainWords(words: readonly string[]): readonly string[] {
  return [...new Set(words)].filter((word) => plainWord.test(word));
}

/** Ids of all studies, here and in the package. */
function ids(): readonly string[] {
  return plainWords(studyTexts().map(({ id }) => id));
}

function tags(): readonly string[] {
  const found = studyTexts().flatMap(({ file }) => /^tags: *\[(.*)\]/m.exec(readFileSync(file, "utf8"))?.[1] ?? []);
  return plainWords(found.flatMap((list) => list.split(",")).map((tag) => tag.trim()));
}

function studyTexts(): { readonly id: string; readonly file: string }[] {
  return studyFolders().flatMap((folder) =>
    (existsSync(folder) ? readdirSync(folder) : [])
      .filter((name) => /^[^.].*\.(ya?ml|json)$/.test(name) && name !== "schema.json")
      .map((name) => ({ id: name.replace(/\.\w+$/, ""), file: join(folder, name) })),
  );
}

/** Keys, or where one is written already the values that it may have, from the schema that is written for editors. */
function keyWords(current: string): readonly string[] {
  const keys = schemaKeys();
  const equals = current.indexOf("=");
  if (equals < 0) return [...keys.keys()].map((key) => `${key}=`);
  const key = current.slice(0, equals);
  return (keys.get(key) ?? []).map((value) => `${key}=${value}`);
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
}

/** Paths of all keys with the words that they may be. */
function schemaKeys(): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const visit = (schema: Schema, path: string): void => {
    const words = [...(schema.enum ?? []), ...(schema.const === undefined ? [] : [schema.const])].map(String);
    if (path !== "") found.set(path, [...new Set([...(found.get(path) ?? []), ...words])]);
    for (const [key, inner] of Object.entries(schema.properties ?? {})) {
      visit(inner, path === "" ? key : `${path}.${key}`);
    }
    for (const [keyword, inner] of Object.entries(schema)) {
      if (/^(if|then|else)$/.test(keyword)) visit(inner as Schema, path);
      if (/^(anyOf|oneOf|allOf)$/.test(keyword)) for (const one of inner as readonly Schema[]) visit(one, path);
    }
  };
  visit(JSON.parse(readFileSync(join(packageFolder, "studies", "schema.json"), "utf8")) as Schema, "");
  return found;
}
