import { extent } from "d3-array";
import { type Box, createAxis, leftRoom, xPositions, yPositions } from "./axes.js";
import type { Domain } from "./domain.js";
import { type GridShape, gridBoxes, type PanelGrid } from "./panel-grid.js";
import { sheetWidth } from "./sheet.js";
import type { Point } from "./svg.js";
import type { RichText } from "./text.js";

/** Part of the range left free at each end. */
const margin = 0.06;
/** Height over width of a panel. */
const aspects = [0.35, 1.15] as const;

export type Place = readonly [x: number, y: number];

/** Ranges on two axes whose panel, `aspect` times as high as wide, has the same scale on both. */
export interface PlaneDomain {
  readonly x: Domain;
  readonly y: Domain;
  readonly aspect: number;
}

/**
 * The smallest ranges around points that have the same scale on both axes; the unit square around the origin for none.
 */
export function planeDomain(places: readonly Place[], [flattest, tallest]: Domain = aspects): PlaneDomain {
  const finite = places.filter((place) => place.every(Number.isFinite));
  const ranges = [0, 1].map((axis) => {
    const [low = -1, high = 1] = extent(finite, (place) => place[axis]);
    return { centre: (low + high) / 2, length: (high - low) * (1 + 2 * margin) };
  }) as [{ centre: number; length: number }, { centre: number; length: number }];
  const [x, y] = ranges;
  const grain = 1e-9 * Math.max(Math.abs(x.centre), Math.abs(y.centre));
  const width = Math.max(x.length, y.length / tallest, grain) || 1;
  const height = Math.max(y.length, flattest * width);
  const around = (centre: number, length: number): Domain => [centre - length / 2, centre + length / 2];
  return { x: around(x.centre, width), y: around(y.centre, height), aspect: height / width };
}

export interface PlaneGridShape extends GridShape {
  readonly top: number;
  readonly titles: readonly [x: RichText, y: RichText];
}

const right = 7;

/** Panels as wide as the column allows. */
export function layOutPlane({ x, y, aspect }: PlaneDomain, { top, titles, ...shape }: PlaneGridShape): PanelGrid {
  const { columns, gap } = shape;
  const ordinate = { kind: "linear", domain: y, title: titles[1] } as const;
  // Labels may take less room once the height is known, never more than here.
  const left = leftRoom(createAxis(ordinate, sheetWidth() * aspect, "up"));
  const width = (sheetWidth() - left - right - (columns - 1) * gap.across) / columns;
  const height = width * aspect;
  const boxes = gridBoxes({ left, top, width, height }, shape);
  const across = createAxis({ kind: "linear", domain: x, title: titles[0] }, width, "across");
  return { columns, boxes, x: across, y: createAxis(ordinate, height, "up") };
}

/** Where points of the plane are in a panel. */
export function planePositions({ x, y }: Pick<PanelGrid, "x" | "y">, box: Box): (place: Place) => Point {
  const [atX, atY] = [xPositions(x, box), yPositions(y, box)];
  return ([a, b]) => [atX(a), atY(b)];
}
