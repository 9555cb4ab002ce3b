import { range, ticks as roundNumbers } from "d3-array";
import type { Domain } from "./domain.js";
import { fontSizes } from "./font.js";
import { plain, powerOfTen, type RichText, textWidth, withMinus } from "./text.js";

/** A mark on an axis, in the axis' own coordinate; minor ticks have no label. */
export interface Tick {
  readonly at: number;
  readonly label?: RichText;
}

export interface Ticks {
  readonly ticks: readonly Tick[];
  /** Labels are to be multiplied by 10 to this power. */
  readonly exponent: number;
}

/** Where the labels of an axis stand: one after the other, or one above the other. */
export type Direction = "across" | "up";

/** Free room between two labels, user units. */
const gaps = { across: 9, up: 6 } as const;

/**
 * Ticks of a logarithmic axis whose domain is given in decimal logarithms: powers of ten with unlabelled ticks between;
 * 1, 2, 5 times powers of ten where the domain has fewer than two of those.
 */
export function logTicks([low, high]: Domain, length: number, direction: Direction): Ticks {
  const decade = length / (high - low);
  const powers = range(Math.ceil(low), Math.floor(high) + 1);
  if (powers.length < 2 || high - low < 1.5)
    return { ticks: mantissaTicks([low, high], length, direction), exponent: 0 };
  const labels = powers.map((power) => ({ label: powerOfTen(power) }));
  const labelled = labelledPowers(powers, labelRoom(labels, direction) / decade);
  const ticks = powers.map((power) =>
    labelled.includes(power) ? { at: power, label: powerOfTen(power) } : { at: power },
  );
  const shown = decade > 2 ? ticks : ticks.filter(({ label }) => label !== undefined);
  return { ticks: [...shown, ...minorTicks([low, high], decade)], exponent: 0 };
}

/** Multiples of a step that leaves room, or the ends, or the middle of a short axis. */
function labelledPowers(powers: readonly number[], room: number): readonly number[] {
  const step = decadeSteps.find((decades) => decades >= room) ?? powers.length;
  const multiples = powers.filter((power) => power % step === 0);
  if (multiples.length > 1) return multiples;
  const [first, last] = [powers[0], powers.at(-1) as number];
  return last - first >= room ? [first, last] : [powers[Math.floor(powers.length / 2)]];
}

const decadeSteps = [1, 2, 3, 4, 5, 10, 20, 25, 50, 100, 200] as const;

/** Ticks between powers of ten, as many as the length of a decade has room for. */
function minorTicks(domain: Domain, decade: number): Tick[] {
  const mantissas = decade >= 24 ? range(2, 10) : decade >= 12 ? [2, 5] : [];
  return scaled(domain, mantissas).map(({ at }) => ({ at }));
}

/** Labels on few mantissas, and ticks on the others. */
function mantissaTicks(domain: Domain, length: number, direction: Direction): Tick[] {
  const decade = length / (domain[1] - domain[0]);
  const choices = [[1, 2, 3, 5], [1, 2, 5], [1, 3], [1, 5], [2]].map((mantissas) => ({
    labelled: labelMantissas(scaled(domain, mantissas)),
    distance: smallestDistance(mantissas) * decade,
  }));
  const fitting = choices.find(({ labelled, distance }) => distance >= labelRoom(labelled, direction));
  const { labelled } = fitting ?? (choices.at(-1) as (typeof choices)[number]);
  const others = scaled(domain, range(1, 10)).filter(({ at }) => labelled.every((tick) => tick.at !== at));
  return [...labelled, ...others.map(({ at }) => ({ at }))];
}

/** Labels as decimal numbers if all are short, else as multiples of powers of ten. */
function labelMantissas(ticks: ReturnType<typeof scaled>): { at: number; label: RichText }[] {
  const areShort = ticks.every(({ power }) => power >= -2 && power <= 2);
  return ticks.map(({ at, mantissa, power }) => {
    if (areShort) return { at, label: plain((mantissa * 10 ** power).toFixed(Math.max(0, -power))) };
    const times = mantissa === 1 ? [] : plain(`${mantissa}·`);
    return { at, label: [...times, ...powerOfTen(power)] };
  });
}

function smallestDistance(mantissas: readonly number[]): number {
  const logarithms = [...mantissas.map(Math.log10), 1 + Math.log10(mantissas[0])];
  return Math.min(...logarithms.slice(1).map((value, k) => value - logarithms[k]));
}

/** Mantissas times powers of ten within a domain, as logarithms. */
function scaled([low, high]: Domain, mantissas: readonly number[]) {
  return range(Math.floor(low), Math.floor(high) + 1).flatMap((power) =>
    mantissas
      .map((mantissa) => ({ at: power + Math.log10(mantissa), mantissa, power }))
      .filter(({ at }) => at >= low && at <= high),
  );
}

/** Room one label needs along the axis, its distance to the next included. */
function labelRoom(ticks: readonly Pick<Tick, "label">[], direction: Direction): number {
  if (direction === "up") return fontSizes.tick + gaps.up;
  return Math.max(0, ...ticks.map(({ label = [] }) => textWidth(label, fontSizes.tick))) + gaps.across;
}

/** Round numbers on a linear axis, as many as there is room for. */
export function linearTicks(domain: Domain, length: number, direction: Direction, integers = false): Ticks {
  const counts = range(Math.max(2, Math.floor(length / (fontSizes.tick + gaps.up))), 0, -1);
  const choices = counts.filter((count) => count <= mostTicks).map((count) => labelledNumbers(domain, count, integers));
  const fitting = choices.find(({ ticks }) => fits(ticks, domain, length, direction));
  return fitting ?? labelledNumbers(domain, 1, integers);
}

const mostTicks = 7;

function fits(ticks: readonly Tick[], domain: Domain, length: number, direction: Direction): boolean {
  const [first, second] = ticks;
  if (first === undefined || second === undefined) return true;
  const distance = ((second.at - first.at) / (domain[1] - domain[0])) * length;
  return distance >= labelRoom(ticks, direction);
}

function labelledNumbers([low, high]: Domain, count: number, integers: boolean): Ticks {
  const values = roundNumbers(low, high, count).filter((value) => !integers || Number.isInteger(value));
  const largest = Math.max(...values.map(Math.abs), 0);
  const exponent = largest >= 1e4 || (largest > 0 && largest < 1e-2) ? Math.floor(Math.log10(largest) + 1e-9) : 0;
  const scale = (value: number) => value / 10 ** exponent;
  const step = values.length < 2 ? 1 : scale(values[1]) - scale(values[0]);
  const digits = Math.min(12, Math.max(0, Math.ceil(-Math.log10(step) - 1e-6)));
  return { ticks: values.map((at) => ({ at, label: plain(withMinus(scale(at).toFixed(digits))) })), exponent };
}
