/*
 * Figures as PDF. Where Debian's poppler-utils are installed, the pages are compared dot by dot with the SVG as
 * another program draws it.
 */
import { Buffer } from "node:buffer";
import { spawnSync } from "node:child_process";
import { Resvg } from "@resvg/resvg-js";
import test from "ava";
import { fontFiles } from "../../../../src/report/drawing/font-files.js";
import { readSvg, textOf } from "../../../../src/report/drawing/svg-reader.js";
import { convergenceFigure, densityFigure, heatMapFigure, toPdf } from "../../../../src/report/figure/index.js";
import { above, below, near } from "../../../support/matchers.js";
import { flow, record, tauSweep, tensorSweep } from "../figure/records.js";

const levels = tauSweep([10, 20, 40], { L1: (tau) => tau, KL: (tau) => tau * tau });
const svg = convergenceFigure(record(levels, { errors: ["L1", "KL"], title: "a < b & “c”, ∇·σ" }));
const figures = {
  "a convergence figure": svg,
  "a heat map": heatMapFigure(tensorSweep([10, 20, 40], [10, 20], (tau, h) => ({ errors: { L1: tau + h * h } }))),
  densities: densityFigure(flow({ layers: ["a", "漢字 ↔ ß"], cells: 40 })),
};
const source = (pdf: Uint8Array): string => Buffer.from(pdf).toString("latin1");

test("a page has the size that the SVG has in millimetres", (t) => {
  const [, ...box] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(source(toPdf(svg))) ?? [];
  const [, ...size] = /width="([\d.]+)mm" height="([\d.]+)mm"/.exec(svg) ?? [];
  for (const [k, length] of size.entries()) near(t, (Number(box[k]) * 25.4) / 72, Number(length), 0.01);
});

test("both faces of the font are embedded, and nothing is a picture", (t) => {
  const pdf = source(toPdf(svg));
  t.is(pdf.match(/\/FontFile2 /g)?.length, 2);
  t.notRegex(pdf, /\/Subtype \/Image|Helvetica/);
});

test("the same figure gives the same bytes, and does not tell when it was drawn", (t) => {
  t.deepEqual(toPdf(svg), toPdf(svg));
  t.notRegex(source(toPdf(svg)), /Date/);
});

test("figures are read back as they were written, and nothing else is", (t) => {
  const figure = readSvg(svg);
  const [title, description] = figure.children.filter((child) => typeof child !== "string");
  t.deepEqual(
    [title, description].map(({ name }) => name),
    ["title", "desc"],
  );
  t.regex(textOf(description), /^a < b & “c”, ∇·σ\. Errors/);
  for (const broken of ["", "<svg>", "<svg/><p/></p>", "<?xml?><svg/>", "<svg a='1'/>", "text"])
    t.throws(() => readSvg(broken), { instanceOf: RangeError }, broken);
  t.throws(() => toPdf(svg.replaceAll("polygon", "ellipse")), { message: /no <ellipse>/ });
});

const isThere = spawnSync("pdftoppm", ["-v"]).error === undefined;
for (const [name, figure] of Object.entries(figures)) {
  const title = `${name} is the same picture as the SVG`;
  test(isThere ? title : `${title} (left out: no pdftoppm)`, (t) => {
    if (!isThere) {
      t.pass();
      return;
    }
    const [{ width, dots }, other] = [drawnPdf(figure), drawnSvg(figure)];
    const paper = Array.from({ length: dots.length }, () => 255);
    // What is missing or displaced counts as much as what is there.
    below(t, difference(dots, other, width), 0.25 * difference(dots, paper, width));
    above(t, difference(dots, paper, width), 1);
  });
}

/** Dots within which thin lines may be moved: programs put them on whole ones. */
const side = 24;

/** A greyscale picture. */
interface Dots {
  readonly width: number;
  readonly dots: ArrayLike<number>;
}

function drawnPdf(figure: string): Dots {
  const words = ["-r", "500", "-gray", "-singlefile", "-"];
  const { stdout } = spawnSync("pdftoppm", words, { input: toPdf(figure), maxBuffer: 1e8 });
  const [header = "", width] = /^P5\s+(\d+)\s+\d+\s+255\s/.exec(stdout.subarray(0, 40).toString("latin1")) ?? [];
  return { width: Number(width), dots: stdout.subarray(header.length) };
}

function drawnSvg(figure: string): ArrayLike<number> {
  const font = { loadSystemFonts: false, fontFiles: fontFiles(), defaultFontFamily: "DejaVu Sans Condensed" };
  const { width, dots } = drawnPdf(figure);
  const height = dots.length / width;
  const sized = figure.replace(/ width="[\d.]+mm" height="[\d.]+mm"/, ` width="${width}" height="${height}"`);
  const { pixels } = new Resvg(sized.replace("<svg ", '<svg preserveAspectRatio="none" '), { font }).render();
  return Array.from({ length: width * height }, (_, k) => {
    const [red = 0, green = 0, blue = 0] = pixels.subarray(4 * k, 4 * k + 3);
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  });
}

/** Mean distance of two pictures, of 255 shades, where a block of dots has one shade. */
function difference(one: ArrayLike<number>, other: ArrayLike<number>, width: number): number {
  const blocks = new Map<number, number>();
  for (let k = 0; k < one.length; k++) {
    const block = Math.floor(k / width / side) * width + Math.floor((k % width) / side);
    blocks.set(block, (blocks.get(block) ?? 0) + (one[k] - other[k]));
  }
  const sum = [...blocks.values()].reduce((total, own) => total + Math.abs(own), 0);
  return one.length === other.length ? sum / one.length : Number.NaN;
}
