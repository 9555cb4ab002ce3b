/** SVG written as strings: no DOM, no ids (several figures share one page), the same input always the same bytes. */

import { unseen } from "../../tables/one-line.js";

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** A point in user units, y downwards. */
export type Point = readonly [x: number, y: number];

/** A number rounded to two decimals, without trailing zeros or a negative zero. */
export function coordinate(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`a coordinate is ${value}`);
  return String(Math.round(value * 100) / 100 + 0);
}

/** Text as XML content or attribute value: markup escaped, what cannot be seen, and what XML 1.0 forbids, left out. */
export function escapeXml(text: string): string {
  return [...text.replaceAll(unseen, "")]
    .filter((character) => isXmlCharacter(character.codePointAt(0) as number))
    .map((character) => entities[character] ?? character)
    .join("");
}

/** What stands for the characters of markup. */
export const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function isXmlCharacter(code: number): boolean {
  return code < 0xd800 || (code > 0xdfff && code !== 0xfffe && code !== 0xffff);
}

/** An element; `content` is SVG already, and attributes that are undefined are left out. */
export function element(name: string, attributes: Attributes, content = ""): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${typeof value === "number" ? coordinate(value) : escapeXml(value)}"`],
  );
  const open = `<${name}${written.join("")}`;
  return content === "" ? `${open}/>` : `${open}>${content}</${name}>`;
}

/** A group of parts; nothing if there are none. */
export function group(attributes: Attributes, parts: readonly string[]): string {
  return parts.length === 0 ? "" : element("g", attributes, parts.join(""));
}

/** A straight line. */
export function segment([x1, y1]: Point, [x2, y2]: Point, attributes: Attributes = {}): string {
  return element("line", { x1, y1, x2, y2, ...attributes });
}

/** A rectangle of the figure, user units. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export function rectangle({ left, top, width, height }: Box, attributes: Attributes): string {
  return element("rect", { x: left, y: top, width, height, ...attributes });
}
