import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import { fontFiles } from "./font-files.js";
import { type PdfFile, pdfNumber, type Reference } from "./pdf-file.js";
import { readTrueType, type TrueType } from "./true-type.js";
import { subsetOf } from "./true-type-subset.js";

export type Face = "upright" | "oblique";

/** A font of a page, of which the characters are embedded that have been set. */
export interface PdfFont {
  /** Characters as they stand in a page, in hexadecimal digits. */
  set(text: string): string;
  /** Width of a text of size 1. */
  widthOf(text: string): number;
  /** Writes what has been set; undefined where that is nothing. */
  embed(file: PdfFile): Reference | undefined;
}

const known = new Map<Face, TrueType>();

/** Read once, and only where a page is made. */
function faceOf(face: Face): TrueType {
  const found = known.get(face) ?? readTrueType(readFileSync(fontFiles()[face === "upright" ? 0 : 1]));
  known.set(face, found);
  return found;
}

export function createPdfFont(face: Face): PdfFont {
  const font = faceOf(face);
  const glyphs = [0];
  const characters = new Map<string, number>();
  const numberOf = (character: string): number => {
    const found = characters.get(character);
    if (found !== undefined) return found;
    const glyph = font.glyphOf(character.codePointAt(0) as number);
    const number = glyphs.includes(glyph) ? glyphs.indexOf(glyph) : glyphs.push(glyph) - 1;
    characters.set(character, number);
    return number;
  };
  const widthOf = (glyph: number): number => font.advanceOf(glyph) / font.unitsPerEm;
  return {
    set: (text) => [...text].map((character) => hex(numberOf(character))).join(""),
    widthOf: (text) => [...text].reduce((sum, character) => sum + widthOf(glyphs[numberOf(character)]), 0),
    embed(file) {
      if (characters.size === 0) return undefined;
      const name = `/JKOFIG+DejaVuSansCondensed${face === "oblique" ? "-Oblique" : ""}`;
      const widths = glyphs.map((glyph) => pdfNumber(1000 * widthOf(glyph)));
      const descriptor = file.add(`<< ${descriptorOf(font, name)} /FontFile2 ${embedded(file, font, glyphs)} >>`);
      const own = file.add(
        `<< /Type /Font /Subtype /CIDFontType2 /BaseFont ${name} /CIDToGIDMap /Identity /W [0 [${widths.join(" ")}]] /FontDescriptor ${descriptor} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>`,
      );
      const toUnicode = file.addStream(Buffer.from(unicodeOf(characters), "latin1"));
      return file.add(
        `<< /Type /Font /Subtype /Type0 /BaseFont ${name} /Encoding /Identity-H /DescendantFonts [${own}] /ToUnicode ${toUnicode} >>`,
      );
    },
  };
}

function embedded(file: PdfFile, font: TrueType, glyphs: readonly number[]): Reference {
  const subset = subsetOf(font, glyphs);
  return file.addStream(subset, `/Length1 ${subset.length}`);
}

/** The metrics of a font, in thousandths of its size. */
function descriptorOf({ unitsPerEm, box, ascent, descent, italicAngle }: TrueType, name: string): string {
  const scaled = (value: number): string => pdfNumber((1000 * value) / unitsPerEm);
  const symbolic = 4;
  const flags = `/Flags ${symbolic} /ItalicAngle ${pdfNumber(italicAngle)} /StemV 80`;
  const lengths = `/FontBBox [${box.map(scaled).join(" ")}] /Ascent ${scaled(ascent)} /Descent ${scaled(descent)}`;
  return `/Type /FontDescriptor /FontName ${name} ${flags} ${lengths} /CapHeight ${scaled(ascent)}`;
}

/** Most lines of a section of the following. */
const mostLines = 100;

/** What characters glyphs stand for, so that texts can be searched and copied. */
function unicodeOf(characters: ReadonlyMap<string, number>): string {
  const byGlyph = new Map([...characters].reverse().map(([character, number]) => [number, character]));
  const lines = [...byGlyph].map(([number, character]) => {
    return `<${hex(number)}> <${Buffer.from(character, "utf16le").swap16().toString("hex")}>`;
  });
  const sections = Array.from({ length: Math.ceil(lines.length / mostLines) }, (_, k) => {
    const own = lines.slice(k * mostLines, (k + 1) * mostLines);
    return `${own.length} beginbfchar\n${own.join("\n")}\nendbfchar`;
  });
  return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
${sections.join("\n")}
endcmap
CMapName currentdict /CMap defineresource pop
end
end`;
}

function hex(number: number): string {
  return number.toString(16).padStart(4, "0");
}
