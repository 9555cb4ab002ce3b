import { fontFamily } from "./font.js";
import { ink, paper } from "./palette.js";
import { coordinate, element, escapeXml } from "./svg.js";

/** Width of a journal's column, in millimetres and in user units: a unit is a point. */
export const columnMillimetres = 84;
export const columnWidth = 238;

export interface FigureOptions {
  readonly height: number;
  /** Short, for the title of the image. */
  readonly title: string;
  /** What the figure shows in sentences, for those who do not see it. */
  readonly description: string;
}

/** A complete SVG document one column wide. */
export function drawFigure({ height, title, description }: FigureOptions, parts: readonly string[]): string {
  const millimetres = (units: number) => `${coordinate((units * columnMillimetres) / columnWidth)}mm`;
  const content = [
    `<title>${escapeXml(title)}</title>`,
    `<desc>${escapeXml(description)}</desc>`,
    element("rect", { x: 0, y: 0, width: columnWidth, height, fill: paper }),
    ...parts,
  ];
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    role: "img",
    width: millimetres(columnWidth),
    height: millimetres(height),
    viewBox: `0 0 ${columnWidth} ${coordinate(height)}`,
    "font-family": fontFamily,
    fill: ink,
  };
  return `${element("svg", attributes, content.filter((part) => part !== "").join("\n"))}\n`;
}
