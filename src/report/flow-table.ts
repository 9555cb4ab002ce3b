import type { FlowResult } from "../study/options.js";
import { scientific, sizeText } from "./numbers.js";

/** What a trajectory came to, for a terminal. */
export function toFlowText(flow: FlowResult): string {
  const { id, status, steps, tau, cells, layers, rows } = flow;
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) return `${id}: no step\n`;
  const newton = rows.slice(1).reduce((sum, { iterations }) => sum + iterations, 0) / Math.max(1, rows.length - 1);
  const drift = Math.max(...rows.map(({ mass }) => Math.abs(mass - first.mass)));
  return [
    `${id}: ${steps} steps (tau = ${sizeText(tau)}), ${cells.join("x")} cells, ${layers.length} layers: ${status}`,
    `  time        0 to ${sizeText(last.t)} (${rows.length - 1} steps done)`,
    `  energy      ${first.energy.toPrecision(8)} to ${last.energy.toPrecision(8)}${monotoneText(flow)}`,
    `  mass        ${sizeText(last.mass)}, drift ${scientific(drift, 1)}`,
    `  density     at least ${scientific(Math.min(...rows.map(({ densityMin }) => densityMin)), 1)}`,
    `  newton      ${newton.toFixed(2)} iterations per step, largest gap ${scientific(largestGap(flow), 1)}`,
    "",
  ].join("\n");
}

function monotoneText({ rows }: FlowResult): string {
  const wrong = rows.find(({ energyMonotone }) => !energyMonotone);
  return wrong === undefined
    ? ", the energy inequality holds at every step"
    : `, the energy inequality fails at step ${wrong.n}`;
}

function largestGap({ rows }: FlowResult): number {
  return rows.reduce((most, { gap }) => Math.max(most, gap), 0);
}
