import { LineCounter, parseDocument } from "yaml";
import { InputError } from "../errors.js";

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
    const document = parseDocument(text, { lineCounter, uniqueKeys: true, prettyErrors: true, merge: false });
    const problem = document.errors[0] ?? document.warnings[0];
    if (problem !== undefined) throw syntaxError(problem.message, context);
    return document.toJS({ maxAliasCount });
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw syntaxError(error instanceof Error ? error.message : String(error), context);
  }
}

function syntaxError(message: string, context: { readonly file: string }): InputError {
  const first = (message.split("\n")[0] as string).replace(/:$/, "");
  return new InputError(`not valid YAML: ${first}`, { ...context, remedy: "Correct the syntax." });
}
