import type { Setting, Span } from "../../model/description.js";
import { words } from "../../model/tex.js";
import { expressionMath } from "./expression-math.js";
import { display, inline } from "./formula.js";
import { code, definitions, escapeHtml } from "./markup.js";

/** Descriptions of models and schemes as markup: see model/description.ts for what they may hold. */

/** A paragraph, or a formula on a line of its own. */
export function paragraph(text: string): string {
  const [, tex] = /^\$\$(.+)\$\$$/.exec(text) ?? [];
  return tex === undefined ? `<p>${prose(text)}</p>` : display(tex);
}

/** A name and a value each. */
export function settingsList(settings: readonly Setting[]): string {
  return definitions(
    settings.map(([name, value]) => [
      escapeHtml(name),
      typeof value === "string" ? prose(value) : value.map(spanMarkup).join(""),
    ]),
  );
}

function prose(text: string): string {
  const parts = text.split(/\$((?:\\.|[^$\\])+)\$|`([^`]+)`/);
  // Text, a formula or nothing, code or nothing, and so on.
  return parts
    .map((part, k) => {
      if (part === undefined) return "";
      return [escapeHtml, inline, code][k % 3](part);
    })
    .join("");
}

function spanMarkup(span: Span): string {
  if (typeof span === "string") return prose(span);
  if ("plain" in span) return escapeHtml(span.plain);
  if ("code" in span) return code(span.code);
  if ("formula" in span) return expressionMath(span.formula);
  const { symbol, index, variables, expression } = span;
  const named = index === undefined ? symbol : `${symbol}_{${words(index)}}`;
  return `<span class="line">${inline(`${named}${variables}`)} = ${expressionMath(expression)}</span>`;
}
