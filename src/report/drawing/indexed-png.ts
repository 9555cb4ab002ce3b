import { Buffer } from "node:buffer";
import { constants, crc32, deflateSync } from "node:zlib";

/** A picture of few colours, row by row from the top. */
export interface IndexedImage {
  readonly width: number;
  readonly height: number;
  /** Index of the colour of every pixel. */
  readonly pixels: Uint8Array;
  /** Red, green and blue from 0 to 255; at most 256 colours. */
  readonly palette: readonly (readonly number[])[];
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const [bitDepth, indexed, filterUp] = [8, 3, 2];

/**
 * A PNG file with a palette.
 *
 * Rows are stored as differences to the row above, which are small where colours change slowly; run-length matches
 * alone then compress well, and unlike the search for longer ones they are the same in every build of zlib.
 *
 * @see W3C, Portable Network Graphics (third edition), sections 5 and 9
 */
export function indexedPng({ width, height, pixels, palette }: IndexedImage): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([bitDepth, indexed], 8);
  const compressed = deflateSync(filtered(pixels, width, height), { level: 9, strategy: constants.Z_RLE });
  const chunks = [chunk("IHDR", header), chunk("PLTE", Buffer.from(palette.flat())), chunk("IDAT", compressed)];
  return Buffer.concat([signature, ...chunks, chunk("IEND", Buffer.alloc(0))]);
}

/** The file as the address of itself, for an image inside a page or a figure. */
export function dataAddress(png: Buffer): string {
  return `data:image/png;base64,${png.toString("base64")}`;
}

/** Every row minus the one above, after the number of this filter. */
function filtered(pixels: Uint8Array, width: number, height: number): Uint8Array {
  const lines = new Uint8Array((width + 1) * height);
  for (let row = 0; row < height; row++) {
    lines[row * (width + 1)] = filterUp;
    for (let column = 0; column < width; column++) {
      const at = row * width + column;
      const above = row === 0 ? 0 : pixels[at - width];
      lines[row * (width + 1) + 1 + column] = pixels[at] - above;
    }
  }
  return lines;
}

/** Length, name, content and checksum of the latter two. */
export function chunk(name: string, content: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(name, "latin1"), content]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
