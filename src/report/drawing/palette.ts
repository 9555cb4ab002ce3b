export const ink = "#000000";
export const grey = "#595959";
export const faint = "#d9d9d9";
export const faintChannels = [0xd9, 0xd9, 0xd9] as const;
export const paper = "#ffffff";

/** How a series is told from the others, in colour or without. */
export interface SeriesStyle {
  readonly colour: string;
  /** `stroke-dasharray`; undefined for a solid line. */
  readonly dash: string | undefined;
  readonly shape: MarkerShape;
  readonly isHollow: boolean;
}

export type MarkerShape = "circle" | "square" | "triangle" | "diamond" | "wedge" | "cross" | "star";

/** Hues that stay apart for the colour-blind (after Okabe & Ito), each at least 4 : 1 against white. */
const colours = ["#0065a3", "#b84a00", "#00785a", "#9c3f85", "#000000", "#7a6200", "#4f6570"] as const;
const dashes = [undefined, "5 2", "1.2 1.8", "6 1.8 1.2 1.8", "3 1.5", "8 2 2 2", "1.2 1.2 3 1.2"] as const;
const shapes = ["circle", "square", "triangle", "diamond", "wedge", "cross", "star"] as const;

/** Style of the k-th series, filled and hollow in turn; past the seventh, shapes and colours are paired anew. */
export function seriesStyle(k: number): SeriesStyle {
  const round = Math.floor(k / shapes.length);
  const at = <T>(list: readonly T[], shift: number): T => list[(k + shift) % list.length];
  return { colour: at(colours, 3 * round), dash: at(dashes, 2 * round), shape: at(shapes, 0), isHollow: k % 2 === 1 };
}

/** Style of the k-th curve: that of a series without markers. */
export function curveStyle(k: number): Pick<SeriesStyle, "colour" | "dash"> {
  const { colour, dash } = seriesStyle(k);
  return { colour, dash };
}

/** Cividis (Nuñez, Anderton & Renslow 2018) at ninths: its lightness grows steadily, also for the colour-blind. */
const cividis = [
  "00224e",
  "19336e",
  "3b496c",
  "575d6d",
  "707173",
  "8a8678",
  "a59c74",
  "c3b369",
  "e1cc55",
  "fee838",
].map((hexadecimal) => [0, 2, 4].map((at) => Number.parseInt(hexadecimal.slice(at, at + 2), 16)));

/** Colour of a fraction in [0, 1], from dark blue to light yellow. */
export function heatColour(fraction: number): string {
  return hex(heatChannels(fraction));
}

/** Black or white, whichever is read better on the colour of a fraction. */
export function inkOn(fraction: number): string {
  return luminance(heatChannels(fraction)) > 0.18 ? ink : paper;
}

/** Relative luminance of the colour of a fraction, as defined for contrast by WCAG. */
export function heatLuminance(fraction: number): number {
  return luminance(heatChannels(fraction));
}

/** Red, green and blue of a fraction, from 0 to 255. */
export function heatChannels(fraction: number): readonly number[] {
  const last = cividis.length - 1;
  const at = Math.min(1, Math.max(0, fraction)) * last;
  const below = Math.min(last - 1, Math.floor(at));
  const [low, high] = [cividis[below], cividis[below + 1]];
  return low.map((value, k) => Math.round(value + (at - below) * (high[k] - value)));
}

function hex(channels: readonly number[]): string {
  return `#${channels.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

function luminance(channels: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = channels.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export type TimeStyle = Pick<SeriesStyle, "colour" | "dash">;

/** Style of the k-th of `count` times: the last is solid and darkest, earlier ones are lighter and broken up. */
export function timeStyle(k: number, count: number): TimeStyle {
  const back = count - 1 - k;
  const age = count === 1 ? 0 : back / (count - 1);
  return { colour: heatColour(0.66 * age), dash: timeDashes[Math.min(back, timeDashes.length - 1)] };
}

const timeDashes = [undefined, "7 1.8", "4 1.8", "4 1.6 1 1.6", "2 1.4", "0.9 1.5"] as const;
