import { bottomRoom, drawAxes, drawGrid } from "../report/drawing/axes.js";
import { type Dot, drawDots } from "../report/drawing/dots.js";
import { drawFigure } from "../report/drawing/frame.js";
import { grey, ink, seriesStyle } from "../report/drawing/palette.js";
import { axesOf, drawCommonTitles, type PanelGrid, titlePlace, wholeBox } from "../report/drawing/panel-grid.js";
import { drawPaths } from "../report/drawing/paths.js";
import { layOutPlane, type Place, planeDomain, planePositions } from "../report/drawing/plane.js";
import { drawRemark } from "../report/drawing/remark.js";
import { drawText, italic, plain, shorten } from "../report/drawing/text.js";
import { evenly } from "../report/figure/state-points.js";
import type { SearchFrame, SearchRecord } from "./record.js";

const mostPanels = 6;
const columns = 3;
const top = 15;
const gap = { across: 7, up: 16 } as const;
/**
 * Radii of a node that has all the weight, where there is room and where there is none, and the least that can be seen.
 */
const [largest, crowded, smallest] = [4.5, 1.4, 0.4];
/** Names beyond this number would cover each other. */
const mostNames = 12;
const nameRoom = { size: 6, width: 30 } as const;
const nameDistance = 1.45;

/** The course from one start to the next in which the centre has moved most often; the first of several. */
function longestWalk(frames: readonly SearchFrame[]): readonly SearchFrame[] {
  const starts = frames.flatMap(({ restart }, k) => (restart === frames[k - 1]?.restart ? [] : [k]));
  const walks = starts.map((from, k) => frames.slice(from, starts[k + 1]));
  const moves = (walk: readonly SearchFrame[]): number =>
    walk.filter(({ nodes }, k) => k > 0 && nodes[0] !== walk[k - 1]?.nodes[0]).length;
  return walks.reduce((most, walk) => (moves(walk) > moves(most) ? walk : most), walks[0] ?? []);
}

/** How nodes are placed, and what the axes are called. */
interface Map {
  readonly placeOf: (node: string) => Place;
  readonly titles: readonly [string, string];
  /** Names to write beside nodes that have no coordinates. */
  readonly names: readonly string[];
}

/**
 * The graph in the course of the first search by particles, a panel per time, from the start from which the centre
 * moved most often: areas of nodes are weights, a line is the path of the centre. A lattice lies in the plane of its
 * first two coordinates, other nodes on a circle.
 */
export function searchFigure(record: SearchRecord): string {
  const { id } = record;
  const trajectory = longestWalk(record.trajectory);
  const map = mapOf({ ...record, trajectory });
  const chosen = evenly(trajectory.length, mostPanels);
  const places = trajectory.flatMap(({ nodes }) => nodes.map(map.placeOf));
  const around = map.names.length > 0 ? map.names.map((name) => far(map.placeOf(name))) : [];
  const count = Math.max(1, chosen.length);
  const grid = layOutPlane(planeDomain([...places, ...around]), {
    count,
    columns: Math.min(columns, count),
    top,
    gap,
    titles: [italic(map.titles[0]), italic(map.titles[1])],
  });
  const whole = wholeBox(grid);
  const hasAxes = map.names.length === 0;
  const panels = grid.boxes.map((_, k) => drawPanel(trajectory, chosen[k], map, grid, k));
  const height = whole.top + whole.height + (hasAxes ? bottomRoom : 3) + 3;
  return drawFigure({ height, title: `Weights of the nodes of ${id}`, description: describe(trajectory, chosen) }, [
    ...panels,
    ...(hasAxes ? drawCommonTitles(grid) : []),
  ]);
}

function mapOf({ coordinates, nodes: all, trajectory }: SearchRecord): Map {
  if (coordinates.length > 0) {
    const at = (node: string): Place => {
      const [x = 0, y = 0] = node.split(",").map(Number);
      return [x, y];
    };
    return { placeOf: at, titles: [coordinates[0] ?? "", coordinates[1] ?? ""], names: [] };
  }
  const seen = [...new Set(trajectory.flatMap(({ nodes }) => nodes))];
  const names = all.length > 0 ? all : seen.sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  const placeOf = (node: string): Place => {
    const angle = Math.PI / 2 - (2 * Math.PI * names.indexOf(node)) / names.length;
    return [Math.cos(angle), Math.sin(angle)];
  };
  return { placeOf, titles: ["", ""], names };
}

/** Where a name stands, outside of the circle. */
function far([x, y]: Place): Place {
  return [nameDistance * x, nameDistance * y];
}

function drawPanel(
  frames: readonly SearchFrame[],
  index: number | undefined,
  map: Map,
  grid: PanelGrid,
  k: number,
): string {
  const frame = index === undefined ? undefined : frames[index];
  const axes = axesOf(grid, k);
  const { box } = axes;
  const at = planePositions(grid, box);
  const hasAxes = map.names.length === 0;
  const title = plain(evaluationsText(frame?.evaluations ?? 0));
  return [
    hasAxes ? drawGrid(axes) : "",
    frame === undefined
      ? drawRemark("no course of particles is kept", box)
      : drawText(title, titlePlace(box)) + drawNodes(frame, centresTo(frames, index as number), map, at),
    hasAxes ? drawAxes(axes) : "",
  ].join("");
}

/** Centres up to a frame. */
function centresTo(frames: readonly SearchFrame[], index: number): readonly string[] {
  return frames.slice(0, index + 1).map(({ nodes }) => nodes[0]);
}

function drawNodes(
  { nodes, weights }: SearchFrame,
  path: readonly string[],
  { placeOf, names }: Map,
  at: (place: Place) => readonly [number, number],
): string {
  const spacing = names.length > 0 ? largest * 2 : at([1, 0])[0] - at([0, 0])[0];
  const full = Math.min(largest, Math.max(crowded, spacing / 2));
  const dots = nodes.map((node, k): Dot => {
    return { place: at(placeOf(node)), radius: Math.max(smallest, full * Math.sqrt(weights[k])) };
  });
  const shown = names.length <= mostNames ? names : [];
  return [
    drawPaths([path.map((node) => at(placeOf(node)))], { colour: ink, width: 0.6, opacity: 0.8 }),
    names.length === 0
      ? ""
      : drawDots(
          names.map((name) => ({ place: at(placeOf(name)), radius: smallest })),
          grey,
        ),
    drawDots(dots, seriesStyle(0).colour),
    ...shown.map((name) => {
      const [x, y] = at(far(placeOf(name)));
      const text = plain(shorten(name, nameRoom.size, nameRoom.width));
      return drawText(text, { x, y: y + 0.35 * nameRoom.size, size: nameRoom.size, anchor: "middle" });
    }),
  ].join("");
}

function evaluationsText(count: number): string {
  return count === 1 ? "1 evaluation" : `${count} evaluations`;
}

function describe(frames: readonly SearchFrame[], chosen: readonly number[]): string {
  const panels = chosen.map((index) => {
    const { evaluations, nodes } = frames[index];
    return `${nodes[0]} after ${evaluationsText(evaluations)}`;
  });
  if (panels.length === 0) return "No course of particles is kept.";
  return `Weights of nodes as areas, and the path of the centre as a line; centres: ${panels.join(", ")}.`;
}
