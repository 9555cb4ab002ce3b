import type { Domain } from "../drawing/domain.js";
import { seriesStyle } from "../drawing/palette.js";
import { type AnimationData, height, width } from "./animation-data.js";
import { escapeHtml, list } from "./markup.js";

/** Lengths of dashes in figures are points; a point is this long here. */
const point = 25;

/** The stroke of a layer, as in the figures. */
export function strokeOf(k: number): string {
  const { colour, dash } = seriesStyle(k);
  const lengths = dash?.split(" ").map((length) => Number((Number(length) * point).toFixed(1)));
  return `stroke="${colour}"${lengths === undefined ? "" : ` stroke-dasharray="${lengths.join(" ")}"`}`;
}

const margin = { left: 950, right: 160, top: 330, bottom: 620 } as const;
const [tickLength, textSize] = [70, 160];

/** What the picture of an animation shows, in its units. */
interface Scene {
  readonly x: Domain;
  readonly y: Domain;
  readonly height: number;
  /** Names of the axes. */
  readonly names: AxisNames;
  /** The picture in words. */
  readonly label: string;
  readonly times: readonly number[];
}

export interface AxisNames {
  readonly x: string;
  readonly y: string;
}

/** A picture with axes and the last time, which a script moves together with the parts of the class `now`. */
export function animatedSvg(scene: Scene, parts: readonly string[]): string {
  const { height, label, times } = scene;
  const viewBox = `${-margin.left} ${-margin.top} ${width + margin.left + margin.right} ${height + margin.top + margin.bottom}`;
  return [
    `<svg viewBox="${viewBox}" role="img" aria-label="${escapeHtml(label)}" font-size="${textSize}">`,
    axes(scene),
    ...parts.filter((part) => part !== ""),
    `<text class="time" x="${width}" y="-110" text-anchor="end">t = ${timeText(times.at(-1) ?? 0)}</text>`,
    "</svg>",
  ].join("\n");
}

/** Names with samples of how they are drawn: a path from 0 to 640 across, and its attributes. */
export function sampleList(samples: readonly { readonly name: string; readonly d: string; readonly style: string }[]) {
  const items = samples.map(({ name, d, style }) => {
    const sample = `<svg viewBox="0 -60 640 120" aria-hidden="true"><path class="now" d="${d}" ${style}/></svg>`;
    return `${sample} ${escapeHtml(name)}`;
  });
  return list(items, "legend");
}

/** The first densities as thin lines and the last ones as bold lines. */
export function drawing(data: AnimationData, domain: Domain, label: string): string {
  const { y, times, top } = data;
  const names = { x: "x", y: "density f" };
  return animatedSvg({ x: domain, y: [0, top], height, names, label, times }, [
    ...(y[0] ?? []).map((curve, k) => line(data, curve, k, "start")),
    ...(y.at(-1) ?? []).map((curve, k) => line(data, curve, k, "now")),
  ]);
}

function line({ x }: AnimationData, curve: readonly number[], k: number, name: string): string {
  const stroke = strokeOf(k);
  const solid = stroke.replace(/ stroke-dasharray="[^"]*"/, "");
  return `<path class="${name}" d="${pathOf(x, curve)}" ${name === "start" ? solid : stroke}/>`;
}

/** The path that the script of the page builds in the same way. */
function pathOf(x: readonly number[], curve: readonly number[]): string {
  return `M${curve.map((value, k) => `${x[k]} ${height - value}`).join("L")}`;
}

/** A time in a few digits, all frames alike. */
export function timeText(t: number): string {
  return t === 0 ? "0" : String(Number(t.toPrecision(3)));
}

function axes({ x: [left, right], y: [low, high], height: tall, names }: Scene): string {
  const along = ticks(left, right).map((value) => {
    const x = Math.round((width * (value - left)) / (right - left));
    return `<path d="M${x} ${tall}v${tickLength}"/><text x="${x}" y="${tall + 290}" text-anchor="middle">${numberText(value)}</text>`;
  });
  const up = ticks(low, high).map((value) => {
    const y = Math.round(tall - (tall * (value - low)) / (high - low));
    return `<path d="M0 ${y}h${-tickLength}"/><text x="-120" y="${y + 65}" text-anchor="end">${numberText(value)}</text>`;
  });
  const middle = Math.round(tall / 2);
  const titles = `<text class="name" x="${width / 2}" y="${tall + 560}" text-anchor="middle">${names.x}</text>
<text class="name" x="-730" y="${middle}" text-anchor="middle" transform="rotate(-90 -730 ${middle})">${names.y}</text>`;
  return `<g class="axes"><path d="M0 0V${tall}H${width}"/>\n${[...along, ...up].join("\n")}\n${titles}</g>`;
}

/** Round numbers in an interval: steps of 1, 2 or 5 times a power of ten, about four of them unless told otherwise. */
export function ticks(low: number, high: number, about = 4): number[] {
  const raw = (high - low) / about;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= raw * 0.999) ?? 10) * power;
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, k) => Number(((first + k) * step).toPrecision(12)));
}

/** A number with a minus sign for the hyphen. */
export function numberText(value: number): string {
  return String(value).replace("-", "−");
}
