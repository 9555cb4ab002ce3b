import type { Box } from "./axes.js";
import { fontSizes } from "./font.js";
import { cellBox, cellPadding, type HeatMapLayout, numberText } from "./heat-map-layout.js";
import { grey, heatColour, ink, inkOn, paper } from "./palette.js";
import { chain } from "./polyline.js";
import { coordinate, element, group, type Point, rectangle, segment } from "./svg.js";
import { symbols } from "./symbols.js";
import type { GridCell, TensorGrid } from "./tensor-grid.js";
import { drawText, textWidth } from "./text.js";

/** The levels as coloured cells with their errors; those without an error are crossed out, flagged ones have a mark. */
export function drawCells(grid: TensorGrid, layout: HeatMapLayout): string {
  return grid.rows
    .map((row, i) => row.map((cell, j) => drawCell(cell, cellBox(layout, i, j), layout)).join(""))
    .join("");
}

function drawCell(cell: GridCell | undefined, box: Box, { shade, hasSymbols }: HeatMapLayout): string {
  if (cell?.error === undefined) return cell === undefined ? "" : crossOut(box);
  const fraction = shade(cell.error);
  const [fill, text] = [heatColour(fraction), inkOn(fraction)];
  const texts = drawCellTexts(cell, cell.error, box, { fill: text, hasSymbols });
  const corner = cell.isFlagged ? drawCorner(box, text) : "";
  return rectangle(box, { fill, stroke: fill, "stroke-width": 0.3 }) + texts + corner;
}

/** A triangle in the upper right corner. */
function drawCorner({ left, top, width, height }: Box, fill: string): string {
  const side = Math.min(6, width / 3, height / 3);
  const [right, inset] = [left + width - 0.8, top + 0.8];
  const corners: readonly Point[] = [
    [right - side, inset],
    [right, inset],
    [right, inset + side],
  ];
  return element("polygon", { points: corners.map((corner) => corner.map(coordinate).join(",")).join(" "), fill });
}

function crossOut({ left, top, width, height }: Box): string {
  const [right, bottom] = [left + width, top + height];
  const lines = [segment([left, top], [right, bottom]), segment([left, bottom], [right, top])];
  return group({ stroke: grey, "stroke-width": 0.6 }, lines);
}

/** The error, as precise as there is room for, and the symbol of its regime below. */
function drawCellTexts(
  { regime }: GridCell,
  error: number,
  box: Box,
  { fill, hasSymbols }: { readonly fill: string; readonly hasSymbols: boolean },
): string {
  const size = fontSizes.small;
  const texts = [2, 1, 0].map((digits) => numberText(error, digits));
  const number = texts.find((text) => textWidth(text, size) <= box.width - cellPadding);
  if (number === undefined || box.height < 1.4 * size) return "";
  const place = { x: box.left + box.width / 2, size, anchor: "middle" } as const;
  const middle = box.top + box.height / 2 + 0.36 * size;
  if (!hasSymbols || regime === undefined) return drawText(number, { ...place, y: middle }, { fill });
  const symbol = drawText(symbols[regime], { ...place, y: middle + 0.75 * size }, { fill });
  return drawText(number, { ...place, y: middle - 0.6 * size }, { fill }) + symbol;
}

/** The line between cells of different regimes, white on black to be seen on any colour. */
export function drawStaircase(grid: TensorGrid, layout: HeatMapLayout): string {
  const edges = grid.rows.flatMap((row, i) => row.flatMap((_, j) => regimeEdges(grid, i, j, cellBox(layout, i, j))));
  if (edges.length === 0) return "";
  const d = chain(edges).map((corners) => `M${corners.map((corner) => corner.map(coordinate).join(",")).join("L")}`);
  const line = { d: d.join(""), fill: "none", "stroke-linejoin": "miter" };
  return (
    element("path", { ...line, stroke: ink, "stroke-width": 3 }) +
    element("path", { ...line, stroke: paper, "stroke-width": 1.4 })
  );
}

/** The right and the upper edge of a cell, if the regime changes there. */
function regimeEdges({ rows }: TensorGrid, i: number, j: number, { left, top, width, height }: Box): [Point, Point][] {
  const own = rows[i]?.[j]?.regime;
  const changes = (other: GridCell | undefined) =>
    own !== undefined && other?.regime !== undefined && own !== other.regime;
  const right: Point = [left + width, top];
  const edges: [Point, Point][] = [];
  if (changes(rows[i]?.[j + 1])) edges.push([[left + width, top + height], right]);
  if (changes(rows[i + 1]?.[j])) edges.push([[left, top], right]);
  return edges;
}
