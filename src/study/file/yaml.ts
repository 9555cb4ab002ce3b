import {
  CORE_SCHEMA,
  defineMappingTag,
  defineScalarTag,
  defineSequenceTag,
  floatCoreTag,
  loadAll,
  mapTag,
  NOT_RESOLVED,
  seqTag,
  YAMLException,
} from "js-yaml";
import { InputError } from "../../errors.js";

/** Uses of anchors a file may contain: enough for sharing an expression. */
const maxAliases = 100;
/** More than a file of the largest size has without aliases: with them it may not have more either. */
const maxValues = 1_000_000;

/**
 * YAML (or JSON) text as plain values; duplicate keys, unknown tags, several documents and alias bombs are errors.
 *
 * @throws {InputError} naming the line
 */
export function parseYaml(text: string, context: { readonly file: string }): unknown {
  const documents = read(text, context);
  if (documents.length > 1) throw refused("multiple documents", context);
  const [value = null] = documents;
  if (countValues(value, maxValues) > maxValues) throw refused("aliases repeat too much", context);
  return value;
}

function read(text: string, context: { readonly file: string }): unknown[] {
  try {
    return loadAll(text, { schema, maxAliases });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { reason, mark } = error;
    throw refused(reason, context, mark && ` at line ${mark.line + 1}, column ${mark.column + 1}`);
  }
}

const mergeKey = "a merge key (<<) is not supported";
const plainKeys = "a key is no plain value";

/** Of YAML 1.2, with mappings that refuse what is unclear. */
const schema = CORE_SCHEMA.withTags(
  defineMappingTag(mapTag.tagName, {
    ...mapTag,
    addPair(mapping, key, value) {
      if (key === "<<") return mergeKey;
      return typeof key === "object" && key !== null ? plainKeys : mapTag.addPair(mapping, key, value);
    },
    // A collection that has an end cannot be named inside itself.
    finalize: (mapping) => mapping,
  }),
  defineSequenceTag(seqTag.tagName, { ...seqTag, finalize: (list) => list }),
  defineScalarTag(floatCoreTag.tagName, { ...floatCoreTag, resolve: readFloat }),
);

/** What is too large for a number is infinite, not a text. */
function readFloat(source: string, ...how: readonly [isExplicit: boolean, tagName: string]) {
  const value = floatCoreTag.resolve(source, ...how);
  return value === NOT_RESOLVED && /^[-+]?(\d+\.?\d*|\.\d+)(e\+?\d+)?$/i.test(source) ? Number(source) : value;
}

/** Values in a tree, each at every place where it is shared, as far as they are at most so many. */
function countValues(value: unknown, most: number): number {
  if (typeof value !== "object" || value === null) return 1;
  let count = 1;
  for (const part of Object.values(value)) {
    if (count > most) break;
    count += countValues(part, most - count);
  }
  return count;
}

function refused(reason: string, context: { readonly file: string }, where = ""): InputError {
  const said = reason.replace("tag:yaml.org,2002:", "!!");
  const [pattern, words, remedy] = reasons.find(([known]) => known.test(said)) ?? [said, "$&", "Correct the syntax."];
  return new InputError(`not valid YAML: ${said.replace(pattern, words)}${where}`, { ...context, remedy });
}

/** What the parser says, what is said instead, and what to do. */
const reasons: readonly (readonly [RegExp, words: string, remedy: string])[] = [
  [/^duplicated mapping key/, "keys must be unique", "Remove one of them."],
  [/^a merge key/, "$&", "Write the keys out, or use an alias for the whole value."],
  [/^a key is no plain value/, "$&", "Write a name before the colon."],
  [/^unknown \w+ tag !<(.*)>$/, "the tag $1 is not supported", "Write a plain value."],
  [/^recursive alias "(.*)".*/, "the alias *$1 stands inside what it names", "Write it out."],
  [/^aliases exceeded maxAliases \((\d+)\)/, "more than $1 uses of anchors", "Write values out."],
  [/^aliases repeat/, "$&", "Write values out."],
  [/^nesting exceeded maxDepth \((\d+)\)/, "more than $1 levels of nesting", "Nest less."],
  [/^multiple documents/, "$&", "Keep one study per file, without further lines '---'."],
  [/^tab characters/, "$&", "Indent with spaces."],
  [/^unknown escape sequence/, "$&", "Use single quotes, or double the backslash."],
  [/^bad indentation/, "$&", "Correct it, or put a text that contains ': ' or begins with a sign like @ in quotes."],
];
