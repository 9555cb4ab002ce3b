import { Buffer } from "node:buffer";
import { Resvg } from "@resvg/resvg-js";
import { millimetresOf } from "./figure-size.js";
import { family, fontFiles } from "./font-files.js";
import { chunk } from "./indexed-png.js";

export interface PngOptions {
  /** Pixels; when absent, 300 dots per inch. */
  readonly width?: number;
}

const dotsPerMillimetre = 300 / 25.4;
/** Where the header of a PNG file ends: signature, length, name, thirteen bytes and checksum. */
const headerEnd = 33;
const metres = 1;

/**
 * A figure as PNG, with the resolution at which it has the size of the figure. The font comes with the package and
 * fonts of the system are not looked at: the same bytes anywhere.
 */
export function toPng(svg: string, options: PngOptions = {}): Uint8Array {
  const size = millimetresOf(svg);
  const { width = Math.round(size.width * dotsPerMillimetre) } = options;
  const font = { loadSystemFonts: false, fontFiles: fontFiles(), defaultFontFamily: family, sansSerifFamily: family };
  const image = new Resvg(svg, { font, fitTo: { mode: "width", value: width }, background: "#ffffff" }).render();
  return withResolution(image.asPng(), (1000 * width) / size.width);
}

/** @see W3C, Portable Network Graphics (third edition), section 11.3.4.3 */
function withResolution(png: Buffer, pixelsPerMetre: number): Uint8Array {
  const density = Buffer.alloc(9, metres);
  density.writeUInt32BE(Math.round(pixelsPerMetre), 0);
  density.writeUInt32BE(Math.round(pixelsPerMetre), 4);
  return Buffer.concat([png.subarray(0, headerEnd), chunk("pHYs", density), png.subarray(headerEnd)]);
}
