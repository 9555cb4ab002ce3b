import { type Document, isAlias, isScalar, LineCounter, parseDocument, visit, type YAMLMap } from "yaml";
import { InputError } from "../../errors.js";

/** Uses of anchors a file may contain: enough for sharing an expression, too few to blow up. */
const maxAliasCount = 100;

/**
 * YAML (or JSON) text as plain values; duplicate keys, unknown tags, several documents and alias bombs are errors.
 *
 * @throws {InputError} naming the line
 */
export function parseYaml(text: string, context: { readonly file: string }): unknown {
  const lineCounter = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter, uniqueKeys: false, prettyErrors: true, merge: false });
    const problem = document.errors[0] ?? document.warnings[0];
    if (problem !== undefined) throw syntaxError(problem.message, context);
    refuseUnclear(document, (offset) => `line ${lineCounter.linePos(offset).line}`, context);
    return document.toJS({ maxAliasCount });
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw syntaxError(error instanceof Error ? error.message : String(error), context);
  }
}

/** Keys that are given twice (the parser's own check is quadratic), keys that are no texts, merge keys, circular aliases. */
function refuseUnclear(
  document: Document.Parsed,
  lineOf: (offset: number) => string,
  context: { readonly file: string },
): void {
  const refuse = (reason: string, range: readonly number[] | null | undefined, remedy: string): never => {
    const where = range ? ` at ${lineOf(range[0])}` : "";
    throw new InputError(`not valid YAML: ${reason}${where}`, { ...context, remedy });
  };
  visit(document, {
    Node(_, node) {
      const tag = "tag" in node ? node.tag : undefined;
      if (tag !== undefined && !plainTags.test(tag)) {
        refuse(
          `the tag ${tag.replace("tag:yaml.org,2002:", "!!")} is not supported`,
          node.range,
          "Write a plain value.",
        );
      }
    },
    Map(_, map) {
      const [key, why] = unclearKey(map) ?? [];
      if (key !== undefined && why !== undefined) refuse(why, key, remedies[why]);
    },
    Alias(_, alias, path) {
      const circular = path.some((node) => "anchor" in node && node.anchor === alias.source);
      if (circular) refuse(`the alias *${alias.source} stands inside what it names`, alias.range, "Write it out.");
    },
  });
}

/** Those of JSON's values. */
const plainTags = /^tag:yaml\.org,2002:(str|int|float|bool|null|map|seq)$/;

const remedies = {
  "a merge key (<<) is not supported": "Write the keys out, or use an alias for the whole value.",
  "keys must be unique": "Remove one of them.",
  "a key is no plain value": "Write a name before the colon.",
} as const;

/** The first key of a mapping that is unclear, as its range in the text, and why. */
function unclearKey(map: YAMLMap): [range: readonly number[], why: keyof typeof remedies] | undefined {
  const seen = new Set<string>();
  for (const { key } of map.items) {
    const range = (key as { range?: readonly number[] | null } | null)?.range ?? [0];
    if (isAlias(key) || !isScalar(key)) return [range, "a key is no plain value"];
    if (key.value === "<<") return [range, "a merge key (<<) is not supported"];
    const name = String(key.value);
    if (seen.has(name)) return [range, "keys must be unique"];
    seen.add(name);
  }
  return undefined;
}

function syntaxError(message: string, context: { readonly file: string }): InputError {
  const first = message
    .split("\n")[0]
    .replace(/:$/, "")
    .replace(/; please use .*?\(\)/, "");
  const remedy = hints.find(([pattern]) => pattern.test(first))?.[1] ?? "Correct the syntax.";
  return new InputError(`not valid YAML: ${first}`, { ...context, remedy });
}

const hints: readonly (readonly [RegExp, string])[] = [
  [/^Tabs are not allowed/, "Indent with spaces."],
  [/^Source contains multiple documents/, "Keep one study per file, without further lines '---'."],
  [/^Nested mappings are not allowed/, "Put a text that contains ': ' in quotes."],
  [/^Invalid escape sequence/, "Use single quotes, or double the backslash."],
];
