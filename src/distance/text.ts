import type { DistanceResult, DistanceRow } from "../study/run/options.js";
import type { Column } from "../tables/column.js";
import { endingText } from "../tables/ending.js";
import type { Content } from "../tables/formats.js";
import { scientific, sizeText } from "../tables/numbers.js";
import { tableText } from "../tables/text.js";

const columns: readonly Column<DistanceRow>[] = [
  { name: "inner_steps", title: "intervals", value: ({ innerSteps }) => innerSteps },
  {
    ...{ name: "distance", title: "distance", value: ({ distance }) => distance },
    text: ({ distance }) => distance.toPrecision(10),
  },
  {
    ...{ name: "change", title: "change", value: ({ change }) => change },
    text: ({ change }) => scientific(change, 2),
  },
  {
    ...{ name: "order", title: "order", value: ({ order }) => order },
    text: ({ order }) => (Number.isNaN(order) ? "-" : order.toFixed(3)),
  },
  { name: "gap", title: "gap", value: ({ gap }) => gap, text: ({ gap }) => scientific(gap, 1) },
  { name: "newton", title: "newton", value: ({ iterations }) => iterations },
];

/** What a distance came to, in every format. */
export function distanceContent(result: DistanceResult): Content {
  const { id, status, reason, from, to, rows, limit, reference } = result;
  const study: Column<DistanceRow> = { name: "study", value: () => id };
  return {
    text: () => distanceText(result),
    table: () => ({ columns: [study, ...columns], rows }),
    value: () => ({
      ...{ study: id, status, ...(reason !== undefined && { reason }), from, to, limit },
      ...(reference && { reference }),
      rows,
    }),
  };
}

function distanceText({ id, from, to, cells, layers, rows, limit, reference, ...ending }: DistanceResult): string {
  return [
    `${id}: distance from ${endText(from)} to ${endText(to)}, ${cells.join("x")} cells, ${layers.length} layers: ${endingText(ending)}`,
    tableText({ columns, rows }).trimEnd(),
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
