import { isFinitePoint } from "./curve.js";
import type { Point } from "./svg.js";

/**
 * Points of a line that it takes to stay within a distance of all of them, ends included; those without a finite
 * position are left out.
 *
 * @see Douglas & Peucker (1973)
 */
export function simplify(points: readonly Point[], tolerance: number): Point[] {
  const line = points.filter(isFinitePoint);
  if (line.length < 3) return line;
  const kept = new Set([0, line.length - 1]);
  const open: (readonly [number, number])[] = [[0, line.length - 1]];
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const [from, to] = span;
    const [farthest, distance] = farthestFrom(line, from, to);
    if (!(distance > tolerance)) continue;
    kept.add(farthest);
    open.push([from, farthest], [farthest, to]);
  }
  return line.filter((_, k) => kept.has(k));
}

/** The point between two others that is farthest from the segment that joins them. */
function farthestFrom(line: readonly Point[], from: number, to: number): readonly [index: number, distance: number] {
  let [index, most] = [from, 0];
  for (let k = from + 1; k < to; k++) {
    const distance = distanceToSegment(line[k], line[from], line[to]);
    if (distance > most) [index, most] = [k, distance];
  }
  return [index, most];
}

/** Distance of a point to a segment, user units. */
export function distanceToSegment([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.sqrt((x - ax - share * dx) ** 2 + (y - ay - share * dy) ** 2);
}
