import type { StudyRecord } from "../../study/record.js";
import {
  type Axis,
  type Box,
  bottomRoom,
  createAxis,
  drawAxes,
  leftRoom,
  type Position,
  xPositions,
  yPositions,
} from "./axes.js";
import { colourBar, colourBarHeight } from "./colour-bar.js";
import { levelName } from "./convergence-description.js";
import { type Domain, hasLogarithm } from "./domain.js";
import { fontSizes } from "./font.js";
import { columnWidth, drawFigure } from "./frame.js";
import { grey, heatColour, ink, inkOn, paper } from "./palette.js";
import { chain } from "./polyline.js";
import { drawRemark, leftOutText } from "./remark.js";
import { coordinate, element, group, type Point, segment } from "./svg.js";
import { errorSymbol, symbols } from "./symbols.js";
import { type GridCell, type TensorGrid, tensorGrid } from "./tensor-grid.js";
import { drawText, italic, plain, powerOfTen, type RichText, textWidth } from "./text.js";

export interface HeatMapOptions {
  /** The study's first error when absent. */
  readonly error?: string;
}

const top = 5;
const right = 7;
const tallestPlot = 190;
const rowHeight = 34;

/** Edges of rows or columns, and where they are drawn. */
interface Edges {
  readonly domain: Domain;
  readonly edges: readonly number[];
}

interface Panel {
  readonly box: Box;
  readonly x: Axis;
  readonly y: Axis;
  /** User units of the edges of columns (left to right) and rows (bottom to top). */
  readonly columns: readonly number[];
  readonly rows: readonly number[];
  readonly shade: (error: number) => number;
}

/**
 * Errors of a tensor sweep over step size and mesh width, both logarithmic: dark is small. A line of steps separates the
 * levels where refining tau gains more from those where refining h does; the symbol of that size stands in the cells if
 * there is room. Flagged errors are in parentheses, levels without one are crossed out.
 */
export function heatMapFigure(record: StudyRecord, { error = record.errors[0] ?? "" }: HeatMapOptions = {}): string {
  const grid = tensorGrid(record, error);
  const errors = grid.rows.flat().flatMap((cell) => (cell?.error === undefined ? [] : [cell.error]));
  const panel = layOut(grid, errors);
  const { box, x, y } = panel;
  const barTop = box.top + box.height + bottomRoom + 4;
  const notes = noteLines(grid);
  const height = barTop + colourBarHeight + notes.length * 10 + 4;
  return drawFigure(
    { height, title: `Errors of ${record.id} over tau and h`, description: describe(record, error, grid) },
    [
      drawCells(grid, panel),
      drawStaircase(grid, panel),
      drawAxes({ box, x, y, areTicksOutside: true }),
      errors.length === 0 ? drawRemark("no level has an error to show", box) : "",
      errors.length === 0
        ? ""
        : colourBar({ left: box.left, top: barTop, width: box.width }, errors, errorTitle(error)),
      ...notes.map((note, k) => {
        const place = { x: box.left, y: barTop + colourBarHeight + 8 + 10 * k, size: fontSizes.small };
        return drawText(note, place, { fill: k === 0 ? ink : grey });
      }),
    ],
  );
}

function errorTitle(error: string): RichText {
  return [...errorSymbol(error), ...plain(" error")];
}

function layOut(grid: TensorGrid, errors: readonly number[]): Panel {
  const [across, up] = [edgesOf(grid.taus), edgesOf(grid.hs)];
  const plotHeight = Math.min(tallestPlot, Math.max(3 * rowHeight, grid.hs.length * rowHeight));
  const y = createAxis({ kind: "log", domain: up.domain, title: symbols.h }, plotHeight, "up");
  const left = leftRoom(y);
  const box = { left, top, width: columnWidth - left - right, height: plotHeight };
  const x = createAxis({ kind: "log", domain: across.domain, title: symbols.tau }, box.width, "across");
  const place = (edges: readonly number[], position: Position) => edges.map((edge) => position(10 ** edge));
  const columns = place(across.edges, xPositions(x, box));
  return { box, x, y, columns, rows: place(up.edges, yPositions(y, box)), shade: shading(errors) };
}

/** Logarithms of the edges between sizes: their geometric means, and as far outside at the ends. */
function edgesOf(sizes: readonly number[]): Edges {
  const logs = sizes.filter(hasLogarithm).map(Math.log10);
  if (logs.length < 2) {
    const centre = logs[0] ?? 0;
    return { domain: [centre - 0.5, centre + 0.5], edges: [centre - 0.5, centre + 0.5] };
  }
  const inner = logs.slice(1).map((log, k) => (log + (logs[k] as number)) / 2);
  const first = 2 * (logs[0] as number) - (inner[0] as number);
  const last = 2 * (logs.at(-1) as number) - (inner.at(-1) as number);
  return { domain: [first, last], edges: [first, ...inner, last] };
}

