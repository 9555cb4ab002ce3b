import type { RichText, Span } from "./text.js";

const signs: Readonly<Record<string, string>> = { "\\tau": "τ", "\\infty": "∞", "-": " − " };

/** The mark of an index or exponent, then a word in `\mathrm`, a name or a character, in braces or not. */
const atom = /\s*([_^]?)\{?(?:\\mathrm\{(\w+)\}|(\\[a-z]+|[^\\{}\s]))\}?/gy;

/**
 * A short formula as a text of figures: letters italic, digits, signs and words in `\mathrm` upright; an index or an
 * exponent has one atom.
 *
 * @throws {RangeError} where it is more than that
 */
export function texText(tex: string): RichText {
  const found = [...tex.matchAll(atom)];
  const isRead = found.reduce((length, [text]) => length + text.length, 0) === tex.length;
  return found.map(([, mark, word, sign = ""]): Span => {
    const text = word ?? signs[sign] ?? sign;
    if (!isRead || text.startsWith("\\")) throw new RangeError(`figures have no text for ${tex}`);
    const shift = mark === "_" ? "sub" : "super";
    return { text, italic: word === undefined && /\p{L}/u.test(text), ...(mark !== "" && { shift }) };
  });
}
