import { seriesStyle } from "../drawing/palette.js";
import { type AxisNames, animatedSvg, sampleList, strokeOf } from "./animation-drawing.js";
import type { MovingLine, StateAnimationData } from "./state-animation-data.js";

/** Diameters of dots, of few and of many. */
const diameters = { few: 130, many: 75 } as const;
const manyFrom = 60;

/** What stands still as thin lines, and the last state, which a script moves. */
export function stateDrawing(data: StateAnimationData, names: AxisNames, label: string): string {
  const { still, lines, paths } = data;
  const last = paths.at(-1) ?? [];
  return animatedSvg({ ...data, names, label }, [
    ...data.flows.map((_, flow) => stillPath(pathsOf(still, flow), flow)).reverse(),
    ...lines.map((line, k) => `<path class="now" d="${pathOf(last[k] ?? [], line.isDots)}" ${styleOf(line, data)}/>`),
  ]);
}

function pathsOf(still: StateAnimationData["still"], flow: number): (readonly number[])[] {
  return still.filter((one) => one.flow === flow).map(({ path }) => path);
}

function stillPath(paths: readonly (readonly number[])[], flow: number): string {
  const d = paths.map((path) => pathOf(path, false)).join("");
  return d === "" ? "" : `<path class="start" d="${d}" stroke="${seriesStyle(flow).colour}"/>`;
}

/** The path that the script of the page builds in the same way: dots are lines without length and with round ends. */
function pathOf(numbers: readonly number[], isDots: boolean): string {
  const places = numbers.flatMap((x, k) => (k % 2 === 0 ? [`${x} ${numbers[k + 1]}`] : []));
  if (places.length === 0) return "";
  return isDots ? `M${places.join("h0M")}h0` : `M${places.join("L")}`;
}

function styleOf({ flow, isDots, size }: MovingLine, { shown }: Pick<StateAnimationData, "shown">): string {
  if (!isDots) return strokeOf(flow);
  const diameter = Math.round(size * (shown > manyFrom ? diameters.many : diameters.few));
  return `stroke="${seriesStyle(flow).colour}" stroke-linecap="round" stroke-width="${diameter}"`;
}

/** What belongs to which flow; nothing where there is one. */
export function flowLegend(data: StateAnimationData): string {
  if (data.flows.length < 2) return "";
  return sampleList(
    data.flows.map((name, flow) => {
      const line = data.lines.find((one) => one.flow === flow) as MovingLine;
      return { name, d: line.isDots ? "M320 0h0" : "M0 0H640", style: styleOf({ ...line, size: 1 }, data) };
    }),
  );
}