/** Share of the way from the smallest to the largest error on a logarithmic scale. */
function shading(errors: readonly number[]): (error: number) => number {
  const logs = errors.map(Math.log10);
  const [low, high] = [Math.min(...logs), Math.max(...logs)];
  return (error) => (high > low ? (Math.log10(error) - low) / (high - low) : 0.5);
}

function drawCells(grid: TensorGrid, panel: Panel): string {
  return grid.rows
    .map((row, i) => row.map((cell, j) => drawCell(cell, cellBox(panel, i, j), panel.shade)).join(""))
    .join("");
}

function cellBox({ columns, rows }: Panel, i: number, j: number): Box {
  const [left, bottom] = [columns[j] as number, rows[i] as number];
  const top = rows[i + 1] as number;
  return { left, top, width: (columns[j + 1] as number) - left, height: bottom - top };
}

function drawCell(cell: GridCell | undefined, box: Box, shade: (error: number) => number): string {
  const { left: x, top: y, width, height } = box;
  if (cell?.error === undefined) return cell === undefined ? "" : crossOut(box);
  const fraction = shade(cell.error);
  const fill = heatColour(fraction);
  const rect = element("rect", { x, y, width, height, fill, stroke: fill, "stroke-width": 0.3 });
  return rect + drawCellTexts(cell, box, inkOn(fraction));
}

function crossOut({ left, top, width, height }: Box): string {
  const ends: readonly (readonly [Point, Point])[] = [
    [
      [left, top],
      [left + width, top + height],
    ],
    [
      [left, top + height],
      [left + width, top],
    ],
  ];
  return group(
    { stroke: grey, "stroke-width": 0.6 },
    ends.map(([from, to]) => segment(from, to)),
  );
}

/** The error, as precise as there is room for, and the symbol of its regime below. */
function drawCellTexts({ error, isFlagged, regime }: GridCell, box: Box, fill: string): string {
  const size = fontSizes.small;
  const centre = box.left + box.width / 2;
  const number = [2, 1, 0]
    .map((digits) => numberText(error as number, digits, isFlagged))
    .find((text) => textWidth(text, size) <= box.width - 3);
  const both = number !== undefined && regime !== undefined && box.height >= 2.9 * size;
  const middle = box.top + box.height / 2 + 0.36 * size;
  const texts = [
    number !== undefined && box.height >= 1.4 * size
      ? { text: number, y: both ? middle - 0.6 * size : middle }
      : undefined,
    both ? { text: symbols[regime], y: middle + 0.75 * size } : undefined,
  ];
  return texts
    .map((one) =>
      one === undefined ? "" : drawText(one.text, { x: centre, y: one.y, size, anchor: "middle" }, { fill }),
    )
    .join("");
}

function numberText(error: number, digits: number, isFlagged: boolean): RichText {
  const [mantissa = "", exponent = "0"] = error.toExponential(digits).split("e");
  const number = [...plain(`${mantissa}·`), ...powerOfTen(Number(exponent))];
  return isFlagged ? [...plain("("), ...number, ...plain(")")] : number;
}

/** Edges between cells of different regimes, white on black to be seen on any colour. */
function drawStaircase(grid: TensorGrid, panel: Panel): string {
  const edges = grid.rows.flatMap((row, i) => row.flatMap((_, j) => regimeEdges(grid, i, j, cellBox(panel, i, j))));
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

function noteLines(grid: TensorGrid): RichText[] {
  const cells = grid.rows.flat().filter((cell) => cell !== undefined);
  const regimes = new Set(cells.flatMap(({ regime }) => regime ?? []));
  const flagged = cells.some(({ isFlagged, error }) => isFlagged && error !== undefined);
  const leftOut = leftOutText(cells.flatMap(({ reason }) => reason ?? []));
  return [
    ...(regimes.size === 0 ? [] : [regimeNote]),
    ...(flagged ? [plain("( ): flagged")] : []),
    ...(leftOut === "" ? [] : [plain(leftOut)]),
  ];
}

const regimeNote: RichText = [
  ...italic("τ"),
  ...plain(", "),
  ...italic("h"),
  ...plain(": where refining it reduces the error more"),
];

function describe(record: StudyRecord, error: string, grid: TensorGrid): string {
  const cells = grid.rows.flat().filter((cell) => cell !== undefined);
  const values = cells.map(({ level, error: value, reason, regime, isFlagged }) => {
    const shown = value === undefined ? (reason ?? "") : value.toExponential(2);
    const notes = [regime === undefined ? [] : [`${regime} dominates`], isFlagged ? ["flagged"] : []].flat();
    return `${levelName(level)}: ${[shown, ...notes].join(", ")}`;
  });
  return `${record.title}. ${error} error over tau and h on logarithmic axes. ${values.join("; ")}.`;
}
