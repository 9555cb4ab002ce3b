import { Buffer } from "node:buffer";
import type { PdfFile, Reference } from "./pdf-file.js";

/** Where the chunks of a PNG file begin. */
const firstChunk = 8;

/**
 * Embeds a PNG with a palette as it is: pages know its compression and its filters.
 *
 * @throws {RangeError} on another kind of PNG
 * @see ISO 32000-1, sections 7.4.4.4 and 8.9.5
 */
export function embedImage(file: PdfFile, png: Buffer): Reference {
  const chunks = chunksOf(png);
  const [header, palette] = ["IHDR", "PLTE"].map((name) => chunks.find((chunk) => chunk.name === name)?.content);
  if (header === undefined || palette === undefined) throw new RangeError("a picture without a palette");
  const [width, height, bits] = [header.readUInt32BE(0), header.readUInt32BE(4), header.readUInt8(8)];
  const colours = `[/Indexed /DeviceRGB ${palette.length / 3 - 1} <${palette.toString("hex")}>]`;
  const rows = `/DecodeParms << /Predictor 15 /Colors 1 /BitsPerComponent ${bits} /Columns ${width} >>`;
  const entries = `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /BitsPerComponent ${bits} /ColorSpace ${colours} ${rows}`;
  const pixels = chunks.filter(({ name }) => name === "IDAT").map(({ content }) => content);
  return file.addStream(Buffer.concat(pixels), entries, "/FlateDecode");
}

function chunksOf(png: Buffer): { readonly name: string; readonly content: Buffer }[] {
  const chunks = [];
  for (let at = firstChunk; at < png.length; ) {
    const begin = at + 8;
    const end = begin + png.readUInt32BE(at);
    chunks.push({ name: png.toString("latin1", at + 4, begin), content: png.subarray(begin, end) });
    at = end + 4;
  }
  return chunks;
}
