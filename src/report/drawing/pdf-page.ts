import { Buffer } from "node:buffer";
import { createPdfFile, pdfNumber, pdfNumbers, pdfText } from "./pdf-file.js";
import { createPdfFont, type Face, type PdfFont } from "./pdf-font.js";
import { embedImage } from "./pdf-image.js";

/** What a document tells of itself. */
export interface PdfTitles {
  readonly title: string;
  readonly subject: string;
}

/** A page in the making; its unit is a point, y points downwards, and operators are those of ISO 32000-1, annex A. */
export interface PdfPage {
  /** Appends operators, with their operands before them. */
  draw(...operators: readonly string[]): void;
  /** Draws what must not bear on what follows. */
  alone(draw: () => void): void;
  /** Name of a state with these opacities. */
  opacity(stroke: number, fill: number): string;
  font(face: Face): PdfFont;
  fontName(face: Face): string;
  /** Name of an image of one unit by one. */
  image(png: Buffer): string;
  /** The document, of this page alone. */
  write(): Buffer;
}

const faces = { upright: "/F1", oblique: "/F2" } as const;

export function emptyPage(width: number, height: number, { title, subject }: PdfTitles): PdfPage {
  const fonts = { upright: createPdfFont("upright"), oblique: createPdfFont("oblique") };
  const content = [`1 0 0 -1 0 ${pdfNumber(height)} cm`];
  const states = new Map<string, string>();
  const images: Buffer[] = [];
  const draw = (...operators: readonly string[]): void => void content.push(...operators);
  return {
    draw,
    alone(drawInside) {
      draw("q");
      drawInside();
      draw("Q");
    },
    opacity(stroke, fill) {
      const entries = `<< /CA ${pdfNumber(stroke)} /ca ${pdfNumber(fill)} >>`;
      const name = states.get(entries) ?? `/G${states.size + 1}`;
      states.set(entries, name);
      return name;
    },
    font: (face) => fonts[face],
    fontName: (face) => faces[face],
    image: (png) => `/I${images.push(png)}`,
    write() {
      const file = createPdfFile();
      const pictures = images.map((png) => embedImage(file, png));
      const entries = [
        ["/Font", namedFonts(fonts, (font) => font.embed(file))],
        ["/ExtGState", [...states].map(([state, name]) => `${name} ${state}`)],
        ["/XObject", pictures.map((picture, k) => `/I${k + 1} ${picture}`)],
      ] as const;
      const resources = entries.map(([name, own]) => (own.length === 0 ? "" : ` ${name} << ${own.join(" ")} >>`));
      const drawn = file.addStream(Buffer.from(content.join("\n"), "latin1"));
      // The page refers to what holds it, which comes after it.
      const pages = file.next(1);
      const page = file.add(
        `<< /Type /Page /Parent ${pages} /MediaBox [0 0 ${pdfNumbers(width, height)}] /Contents ${drawn} /Resources <<${resources.join("")} >> >>`,
      );
      file.add(`<< /Type /Pages /Count 1 /Kids [${page}] >>`);
      const catalogue = file.add(
        `<< /Type /Catalog /Pages ${pages} /Lang (en) /ViewerPreferences << /DisplayDocTitle true >> >>`,
      );
      const told = `/Title ${pdfText(title)} /Subject ${pdfText(subject)}`;
      return file.write(catalogue, file.add(`<< ${told} /Creator (jko-study) /Producer (jko-study) >>`));
    },
  };
}

function namedFonts<T>(fonts: Readonly<Record<Face, T>>, embed: (font: T) => string | undefined): string[] {
  return Object.entries(fonts).flatMap(([face, font]) => {
    const reference = embed(font);
    return reference === undefined ? [] : [`${faces[face as Face]} ${reference}`];
  });
}
