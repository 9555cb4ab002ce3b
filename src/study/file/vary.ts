import { InputError } from "../../errors.js";
import { encode, hashOf } from "./canonical.js";
import { type Override, parseOverride } from "./override.js";
import { formatPath } from "./path.js";
import { parseYaml } from "./yaml.js";

/** A key of a study that takes several values. */
export interface VariedKey {
  /** Its path as it is printed. */
  readonly key: string;
  /** One per value, in order. */
  readonly overrides: readonly Override[];
}

/** One point of a grid of variants. */
export interface Variant {
  /** `mobility=unit,edges.0.2=4`: a name for a folder, of no other variant of the grid. */
  readonly name: string;
  /** `mobility=unit, edges[0][2]=4` */
  readonly label: string;
  readonly overrides: readonly Override[];
}

/** A grid that is larger was not meant. */
const mostVariants = 1000;

/**
 * `model.graph.edges[0][2]=1,4,16`: a key and its values, each as for `--set`.
 *
 * @throws {InputError} where that is not its form, a value is empty, or stands there twice
 */
export function parseVary(text: string): VariedKey {
  const equals = text.indexOf("=");
  const key = text.slice(0, Math.max(equals, 0));
  const values = splitValues(text.slice(equals + 1));
  const problem = values === undefined ? "a bracket or a quote is not closed" : emptyOf(values);
  if (equals < 0 || problem !== undefined || values === undefined) {
    const remedy = "Write e.g. --vary model.exchange.mobility=unit,logarithmic.";
    throw new InputError(equals < 0 ? "not of the form key=value,value" : (problem ?? ""), {
      ...{ file: option, value: text, remedy },
    });
  }
  return variedKey(values.map((value) => parseOverride(`${key.trim()}=${value}`, option)));
}

const option = "--vary";

function emptyOf(values: readonly string[]): string | undefined {
  return values.some((value) => value === "") ? "a value is empty" : undefined;
}

/** The keys that a study varies itself. */
export function variedIn(vary: Readonly<Record<string, readonly unknown[]>>): VariedKey[] {
  return Object.entries(vary).map(([key, values]) =>
    variedKey(values.map((value) => parseOverride(`${key}=${valueText(value)}`, "vary"))),
  );
}

function variedKey(overrides: readonly Override[]): VariedKey {
  const texts = overrides.map(({ value }) => encode(value));
  const twice = overrides.find((_, k) => texts.indexOf(texts[k]) < k);
  const key = formatPath(overrides[0].path);
  if (twice === undefined) return { key, overrides };
  throw new InputError("the same value twice", { file: twice.option, path: key, value: twice.value });
}

/** A value as one would write it. */
function valueText(value: unknown): string {
  if (typeof value === "string" && isPlain(value, value)) return value;
  return JSON.stringify(value);
}

/** Whether a text stands for a value as it is. */
function isPlain(text: string, value: unknown): boolean {
  try {
    return !/[\n#]/.test(text) && encode(parseYaml(text, { file: "" })) === encode(value);
  } catch {
    return false;
  }
}

const closing: Readonly<Record<string, string>> = { "[": "]", "{": "}", "(": ")" };

/** Texts between commas that stand in no bracket and in no quotes; undefined where one of those is not closed. */
function splitValues(text: string): readonly string[] | undefined {
  const values: string[] = [];
  const open: string[] = [];
  let begin = 0;
  let last = ",";
  for (let k = 0; k < text.length; k++) {
    const letter = text[k];
    // A quote inside a word is a letter.
    if ((letter === "'" || letter === '"') && /[[{(,:]/.test(last)) {
      k = closingQuote(text, k);
      if (k < 0) return undefined;
    } else if (letter in closing) open.push(closing[letter]);
    else if (letter === open.at(-1)) open.pop();
    else if (letter === "," && open.length === 0) {
      values.push(text.slice(begin, k).trim());
      begin = k + 1;
    }
    if (text[k].trim() !== "") last = text[k];
  }
  return open.length > 0 ? undefined : [...values, text.slice(begin).trim()];
}

/** Index of the quote that ends a text; -1 where it does not end. */
function closingQuote(text: string, from: number): number {
  const quote = text[from];
  for (let k = from + 1; k < text.length; k++) {
    if (quote === '"' && text[k] === "\\") k++;
    else if (text[k] === quote && quote === "'" && text[k + 1] === quote) k++;
    else if (text[k] === quote) return k;
  }
  return -1;
}

/**
 * Every combination of values, the last key fastest; a key given again takes the place of the one before.
 *
 * @throws {InputError} where they are too many
 */
export function variantsOf(given: readonly VariedKey[]): readonly Variant[] {
  const keys = [...new Map(given.map((one) => [one.key, one])).values()];
  const count = keys.reduce((product, { overrides }) => product * overrides.length, 1);
  if (keys.length === 0) return [];
  if (count > mostVariants) {
    throw new InputError(`more than ${mostVariants} variants`, { file: option, value: count, remedy: "Vary less." });
  }
  const shown = keyLabels(keys.map(({ key }) => key));
  const labels = shown.map((key) => key.replaceAll(/\[(\d+)\]/g, ".$1"));
  let parts: { readonly words: readonly string[]; readonly overrides: readonly Override[] }[] = [
    { words: [], overrides: [] },
  ];
  for (const [k, { overrides }] of keys.entries()) {
    const words = valueWords(overrides);
    parts = parts.flatMap((part) =>
      overrides.map((override, j) => ({
        words: [...part.words, `${labels[k]}=${words[j]}`],
        overrides: [...part.overrides, override],
      })),
    );
  }
  return parts.map(({ words, overrides }) => ({
    name: shortened(words.join(",")),
    label: overrides.map(({ value }, k) => `${shown[k]}=${valueText(value)}`).join(", "),
    overrides,
  }));
}

/** The last member of every key with its places in lists; the whole keys where that does not tell them apart. */
function keyLabels(keys: readonly string[]): readonly string[] {
  const short = keys.map((key) => /[^.]+$/.exec(key)?.[0] ?? key);
  const isClear = new Set(short.map((key) => lower(key).replaceAll(/[[\].]+/g, "."))).size === keys.length;
  return isClear ? short : keys;
}

/** Values as words of letters, digits, '.', '+' and '-'; with a hash where they have others, or differ in case only. */
function valueWords(overrides: readonly Override[]): readonly string[] {
  const texts = overrides.map(({ value }) => valueText(value));
  return overrides.map(({ value }, k) => {
    const text = texts[k];
    const isSafe = /^[\w.+-]{1,40}$/.test(text) && !text.includes("_") && isPlain(text, value);
    if (isSafe && texts.filter((other) => lower(other) === lower(text)).length === 1) return text;
    return `${text
      .replaceAll(/[^A-Za-z0-9.+-]+/g, "-")
      .replaceAll(/^-|-$/g, "")
      .slice(0, 24)}~${tagOf(value)}`;
  });
}

/** No longer than what file systems take. */
function shortened(name: string): string {
  return name.length <= 180 ? name : `${name.slice(0, 160)}~${tagOf(name)}`;
}

function tagOf(value: unknown): string {
  return hashOf({ value }).slice(0, 8);
}

function lower(text: string): string {
  return text.toLowerCase();
}
