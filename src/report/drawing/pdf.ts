import { Buffer } from "node:buffer";
import { millimetresOf } from "./figure-size.js";
import { colourOperands } from "./pdf-colour.js";
import { pdfNumbers } from "./pdf-file.js";
import { outlineOf } from "./pdf-outline.js";
import { emptyPage, type PdfPage } from "./pdf-page.js";
import { drawSvgText } from "./pdf-text.js";
import { readSvg, type SvgElement, textOf } from "./svg-reader.js";

const pointsPerMillimetre = 72 / 25.4;

/**
 * A figure as PDF: lines stay lines, of the font only the characters that are used are embedded, the page is as large
 * as the figure. The same figure always gives the same bytes.
 */
export function toPdf(svg: string): Uint8Array {
  const figure = readSvg(svg);
  const own = figure.children.filter((child) => typeof child !== "string");
  const told = (name: string): string =>
    own
      .filter((child) => child.name === name)
      .map(textOf)
      .join("");
  const size = millimetresOf(svg);
  const [across, up] = [size.width, size.height].map((length) => length * pointsPerMillimetre) as [number, number];
  const page = emptyPage(across, up, { title: told("title"), subject: told("desc") });
  const [left = 0, top = 0, width = across] = (figure.attributes.viewBox ?? "").split(" ").map(Number);
  const scale = across / width;
  page.draw(`${pdfNumbers(scale, 0, 0, scale, -scale * left, -scale * top)} cm`);
  drawAll(page, own, figure.attributes);
  return page.write();
}

type Style = Readonly<Record<string, string>>;

function drawAll(page: PdfPage, elements: readonly SvgElement[], inherited: Style): void {
  for (const element of elements) {
    const style = { ...inherited, ...element.attributes };
    const inner = element.children.filter((child) => typeof child !== "string");
    if (element.name === "g") drawAll(page, inner, style);
    else if (element.name === "text") drawSvgText(page, element, inherited.fill ?? "");
    else if (element.name === "image") drawImage(page, element);
    else drawShape(page, element, style);
  }
}

function drawImage(page: PdfPage, { attributes }: SvgElement): void {
  const [x = 0, y = 0, width = 0, height = 0] = ["x", "y", "width", "height"].map((key) => Number(attributes[key]));
  const png = Buffer.from((attributes.href ?? "").split(",", 2)[1] ?? "", "base64");
  // Pictures stand on their feet where y points upwards.
  page.alone(() => page.draw(`${pdfNumbers(width, 0, 0, -height, x, y + height)} cm`, `${page.image(png)} Do`));
}

function drawShape(page: PdfPage, { name, attributes }: SvgElement, style: Style): void {
  const outline = outlineOf(name, attributes);
  if (outline === undefined) {
    if (name === "title" || name === "desc") return;
    throw new RangeError(`figures have no <${name}>`);
  }
  page.alone(() => page.draw(...lineStyle(page, style), outline, ...paint(style)));
}

const joins: Readonly<Record<string, number>> = { miter: 0, round: 1, bevel: 2 };
const caps: Readonly<Record<string, number>> = { butt: 0, round: 1, square: 2 };

function lineStyle(page: PdfPage, style: Style): string[] {
  const { "stroke-linejoin": join = "miter", "stroke-linecap": cap = "butt", "stroke-dasharray": dash } = style;
  return [
    `${pdfNumbers(Number(style["stroke-width"] ?? 1))} w`,
    `${joins[join]} j ${caps[cap]} J 4 M`,
    ...(dash === undefined ? [] : [`[${pdfNumbers(...dash.split(" ").map(Number))}] 0 d`]),
    `${page.opacity(Number(style["stroke-opacity"] ?? 1), Number(style["fill-opacity"] ?? 1))} gs`,
    ...(isPainted(style.stroke) ? [`${colourOperands(style.stroke)} RG`] : []),
    ...(isPainted(style.fill) ? [`${colourOperands(style.fill)} rg`] : []),
  ];
}

/** Fills and strokes the outline, as far as the style says so; one that is not painted ends. */
function paint({ fill, stroke }: Style): string[] {
  if (isPainted(fill)) return [isPainted(stroke) ? "B" : "f"];
  return [isPainted(stroke) ? "S" : "n"];
}

function isPainted(colour: string | undefined): colour is string {
  return colour !== undefined && colour !== "none";
}
