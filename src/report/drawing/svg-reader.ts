import { entities } from "./svg.js";

/** An element of a figure, or a text between them. */
export type SvgNode = SvgElement | string;

export interface SvgElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly SvgNode[];
}

/** The end of an element, its beginning with its attributes, or a text. */
const token = /<\/[a-z]+>|<([a-z]+)((?: [\w:-]+="[^"]*")*)(\/?)>|([^<]+)/gy;
const characters = new Map(Object.entries(entities).map(([character, entity]) => [entity, character]));

/**
 * The element that a figure is, as it is written by `element`; it reads no other XML.
 *
 * @throws {RangeError} where a text is not one of our figures
 */
export function readSvg(svg: string): SvgElement {
  const root = { name: "", attributes: {}, children: [] as SvgNode[] };
  const open: { children: SvgNode[] }[] = [root];
  let length = 0;
  for (const [whole, name, attributes = "", isClosed, text] of svg.matchAll(token)) {
    length += whole.length;
    if (text !== undefined) open.at(-1)?.children.push(unescaped(text));
    else if (name === undefined) open.pop();
    else {
      const found = { name, attributes: attributesOf(attributes), children: [] as SvgNode[] };
      open.at(-1)?.children.push(found);
      if (isClosed === "") open.push(found);
    }
  }
  const figure = root.children.find((node) => typeof node !== "string");
  if (length !== svg.length || open.length !== 1 || figure === undefined) throw new RangeError("not a figure");
  return figure;
}

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/ ([^=]+)="([^"]*)"/g)].map(([, key, value]) => [key, unescaped(value)]));
}

function unescaped(text: string): string {
  return text.replaceAll(/&[^;]+;/g, (entity) => characters.get(entity) ?? entity);
}

/** The text inside an element. */
export function textOf({ children }: SvgElement): string {
  return children.map((child) => (typeof child === "string" ? child : textOf(child))).join("");
}
