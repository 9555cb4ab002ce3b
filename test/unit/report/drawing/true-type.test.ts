/* The part of a font that is embedded in a PDF, read back as programs read it. */
import { Buffer } from "node:buffer";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import test from "ava";
import { fontFiles } from "../../../../src/report/drawing/font-files.js";
import { readTrueType } from "../../../../src/report/drawing/true-type.js";
import { subsetOf } from "../../../../src/report/drawing/true-type-subset.js";
import { densityFigure, toPdf } from "../../../../src/report/figure/index.js";
import { above, near } from "../../../support/matchers.js";
import { flow } from "../figure/records.js";

const files = fontFiles().map((file) => readFileSync(file));
const fonts = files.map(readTrueType);
const [upright] = fonts;
const codeOf = (character: string): number => character.codePointAt(0) as number;

test("advance widths are those that figures are laid out with", (t) => {
  for (const [character, width] of [
    ["A", 615],
    ["m", 876],
    [" ", 286],
    ["τ", 542],
    ["−", 754],
  ] as const) {
    near(t, (1000 * upright.advanceOf(upright.glyphOf(codeOf(character)))) / upright.unitsPerEm, width, 0.5, character);
  }
});

test("a character that the font lacks is its empty box", (t) => {
  for (const character of ["漢", "\u{10ffff}", "\u0001"]) t.is(upright.glyphOf(codeOf(character)), 0, character);
  above(t, upright.glyphOf(codeOf("ß")), 0);
});

test("tables add up to what the directory says, and the file to what the format asks for", (t) => {
  for (const font of fonts) {
    const file = subsetOf(font, glyphsOf(font, "aéǺ 1"));
    for (const { sum, content } of tablesOf(file)) t.is(sumOf(content), sum);
    t.is(sumOf(file), 0xb1b0afba);
  }
});

test("glyphs keep their outlines and widths, and composed ones name the glyphs that follow", (t) => {
  for (const font of fonts) {
    const glyphs = glyphsOf(font, "bAÁ ");
    const file = subsetOf(font, glyphs);
    const table = (name: string): Buffer => tablesOf(file).find((one) => one.name === name)?.content as Buffer;
    const count = table("maxp").readUInt16BE(4);
    const outlineOf = (k: number): Buffer =>
      table("glyf").subarray(table("loca").readUInt32BE(4 * k), table("loca").readUInt32BE(4 * k + 4));
    // The accent comes on top; the letter under it is there already.
    t.is(count, glyphs.length + 1);
    t.is(table("hhea").readUInt16BE(34), count);
    for (const [k, glyph] of glyphs.entries()) {
      t.is(table("hmtx").readUInt16BE(4 * k), font.advanceOf(glyph));
      const own = font.outlineOf(glyph);
      if (k !== 3) t.deepEqual(outlineOf(k).subarray(0, own.length), own);
    }
    const composed = outlineOf(3);
    t.is(composed.readInt16BE(0), -1);
    t.is(composed.readUInt16BE(12), 2);
    t.deepEqual(outlineOf(5), paddedTo4(font.outlineOf(accentOf(font))));
  }
});

const isThere = spawnSync("pdftotext", ["-v"]).error === undefined;
const title = "texts of a figure can be copied from its PDF";
test(isThere ? title : `${title} (left out: no pdftotext)`, (t) => {
  if (!isThere) {
    t.pass();
    return;
  }
  const input = toPdf(densityFigure(flow({ layers: ["Á ↔ ß", "τ(α)"], cells: 40 })));
  const { stdout } = spawnSync("pdftotext", ["-", "-"], { input, encoding: "utf8" });
  // It tells blanks by the room between letters.
  for (const text of ["Á↔ß", "τ(α)"]) t.true(stdout.replaceAll(" ", "").includes(text), stdout);
});

function glyphsOf(font: (typeof fonts)[number], text: string): number[] {
  return [0, ...[...text].map((character) => font.glyphOf(codeOf(character)))];
}

/** The second part of an accented letter. */
function accentOf(font: (typeof fonts)[number]): number {
  const outline = font.outlineOf(font.glyphOf(codeOf("Á")));
  const hasWords = (outline.readUInt16BE(10) & 1) !== 0;
  return outline.readUInt16BE(14 + (hasWords ? 4 : 2) + 2);
}

function tablesOf(file: Buffer): { name: string; sum: number; content: Buffer }[] {
  return Array.from({ length: file.readUInt16BE(4) }, (_, k) => {
    const at = 12 + 16 * k;
    const place = file.readUInt32BE(at + 8);
    const content = file.subarray(place, place + file.readUInt32BE(at + 12));
    const name = file.toString("latin1", at, at + 4);
    // The sum of this table leaves out the sum of the file.
    const own =
      name === "head" ? Buffer.concat([content.subarray(0, 8), Buffer.alloc(4), content.subarray(12)]) : content;
    return { name, sum: file.readUInt32BE(at + 4), content: own };
  });
}

function paddedTo4(bytes: Buffer): Buffer {
  return Buffer.concat([bytes], Math.ceil(bytes.length / 4) * 4);
}

function sumOf(bytes: Buffer): number {
  const words = paddedTo4(bytes);
  let sum = 0n;
  for (let at = 0; at < words.length; at += 4) sum += BigInt(words.readUInt32BE(at));
  return Number(sum & 0xffffffffn);
}
