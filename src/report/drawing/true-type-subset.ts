import { Buffer } from "node:buffer";
import type { TrueType } from "./true-type.js";

/** Bits of a component of a glyph: what follows it. */
const hasWords = 0x01;
const [hasScale, hasTwoScales, hasMatrix] = [0x08, 0x40, 0x80] as const;
const hasMore = 0x20;
/** Where the components of a glyph begin, after its contours and box. */
const firstComponent = 10;
/** Makes the sum of a font's words this number. */
const wholeSum = 0xb1b0afba;

/**
 * A font with some glyphs of another, numbered in the order in which they are given, and after them the parts of which
 * they are composed.
 *
 * @param glyphs begin with glyph 0, which stands for characters that are missing
 * @see ISO/IEC 14496-22, Open Font Format, section 5
 */
export function subsetOf(font: TrueType, glyphs: readonly number[]): Buffer {
  const kept = withComponents(font, glyphs);
  const numbers = new Map(kept.map((glyph, number) => [glyph, number]));
  const outlines = kept.map((glyph) => renumbered(font.outlineOf(glyph), numbers));
  const [head, hhea, maxp] = ["head", "hhea", "maxp"].map((name) => Buffer.from(font.table(name)));
  head.writeUInt32BE(0, 8);
  head.writeInt16BE(1, 50);
  hhea.writeUInt16BE(kept.length, 34);
  maxp.writeUInt16BE(kept.length, 4);
  const file = fileOf({
    "cvt ": font.table("cvt "),
    fpgm: font.table("fpgm"),
    glyf: Buffer.concat(outlines),
    head,
    hhea,
    hmtx: Buffer.concat(kept.map((glyph) => metricsOf(font, glyph))),
    loca: placesOf(outlines),
    maxp,
    prep: font.table("prep"),
  });
  const place = file.readUInt32BE(file.indexOf("head", 12, "latin1") + 8);
  file.writeUInt32BE((wholeSum - sumOf(file)) >>> 0, place + 8);
  return file;
}

function withComponents(font: TrueType, glyphs: readonly number[]): number[] {
  const kept = new Set(glyphs);
  // What is added on the way is visited too.
  for (const glyph of kept) {
    const outline = font.outlineOf(glyph);
    for (const at of componentsOf(outline)) kept.add(outline.readUInt16BE(at + 2));
  }
  return [...kept];
}

/** Where the components of a glyph are in its outline; none of a glyph that has contours of its own. */
function componentsOf(outline: Buffer): number[] {
  const found: number[] = [];
  if (outline.length === 0 || outline.readInt16BE(0) >= 0) return found;
  for (let at = firstComponent, flags = hasMore; (flags & hasMore) !== 0; ) {
    found.push(at);
    flags = outline.readUInt16BE(at);
    at += 4 + ((flags & hasWords) !== 0 ? 4 : 2);
    at += (flags & hasScale) !== 0 ? 2 : (flags & hasTwoScales) !== 0 ? 4 : (flags & hasMatrix) !== 0 ? 8 : 0;
  }
  return found;
}

function renumbered(outline: Buffer, numbers: ReadonlyMap<number, number>): Buffer {
  const own = padded(outline);
  for (const at of componentsOf(outline)) own.writeUInt16BE(numbers.get(outline.readUInt16BE(at + 2)) ?? 0, at + 2);
  return own;
}

/** Advance width, and what is left free before the outline. */
function metricsOf(font: TrueType, glyph: number): Buffer {
  const metrics = Buffer.alloc(4);
  metrics.writeUInt16BE(font.advanceOf(glyph), 0);
  const outline = font.outlineOf(glyph);
  if (outline.length > 0) metrics.writeInt16BE(outline.readInt16BE(2), 2);
  return metrics;
}

function placesOf(outlines: readonly Buffer[]): Buffer {
  const places = Buffer.alloc(4 * (outlines.length + 1));
  let place = 0;
  for (const [k, { length }] of outlines.entries()) {
    place += length;
    places.writeUInt32BE(place, 4 * (k + 1));
  }
  return places;
}

/** Tables, in the order of their names, with a directory before them. */
function fileOf(tables: Readonly<Record<string, Buffer>>): Buffer {
  const entries = Object.entries(tables);
  const power = 2 ** Math.floor(Math.log2(entries.length));
  const directory = Buffer.alloc(12 + 16 * entries.length);
  directory.writeUInt32BE(0x00010000, 0);
  for (const [k, value] of [entries.length, 16 * power, Math.log2(power), 16 * (entries.length - power)].entries()) {
    directory.writeUInt16BE(value, 4 + 2 * k);
  }
  let place = directory.length;
  for (const [k, [name, content]] of entries.entries()) {
    const at = 12 + 16 * k;
    directory.write(name, at, "latin1");
    for (const [part, value] of [sumOf(content), place, content.length].entries()) {
      directory.writeUInt32BE(value, at + 4 + 4 * part);
    }
    place += padded(content).length;
  }
  return Buffer.concat([directory, ...entries.map(([, content]) => padded(content))]);
}

/** A copy whose length is a multiple of four bytes. */
function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes], Math.ceil(bytes.length / 4) * 4);
}

/** Sum of the words of four bytes, modulo 2^32. */
function sumOf(bytes: Buffer): number {
  const words = padded(bytes);
  let sum = 0;
  for (let at = 0; at < words.length; at += 4) sum = (sum + words.readUInt32BE(at)) >>> 0;
  return sum;
}
