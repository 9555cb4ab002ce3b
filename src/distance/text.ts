import { endingText } from "../report/ending.js";
import { scientific, sizeText } from "../report/table/numbers.js";
import type { DistanceResult } from "../study/run/options.js";

/** What a distance came to, for a terminal. */
export function toDistanceText({
  id,
  from,
  to,
  cells,
  layers,
  rows,
  limit,
  reference,
  ...ending
}: DistanceResult): string {
  const header = ["intervals", "distance", "change", "order", "gap", "newton"];
  const lines = rows.map(({ innerSteps, distance, change, order, gap, iterations }) => [
    String(innerSteps),
    distance.toPrecision(10),
    Number.isNaN(change) ? "-" : scientific(change, 2),
    Number.isNaN(order) ? "-" : order.toFixed(3),
    scientific(gap, 1),
    String(iterations),
  ]);
  const widths = header.map((name, k) => Math.max(name.length, ...lines.map((line) => line[k].length)));
  const text = (line: readonly string[]): string => line.map((cell, k) => cell.padStart(widths[k])).join("  ");
  return [
    `${id}: distance from ${endText(from)} to ${endText(to)}, ${cells.join("x")} cells, ${layers.length} layers: ${endingText(ending)}`,
    text(header),
    ...lines.map(text),
    ...(Number.isNaN(limit) ? [] : [`extrapolated  ${limit.toPrecision(10)}`]),
    ...(reference === undefined ? [] : [`${reference.name}  ${reference.value.toPrecision(10)}`]),
    "",
  ].join("\n");
}

function endText(end: DistanceResult["from"]): string {
  return typeof end === "number"
    ? `the flow at time ${sizeText(end)}`
    : `the ${end} density`.replace("equilibrium density", "equilibrium");
}
