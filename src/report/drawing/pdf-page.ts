import { createRequire } from "node:module";
import type PDFDocument from "pdfkit";
import { fontFiles } from "./font-files.js";

/** A PDF in the making. */
export type Pdf = PDFKit.PDFDocument;

/** Nobody is told when a figure was drawn: the same figure is the same file. */
const noDate = new Date(0);

/** A document of one page with the fonts of figures; its unit is a point. */
export function emptyPage(width: number, height: number, texts: PDFKit.DocumentInfo): Pdf {
  // It takes longer to load than most figures take to draw.
  const Document = createRequire(import.meta.url)("pdfkit") as typeof PDFDocument;
  const [upright, oblique] = fontFiles();
  const pdf = new Document({
    size: [width, height],
    ...{ margin: 0, font: upright, lang: "en", displayTitle: true },
    info: { ...texts, Producer: "PDFKit", Creator: "jko-study", CreationDate: noDate },
  });
  // Its identifier follows from it, but it is not told.
  Object.defineProperty(pdf.info, "CreationDate", { enumerable: false });
  pdf.registerFont("upright", upright).registerFont("oblique", oblique);
  return pdf;
}
