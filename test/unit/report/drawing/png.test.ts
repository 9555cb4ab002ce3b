import { Buffer } from "node:buffer";
import { existsSync } from "node:fs";
import { crc32 } from "node:zlib";
import test from "ava";
import { fontFiles } from "../../../../src/report/drawing/font-files.js";
import { convergenceFigure, toPng } from "../../../../src/report/figure/index.js";
import { atMost, below, each } from "../../../support/matchers.js";
import { record, tauSweep } from "../figure/records.js";

const svg = convergenceFigure(record(tauSweep([10, 20, 40], { L1: (tau) => tau })));
const size = (png: Uint8Array) => [Buffer.from(png).readUInt32BE(16), Buffer.from(png).readUInt32BE(20)];

test("a PNG has the width asked for, else 300 dots per inch, and the figure's proportions", (t) => {
  t.deepEqual(Buffer.from(toPng(svg)).subarray(1, 4).toString(), "PNG");
  t.is(size(toPng(svg))[0], 992);
  const [width = 0, height = 0] = size(toPng(svg, { width: 476 }));
  const [, units] = /viewBox="0 0 238 ([\d.]+)"/.exec(svg) ?? [];
  t.is(width, 476);
  atMost(t, Math.abs(height - 2 * Number(units)), 1);
});

test("a PNG knows the resolution at which it is as large as the figure", (t) => {
  for (const [width, dots] of [
    [undefined, 11_810],
    [476, 5667],
  ] as const) {
    const png = Buffer.from(toPng(svg, width === undefined ? {} : { width }));
    const at = png.indexOf("pHYs") + 4;
    t.deepEqual([png.readUInt32BE(at), png.readUInt32BE(at + 4), png[at + 8]], [dots, dots, 1]);
    t.is(png.readUInt32BE(at + 9), crc32(png.subarray(at - 4, at + 9)));
    below(t, at, png.indexOf("IDAT"));
  }
});

test("the same figure gives the same bytes", (t) => {
  t.deepEqual(toPng(svg, { width: 200 }), toPng(svg, { width: 200 }));
});

test("the font is bundled, and texts are drawn with it", (t) => {
  each(t, fontFiles(), (file) => existsSync(file));
  const bare = svg.replace(/<text.*?<\/text>/g, "");
  t.notDeepEqual(toPng(svg, { width: 200 }), toPng(bare, { width: 200 }));
});
