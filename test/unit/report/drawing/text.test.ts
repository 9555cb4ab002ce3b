import { Resvg } from "@resvg/resvg-js";
import test from "ava";
import { fontFamily } from "../../../../src/report/drawing/font.js";
import { fontFiles } from "../../../../src/report/drawing/font-files.js";
import { errorSymbol } from "../../../../src/report/drawing/symbols.js";
import {
  drawText,
  plain,
  plainText,
  powerOfTen,
  type RichText,
  shorten,
  superscript,
  textWidth,
} from "../../../../src/report/drawing/text.js";
import { atMost, below, near } from "../../../support/matchers.js";

/** Width of the ink of a text between two bars, from the renderer. */
function renderedWidth(text: RichText): number {
  const framed = [...plain("|"), ...text, ...plain("|")];
  const content = drawText(framed, { x: 10, y: 50, size: 100 });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="4000" height="100" font-family="${fontFamily}">${content}</svg>`;
  const font = { loadSystemFonts: false, fontFiles: fontFiles(), defaultFontFamily: "DejaVu Sans Condensed" };
  return new Resvg(svg, { font }).getBBox()?.width ?? 0;
}

test("widths are those of the rendered font", (t) => {
  const bars = renderedWidth([]);
  const samples = [
    plain("0123456789.−·"),
    plain("Newton iterations per step"),
    powerOfTen(-12),
    errorSymbol("Linf"),
    errorSymbol("W2@max"),
  ];
  for (const text of samples) {
    const [rendered, measured] = [renderedWidth(text) - bars, textWidth(text, 100)];
    near(t, rendered, measured, 0.02 * measured + 2, `${plainText(text)}: ${rendered} ${measured}`);
  }
});

test("what follows an exponent is back on the base line", (t) => {
  const svg = drawText([...plain("10"), ...superscript("2"), ...plain(" m")], { x: 0, y: 0, size: 10 });
  const moves = [...svg.matchAll(/dy="([^"]+)"/g)].map(([, dy]) => Number(dy));
  t.is(moves.length, 2);
  below(t, moves[0], 0);
  t.is(moves[0] + moves[1], 0);
});

test("powers of ten have a minus sign, not a hyphen", (t) => {
  t.is(plainText(powerOfTen(-3)), "10−3");
});

test("a text that is too wide ends in an ellipsis within the width", (t) => {
  t.is(shorten("short", 8, 100), "short");
  const short = shorten("a layer with a long name", 8, 40);
  t.true(short.endsWith("…"));
  atMost(t, textWidth(plain(short), 8), 40);
});

test("errors are named as mathematicians do", (t) => {
  t.deepEqual(
    ["L1", "Linf", "KL", "energy", "L2@max"].map((name) => plainText(errorSymbol(name))),
    ["L1", "L∞", "KL", "energy", "maxt L2"],
  );
});
