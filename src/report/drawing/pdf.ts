import { Buffer } from "node:buffer";
import { millimetresOf } from "./figure-size.js";
import { emptyPage, type Pdf } from "./pdf-page.js";
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
  const pdf = emptyPage(across, up, { Title: told("title"), Subject: told("desc") });
  const [left = 0, top = 0, width = across] = (figure.attributes.viewBox ?? "").split(" ").map(Number);
  pdf.scale(across / width).translate(-left, -top);
  drawAll(pdf, own, figure.attributes);
  pdf.end();
  return Buffer.from(pdf.read() as Uint8Array);
}

type Style = Readonly<Record<string, string>>;

function drawAll(pdf: Pdf, elements: readonly SvgElement[], inherited: Style): void {
  for (const element of elements) {
    const style = { ...inherited, ...element.attributes };
    const inner = element.children.filter((child) => typeof child !== "string");
    if (element.name === "g") drawAll(pdf, inner, style);
    else if (element.name === "text") drawSvgText(pdf, element, inherited.fill ?? "");
    else drawShape(pdf, element, style);
  }
}

/** Adds the outline of a shape to the page. */
const outlines: Readonly<Record<string, (pdf: Pdf, at: (name: string) => number, words: Style) => void>> = {
  rect: (pdf, at) => void pdf.rect(at("x"), at("y"), at("width"), at("height")),
  circle: (pdf, at) => void pdf.circle(at("cx"), at("cy"), at("r")),
  line: (pdf, at) => void pdf.moveTo(at("x1"), at("y1")).lineTo(at("x2"), at("y2")),
  polygon: (pdf, _, { points = "" }) => void pdf.path(`M${points.split(" ").join("L")}Z`),
  path: (pdf, _, { d = "" }) => void pdf.path(d),
};

function drawShape(pdf: Pdf, { name, attributes }: SvgElement, style: Style): void {
  const at = (key: string): number => Number(attributes[key] ?? 0);
  if (name === "image") {
    const png = Buffer.from((attributes.href ?? "").split(",", 2)[1] ?? "", "base64");
    pdf.image(png, at("x"), at("y"), { width: at("width"), height: at("height") });
    return;
  }
  const outline = outlines[name];
  if (outline === undefined) {
    if (name === "title" || name === "desc") return;
    throw new RangeError(`figures have no <${name}>`);
  }
  pdf.save();
  outline(pdf, at, attributes);
  paint(pdf, style);
  pdf.restore();
}

/** Fills and strokes the outline, as far as the style says so. */
function paint(pdf: Pdf, style: Style): void {
  const [fill, stroke] = [style.fill ?? "none", style.stroke ?? "none"].map((one) =>
    one === "none" ? undefined : one,
  );
  pdf.lineWidth(Number(style["stroke-width"] ?? 1));
  pdf
    .lineJoin(style["stroke-linejoin"] ?? "miter")
    .lineCap(style["stroke-linecap"] ?? "butt")
    .miterLimit(4);
  const dash = style["stroke-dasharray"];
  // Its types know of one length only.
  if (dash !== undefined) pdf.dash(dash.split(" ").map(Number) as unknown as number, {});
  pdf.strokeOpacity(Number(style["stroke-opacity"] ?? 1)).fillOpacity(Number(style["fill-opacity"] ?? 1));
  if (fill !== undefined && stroke !== undefined) pdf.fillAndStroke(fill, stroke);
  else if (fill !== undefined) pdf.fill(fill);
  else if (stroke !== undefined) pdf.stroke(stroke);
}
