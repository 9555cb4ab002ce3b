import { advanceOf } from "./font.js";
import { type Attributes, coordinate, element, escapeXml } from "./svg.js";

/** A piece of a text: upright on the base line unless it says otherwise. */
export interface Span {
  readonly text: string;
  readonly italic?: boolean;
  readonly shift?: "super" | "sub";
}

/** A text with italics and indices. */
export type RichText = readonly Span[];

export interface TextPlace {
  readonly x: number;
  readonly y: number;
  /** Font size in user units. */
  readonly size: number;
  readonly anchor?: "start" | "middle" | "end";
  /** Read from bottom to top. */
  readonly upwards?: boolean;
}

/** Size of indices and exponents, and how far they are moved, relative to the text they belong to. */
const indexSize = 0.74;
/** What journals print at least, in points. */
const smallestSize = 6;
const shifts = { super: -0.4, sub: 0.22 } as const;

export function plain(text: string): RichText {
  return [{ text }];
}

export function italic(text: string): RichText {
  return [{ text, italic: true }];
}

export function superscript(text: string): RichText {
  return [{ text, shift: "super" }];
}

/** `10^k`, with a proper minus sign. */
export function powerOfTen(exponent: number): RichText {
  return [...plain("10"), ...superscript(withMinus(String(exponent)))];
}

/** A number as text with a minus sign for the hyphen. */
export function withMinus(text: string): string {
  return text.replaceAll("-", "−");
}

/** Characters without italics and indices, for titles and descriptions. */
export function plainText(text: RichText): string {
  return text.map((span) => span.text).join("");
}

/** Width in user units. */
export function textWidth(text: RichText, size: number): number {
  return text.reduce((sum, span) => sum + (advanceOf(span.text) / 1000) * spanSize(span, size), 0);
}

/** A text element. Indices are moved by `dy`, which every renderer knows, and the next span is moved back. */
export function drawText(text: RichText, place: TextPlace, attributes: Attributes = {}): string {
  const { x, y, size, anchor = "start", upwards = false } = place;
  let moved = 0;
  const spans = text.map((span) => {
    const shift = span.shift === undefined ? 0 : shifts[span.shift] * size;
    const dy = shift - moved;
    moved = shift;
    return drawSpan(span, size, dy);
  });
  const transform = upwards ? `rotate(-90 ${coordinate(x)} ${coordinate(y)})` : undefined;
  const anchored = anchor === "start" ? undefined : anchor;
  return element(
    "text",
    { x, y, "font-size": size, "text-anchor": anchored, transform, ...attributes },
    spans.join(""),
  );
}

function drawSpan(span: Span, size: number, dy: number): string {
  const style = {
    dy: dy === 0 ? undefined : dy,
    "font-size": span.shift === undefined ? undefined : spanSize(span, size),
    "font-style": span.italic === true ? "italic" : undefined,
  };
  const isBare = Object.values(style).every((value) => value === undefined);
  return isBare ? escapeXml(span.text) : element("tspan", style, escapeXml(span.text));
}

function spanSize(span: Span, size: number): number {
  return span.shift === undefined ? size : Math.max(smallestSize, indexSize * size);
}

/** Starts of a text that is too wide, with an ellipsis. */
export function shorten(text: string, size: number, width: number): string {
  if (textWidth(plain(text), size) <= width) return text;
  const characters = [...text];
  while (characters.length > 0 && textWidth(plain(`${characters.join("")}…`), size) > width) characters.pop();
  return `${characters.join("").trimEnd()}…`;
}
