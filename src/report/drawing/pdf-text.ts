import { colourOperands } from "./pdf-colour.js";
import { pdfNumber, pdfNumbers } from "./pdf-file.js";
import type { Face } from "./pdf-font.js";
import type { PdfPage } from "./pdf-page.js";
import { type SvgElement, textOf } from "./svg-reader.js";

/** A piece of a line of text as it is set. */
interface Piece {
  readonly text: string;
  readonly face: Face;
  readonly size: number;
  /** How far it is below the base line. */
  readonly drop: number;
}

const along = { start: 0, middle: 0.5, end: 1 } as const;

/** A text element of a figure; its pieces follow each other, and are anchored together. */
export function drawSvgText(page: PdfPage, element: SvgElement, inherited: string): void {
  const { x = "0", y = "0", fill = inherited, transform, "text-anchor": anchor = "start" } = element.attributes;
  const pieces = piecesOf(element);
  const widths = pieces.map(({ text, face, size }) => size * page.font(face).widthOf(text));
  const width = widths.reduce((sum, one) => sum + one, 0);
  let left = -along[anchor as keyof typeof along] * width;
  page.alone(() => {
    // Texts that read upwards are turned about their place: the only transformation that there is.
    const turn = transform === undefined ? "1 0 0 1" : "0 -1 1 0";
    page.draw(`${turn} ${pdfNumbers(Number(x), Number(y))} cm`, `${page.opacity(1, 1)} gs`);
    page.draw(`${colourOperands(fill)} rg`, "BT");
    for (const [k, { text, face, size, drop }] of pieces.entries()) {
      const letters = page.font(face).set(text);
      page.draw(`${page.fontName(face)} ${pdfNumber(size)} Tf`, `1 0 0 -1 ${pdfNumbers(left, drop)} Tm`);
      page.draw(`<${letters}> Tj`);
      left += widths[k];
    }
    page.draw("ET");
  });
}

function piecesOf(element: SvgElement): Piece[] {
  const own = Number(element.attributes["font-size"]);
  let drop = 0;
  return element.children.map((child): Piece => {
    if (typeof child === "string") return { text: child, face: "upright", size: own, drop };
    const { dy = "0", "font-size": size = own, "font-style": style } = child.attributes;
    drop += Number(dy);
    return { text: textOf(child), face: style === "italic" ? "oblique" : "upright", size: Number(size), drop };
  });
}
