import { InputError } from "../../errors.js";
import { parseTree } from "../../model/expression/expression.js";
import { texOf } from "../../model/expression/tex.js";
import { inline } from "./formula.js";
import { code } from "./markup.js";

const mostLength = 400;

/**
 * An expression of a study as a formula in a line of text; as code where it is long or not understood.
 *
 * Only the notation is of interest here: every name that is not called may be a variable.
 */
export function expressionMath(expression: string | number): string {
  const text = String(expression);
  if (text.length > mostLength) return code(text);
  const names = [...text.matchAll(/[A-Za-z_]\w*(?!\w*\s*\()/g)].map(([name]) => name).filter((name) => name !== "pi");
  try {
    return inline(texOf(parseTree(text, names).tree));
  } catch (error) {
    if (error instanceof InputError) return code(text);
    throw error;
  }
}
