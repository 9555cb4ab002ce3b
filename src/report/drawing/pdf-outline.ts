import { pdfNumbers } from "./pdf-file.js";

type Attributes = Readonly<Record<string, string>>;

/** A quarter of a circle of radius 1 as a cubic curve: the distance of its inner points. */
const quarter = (4 * (Math.SQRT2 - 1)) / 3;

/** Operators that make the outline of a shape of a figure; undefined for elements that are none. */
export function outlineOf(name: string, attributes: Attributes): string | undefined {
  return outlines[name]?.((key) => Number(attributes[key] ?? 0), attributes);
}

const outlines: Readonly<Record<string, (at: (key: string) => number, attributes: Attributes) => string>> = {
  rect: (at) => `${pdfNumbers(at("x"), at("y"), at("width"), at("height"))} re`,
  circle: (at) => circle(at("cx"), at("cy"), at("r")),
  line: (at) => `${pdfNumbers(at("x1"), at("y1"))} m ${pdfNumbers(at("x2"), at("y2"))} l`,
  polygon: (_, { points = "" }) => pathOf(`M${points.split(" ").join("L")}Z`),
  path: (_, { d = "" }) => pathOf(d),
};

function circle(x: number, y: number, r: number): string {
  const inner = quarter * r;
  return [
    `${pdfNumbers(x + r, y)} m`,
    `${pdfNumbers(x + r, y + inner, x + inner, y + r, x, y + r)} c`,
    `${pdfNumbers(x - inner, y + r, x - r, y + inner, x - r, y)} c`,
    `${pdfNumbers(x - r, y - inner, x - inner, y - r, x, y - r)} c`,
    `${pdfNumbers(x + inner, y - r, x + r, y - inner, x + r, y)} c h`,
  ].join(" ");
}

/** A letter, and the numbers that follow it. */
const step = /([MLZh])([^MLZh]*)/gy;

/**
 * A path of straight lines as figures write it.
 *
 * @throws {RangeError} on one with other steps
 */
function pathOf(d: string): string {
  let length = 0;
  let place: readonly number[] = [];
  const operators = [...d.matchAll(step)].map(([whole, letter, text]) => {
    length += whole.length;
    const numbers = text.trim() === "" ? [] : text.trim().split(/[ ,]+/).map(Number);
    if (letter === "Z") return "h";
    place = letter === "h" ? [place[0] + numbers[0], place[1]] : numbers;
    return `${pdfNumbers(...place)} ${letter === "M" ? "m" : "l"}`;
  });
  if (length !== d.length) throw new RangeError(`figures have no path ${d.slice(length, length + 20)}`);
  return operators.join(" ");
}
