import type { Pdf } from "./pdf-page.js";
import { type SvgElement, textOf } from "./svg-reader.js";

/** A piece of a line of text as it is set. */
interface Piece {
  readonly text: string;
  readonly font: "upright" | "oblique";
  readonly size: number;
  /** How far it is below the base line. */
  readonly drop: number;
}

const along = { start: 0, middle: 0.5, end: 1 } as const;

/** A text element of a figure; its pieces follow each other, and are anchored together. */
export function drawSvgText(pdf: Pdf, element: SvgElement, inherited: string): void {
  const { x = "0", y = "0", fill = inherited, transform, "text-anchor": anchor = "start" } = element.attributes;
  const pieces = piecesOf(element);
  const widths = pieces.map(({ text, font, size }) => pdf.font(font).fontSize(size).widthOfString(text));
  const width = widths.reduce((sum, one) => sum + one, 0);
  let left = Number(x) - along[anchor as keyof typeof along] * width;
  pdf.save();
  // Texts that read upwards are turned about their place: the only transformation that there is.
  if (transform !== undefined) pdf.rotate(-90, { origin: [Number(x), Number(y)] });
  pdf.fillColor(fill).fillOpacity(1);
  for (const [k, { text, font, size, drop }] of pieces.entries()) {
    const place = [left, Number(y) + drop] as const;
    pdf
      .font(font)
      .fontSize(size)
      .text(text, ...place, { lineBreak: false, baseline: "alphabetic" });
    left += widths[k];
  }
  pdf.restore();
}

function piecesOf(element: SvgElement): Piece[] {
  const own = Number(element.attributes["font-size"]);
  let drop = 0;
  return element.children.map((child): Piece => {
    if (typeof child === "string") return { text: child, font: "upright", size: own, drop };
    const { dy = "0", "font-size": size = own, "font-style": style } = child.attributes;
    drop += Number(dy);
    return { text: textOf(child), font: style === "italic" ? "oblique" : "upright", size: Number(size), drop };
  });
}
