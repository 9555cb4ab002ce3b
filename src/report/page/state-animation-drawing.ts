import { seriesStyle } from "../drawing/palette.js";
import { numberText, strokeOf, ticks, timeText } from "./animation-drawing.js";
import { escapeHtml } from "./markup.js";
import { type MovingLine, type StateAnimationData, width } from "./state-animation-data.js";

const margin = { left: 950, right: 160, top: 330, bottom: 620 } as const;
const [tickLength, textSize] = [70, 160];
/** Diameters of dots, of few and of many. */
const diameters = { few: 130, many: 75 } as const;
const manyFrom = 60;

/** Names of the axes. */
export interface AxisNames {
  readonly x: string;
  readonly y: string;
}

/** Axes, what stands still as thin lines, and the last state, which a script moves. */
export function stateDrawing(data: StateAnimationData, names: AxisNames, label: string): string {
  const { height, times, still, lines, paths } = data;
  const viewBox = `${-margin.left} ${-margin.top} ${width + margin.left + margin.right} ${height + margin.top + margin.bottom}`;
  const last = paths.at(-1) ?? [];
  return [
    `<svg viewBox="${viewBox}" role="img" aria-label="${escapeHtml(label)}" font-size="${textSize}">`,
    axes(data, names),
    ...data.flows.map((_, flow) => stillPath(pathsOf(still, flow), flow)).reverse(),
    ...lines.map((line, k) => `<path class="now" d="${pathOf(last[k] ?? [], line.isDots)}" ${styleOf(line, data)}/>`),
    `<text class="time" x="${width}" y="-110" text-anchor="end">t = ${timeText(times.at(-1) ?? 0)}</text>`,
    "</svg>",
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function pathsOf(still: StateAnimationData["still"], flow: number): (readonly number[])[] {
  return still.filter((one) => one.flow === flow).map(({ path }) => path);
}

function stillPath(paths: readonly (readonly number[])[], flow: number): string {
  const d = paths.map((path) => pathOf(path, false)).join("");
  return d === "" ? "" : `<path class="start" d="${d}" stroke="${seriesStyle(flow).colour}"/>`;
}

/** The path that the script of the page builds in the same way: dots are lines without length and with round ends. */
export function pathOf(numbers: readonly number[], isDots: boolean): string {
  const places = numbers.flatMap((x, k) => (k % 2 === 0 ? [`${x} ${numbers[k + 1]}`] : []));
  if (places.length === 0) return "";
  return isDots ? `M${places.join("h0M")}h0` : `M${places.join("L")}`;
}

function styleOf({ flow, isDots, size }: MovingLine, { shown }: Pick<StateAnimationData, "shown">): string {
  if (!isDots) return strokeOf(flow);
  const diameter = Math.round(size * (shown > manyFrom ? diameters.many : diameters.few));
  return `stroke="${seriesStyle(flow).colour}" stroke-linecap="round" stroke-width="${diameter}"`;
}

function axes({ x: [left, right], y: [low, high], height }: StateAnimationData, names: AxisNames): string {
  const along = ticks(left, right).map((value) => {
    const x = Math.round((width * (value - left)) / (right - left));
    return `<path d="M${x} ${height}v${tickLength}"/><text x="${x}" y="${height + 290}" text-anchor="middle">${numberText(value)}</text>`;
  });
  const up = ticks(low, high).map((value) => {
    const y = Math.round(height - (height * (value - low)) / (high - low));
    return `<path d="M0 ${y}h${-tickLength}"/><text x="-120" y="${y + 65}" text-anchor="end">${numberText(value)}</text>`;
  });
  const middle = Math.round(height / 2);
  const titles = `<text class="name" x="${width / 2}" y="${height + 560}" text-anchor="middle">${names.x}</text>
<text class="name" x="-730" y="${middle}" text-anchor="middle" transform="rotate(-90 -730 ${middle})">${names.y}</text>`;
  return `<g class="axes"><path d="M0 0V${height}H${width}"/>\n${[...along, ...up].join("\n")}\n${titles}</g>`;
}

/** What belongs to which flow; nothing where there is one. */
export function flowLegend(data: StateAnimationData): string {
  if (data.flows.length < 2) return "";
  const items = data.flows.map((name, flow) => {
    const line = data.lines.find((one) => one.flow === flow) as MovingLine;
    const d = line.isDots ? "M320 0h0" : "M0 0H640";
    const sample = `<svg viewBox="0 -60 640 120" aria-hidden="true"><path class="now" d="${d}" ${styleOf({ ...line, size: 1 }, data)}/></svg>`;
    return `<li>${sample} ${escapeHtml(name)}</li>`;
  });
  return `<ul class="legend">\n${items.join("\n")}\n</ul>`;
}
