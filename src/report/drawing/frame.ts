import { fontFamily, fontSizes } from "./font.js";
import { ink, paper } from "./palette.js";
import { sheetTitle, sheetWidth, unit } from "./sheet.js";
import { coordinate, element, escapeXml } from "./svg.js";
import { drawText, plain, shorten } from "./text.js";

export interface FigureOptions {
  readonly height: number;
  /** Short, for the title of the image. */
  readonly title: string;
  /** What the figure shows in sentences, for those who do not see it. */
  readonly description: string;
}

/** Room for the title of a sheet, and what is free beside it. */
const titleRoom = 13;
const titleMargin = 4;

/** A complete SVG document as wide as its sheet. */
export function drawFigure({ height, title, description }: FigureOptions, parts: readonly string[]): string {
  const [width, above] = [sheetWidth(), sheetTitle()];
  const top = above === undefined ? 0 : -titleRoom;
  const content = [
    `<title>${escapeXml(above ?? title)}</title>`,
    `<desc>${escapeXml(description)}</desc>`,
    element("rect", { x: 0, y: top, width, height: height - top, fill: paper }),
    above === undefined ? "" : drawTitle(above, width),
    ...parts,
  ];
  const millimetres = (units: number) => `${coordinate(units * unit)}mm`;
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    role: "img",
    width: millimetres(width),
    height: millimetres(height - top),
    viewBox: `0 ${top} ${coordinate(width)} ${coordinate(height - top)}`,
    "font-family": fontFamily,
    fill: ink,
  };
  return `${element("svg", attributes, content.filter((part) => part !== "").join("\n"))}\n`;
}

function drawTitle(title: string, width: number): string {
  const text = plain(shorten(title, fontSizes.label, width - 2 * titleMargin));
  return drawText(text, { x: width / 2, y: -2.5, size: fontSizes.label, anchor: "middle" });
}
