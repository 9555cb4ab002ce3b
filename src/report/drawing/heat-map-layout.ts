import { extent, pairs } from "d3-array";
import { type Axis, type Box, createAxis, leftRoom, type Position, xPositions, yPositions } from "./axes.js";
import { type Domain, hasLogarithm } from "./domain.js";
import { fontSizes } from "./font.js";
import { sheetWidth } from "./sheet.js";
import { symbols } from "./symbols.js";
import type { TensorGrid } from "./tensor-grid.js";
import { plain, powerOfTen, type RichText, textWidth } from "./text.js";

const top = 7;
const right = 7;
const tallestPlot = 190;
const rowHeight = 34;
/** Room two lines of text need in a cell, and what is left free beside a number. */
const twoLines = 2.9 * fontSizes.small;
export const cellPadding = 3;

/** Edges of rows or columns, and where they are drawn. */
interface Edges {
  readonly domain: Domain;
  readonly edges: readonly number[];
}

/** Where everything is. */
export interface HeatMapLayout {
  readonly box: Box;
  readonly x: Axis;
  readonly y: Axis;
  /** User units of the edges of columns (left to right) and rows (bottom to top). */
  readonly columns: readonly number[];
  readonly rows: readonly number[];
  /** Share of the way from the smallest to the largest error. */
  readonly shade: (error: number) => number;
  /** Whether every cell has room for a number and the symbol of its regime. */
  readonly hasSymbols: boolean;
}

/** Axes and cells as large as a column allows, and colours from the smallest to the largest of the errors. */
export function layOutHeatMap(grid: TensorGrid, errors: readonly number[]): HeatMapLayout {
  const [across, up] = [edgesOf(grid.taus), edgesOf(grid.hs)];
  const plotHeight = Math.min(tallestPlot, Math.max(3 * rowHeight, grid.hs.length * rowHeight));
  const y = createAxis({ kind: "log", domain: up.domain, title: symbols.h }, plotHeight, "up");
  const left = leftRoom(y);
  const box = { left, top, width: sheetWidth() - left - right, height: plotHeight };
  const x = createAxis({ kind: "log", domain: across.domain, title: symbols.tau }, box.width, "across");
  const place = (edges: readonly number[], position: Position) => edges.map((edge) => position(10 ** edge));
  const columns = place(across.edges, xPositions(x, box));
  const rows = place(up.edges, yPositions(y, box));
  return { box, x, y, columns, rows, shade: shading(errors), hasSymbols: hasRoomForSymbols(columns, rows) };
}

/** Logarithms of the edges between sizes: their geometric means, and as far outside at the ends. */
function edgesOf(sizes: readonly number[]): Edges {
  const logs = sizes.filter(hasLogarithm).map(Math.log10);
  if (logs.length < 2) {
    const centre = logs[0] ?? 0;
    return { domain: [centre - 0.5, centre + 0.5], edges: [centre - 0.5, centre + 0.5] };
  }
  const inner = logs.slice(1).map((log, k) => (log + logs[k]) / 2);
  const first = 2 * logs[0] - inner[0];
  const last = 2 * (logs.at(-1) as number) - (inner.at(-1) as number);
  return { domain: [first, last], edges: [first, ...inner, last] };
}

/** Share of the way from the smallest to the largest error on a logarithmic scale. */
function shading(errors: readonly number[]): (error: number) => number {
  const [low = 0, high = 0] = extent(errors.map(Math.log10));
  return (error) => (high > low ? (Math.log10(error) - low) / (high - low) : 0.5);
}

function hasRoomForSymbols(columns: readonly number[], rows: readonly number[]): boolean {
  const smallest = (edges: readonly number[]) => Math.min(...pairs(edges).map(([a, b]) => Math.abs(b - a)));
  const number = textWidth(numberText(1e-10, 0), fontSizes.small);
  return smallest(rows) >= twoLines && smallest(columns) >= number + cellPadding;
}

/** The cell of a row and a column. */
export function cellBox({ columns, rows }: HeatMapLayout, i: number, j: number): Box {
  const [left, bottom] = [columns[j], rows[i]];
  const top = rows[i + 1];
  return { left, top, width: columns[j + 1] - left, height: bottom - top };
}

/** An error with some digits after the point, times a power of ten. */
export function numberText(error: number, digits: number): RichText {
  const [mantissa = "", exponent = "0"] = error.toExponential(digits).split("e");
  return [...plain(`${mantissa}·`), ...powerOfTen(Number(exponent))];
}
