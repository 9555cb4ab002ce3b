import { Buffer } from "node:buffer";
import { crc32, inflateSync } from "node:zlib";
import { Resvg } from "@resvg/resvg-js";
import test from "ava";
import { dataAddress, type IndexedImage, indexedPng } from "../../../../src/report/drawing/indexed-png.js";
import { below } from "../../../support/matchers.js";

const palette = [
  [0, 0, 0],
  [255, 0, 0],
  [0, 128, 255],
];
const image: IndexedImage = { width: 3, height: 2, pixels: Uint8Array.of(0, 1, 2, 2, 1, 0), palette };

/** Names and contents of the chunks of a file, checksums verified. */
function chunksOf(png: Buffer): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const named = png.subarray(at + 4, at + 8 + length);
    if (crc32(named) !== png.readUInt32BE(at + 8 + length)) throw new Error("wrong checksum");
    found.set(named.toString("latin1", 0, 4), named.subarray(4));
    at += 12 + length;
  }
  return found;
}

test("a file has a header, a palette and rows that add up to the pixels", (t) => {
  const chunks = chunksOf(indexedPng(image));
  t.deepEqual([...chunks.keys()], ["IHDR", "PLTE", "IDAT", "IEND"]);
  t.deepEqual([...(chunks.get("IHDR") ?? [])], [0, 0, 0, 3, 0, 0, 0, 2, 8, 3, 0, 0, 0]);
  t.deepEqual([...(chunks.get("PLTE") ?? [])], palette.flat());
  t.deepEqual([...inflateSync(chunks.get("IDAT") ?? Buffer.alloc(0))], [2, 0, 1, 2, 2, 2, 0, 254]);
});

test("a decoder that is not ours reads the colours", (t) => {
  const place = `<image width="3" height="2" href="${dataAddress(indexedPng(image))}" image-rendering="optimizeSpeed"/>`;
  const drawn = new Resvg(`<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2">${place}</svg>`).render();
  const colours = Array.from({ length: 6 }, (_, k) => [...drawn.pixels.subarray(4 * k, 4 * k + 3)]);
  t.deepEqual(
    colours,
    [0, 1, 2, 2, 1, 0].map((index) => palette[index]),
  );
});

test("runs of a colour take next to no room", (t) => {
  below(t, indexedPng({ width: 128, height: 128, pixels: new Uint8Array(128 * 128), palette }).length, 300);
});
