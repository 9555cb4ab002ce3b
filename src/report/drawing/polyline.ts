import type { Point } from "./svg.js";

/** Segments joined at common ends into as few lines as a walk along them gives. */
export function chain(segments: readonly (readonly [Point, Point])[]): Point[][] {
  const left = [...segments];
  const lines: Point[][] = [];
  for (let first = left.shift(); first !== undefined; first = left.shift()) {
    const line: Point[] = [...first];
    while (extend(line, left) || extend(line.reverse(), left));
    lines.push(line);
  }
  return lines;
}

/** Moves a segment that begins or ends where the line ends from the list to the line. */
function extend(line: Point[], left: (readonly [Point, Point])[]): boolean {
  const end = line.at(-1) as Point;
  const k = left.findIndex((segment) => segment.some((point) => coincide(point, end)));
  if (k < 0) return false;
  const [from, to] = left.splice(k, 1)[0];
  line.push(coincide(from, end) ? to : from);
  return true;
}

/** Equal to the digits that are drawn. */
function coincide([ax, ay]: Point, [bx, by]: Point): boolean {
  return Math.abs(ax - bx) < 0.01 && Math.abs(ay - by) < 0.01;
}
