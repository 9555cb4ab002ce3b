import type { Buffer } from "node:buffer";

/** A font file as far as it is needed to set lines of text and to embed a part of it; lengths are in its own units. */
export interface TrueType {
  readonly unitsPerEm: number;
  /** Left, bottom, right and top of all glyphs. */
  readonly box: readonly number[];
  readonly ascent: number;
  readonly descent: number;
  /** Degrees, to the left. */
  readonly italicAngle: number;
  /** Bytes of a table. */
  table(name: string): Buffer;
  /** Number of the glyph of a character; 0, an empty box, where the font has none. */
  glyphOf(code: number): number;
  advanceOf(glyph: number): number;
  /** What draws a glyph; nothing for a blank. */
  outlineOf(glyph: number): Buffer;
}

const unicode = [3, 10] as const;
const segmented = 12;

/**
 * Reads a font with outlines of TrueType.
 *
 * @throws {RangeError} where the font lacks a table, or is numbered in another way
 * @see ISO/IEC 14496-22, Open Font Format, section 5
 */
export function readTrueType(file: Buffer): TrueType {
  const places = tablesOf(file);
  const table = (name: string): Buffer => {
    const place = places.get(name);
    if (place === undefined) throw new RangeError(`a font without the table '${name}'`);
    return place;
  };
  const [head, hhea, hmtx, loca, glyf] = ["head", "hhea", "hmtx", "loca", "glyf"].map(table);
  const groups = groupsOf(table("cmap"));
  const lastMetric = hhea.readUInt16BE(34) - 1;
  const hasLongPlaces = head.readInt16BE(50) === 1;
  const placeOf = (glyph: number): number =>
    hasLongPlaces ? loca.readUInt32BE(4 * glyph) : 2 * loca.readUInt16BE(2 * glyph);
  return {
    unitsPerEm: head.readUInt16BE(18),
    box: [36, 38, 40, 42].map((at) => head.readInt16BE(at)),
    ascent: hhea.readInt16BE(4),
    descent: hhea.readInt16BE(6),
    italicAngle: table("post").readInt32BE(4) / 65536,
    table,
    glyphOf(code) {
      const group = groups.find(({ last }) => code <= last);
      return group === undefined || code < group.first ? 0 : group.glyph + code - group.first;
    },
    advanceOf: (glyph) => hmtx.readUInt16BE(4 * Math.min(glyph, lastMetric)),
    outlineOf: (glyph) => glyf.subarray(placeOf(glyph), placeOf(glyph + 1)),
  };
}

function tablesOf(file: Buffer): Map<string, Buffer> {
  const count = file.readUInt16BE(4);
  return new Map(
    Array.from({ length: count }, (_, k) => {
      const at = 12 + 16 * k;
      const place = file.readUInt32BE(at + 8);
      return [file.toString("latin1", at, at + 4), file.subarray(place, place + file.readUInt32BE(at + 12))] as const;
    }),
  );
}

/** Characters that follow each other and whose glyphs do so too. */
interface Group {
  readonly first: number;
  readonly last: number;
  readonly glyph: number;
}

function groupsOf(cmap: Buffer): Group[] {
  const count = cmap.readUInt16BE(2);
  const entries = Array.from({ length: count }, (_, k) => 4 + 8 * k);
  const entry = entries.find((at) => cmap.readUInt16BE(at) === unicode[0] && cmap.readUInt16BE(at + 2) === unicode[1]);
  const own = entry === undefined ? undefined : cmap.subarray(cmap.readUInt32BE(entry + 4));
  if (own?.readUInt16BE(0) !== segmented) throw new RangeError("a font whose characters are not in groups");
  return Array.from({ length: own.readUInt32BE(12) }, (_, k) => {
    const [first, last, glyph] = [0, 4, 8].map((part) => own.readUInt32BE(16 + 12 * k + part));
    return { first, last, glyph };
  });
}
