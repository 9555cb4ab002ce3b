import type { FlowResult } from "../../study/run/options.js";
import { endingText } from "../../tables/ending.js";
import type { Content } from "../../tables/formats.js";
import { scientific, sizeText } from "../../tables/numbers.js";
import { snapshotTable } from "./flow-columns.js";
import { flowJson } from "./flow-json.js";
import { statesText, stepsText, toldStates } from "./flow-states.js";

/** A trajectory: its snapshots are the rows of files, what it came to is told at a terminal. */
export function flowContent(flow: FlowResult): Content {
  return { text: () => toFlowText(flow), table: () => snapshotTable(flow), value: () => flowJson(flow) };
}

/** What a trajectory came to, for a terminal. */
export function toFlowText(flow: FlowResult): string {
  const { id, tau, rows } = flow;
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) return `${id}: no step\n`;
  const iterations = rows.slice(1).reduce((sum, { iterations }) => sum + iterations, 0) / Math.max(1, rows.length - 1);
  return [
    `${id}: ${stepsText(flow)} (tau = ${sizeText(tau)}), ${statesText(flow)}: ${endingText(flow)}`,
    `  time        0 to ${sizeText(last.t)} (${rows.length - 1} steps done)`,
    `  energy      ${first.energy.toPrecision(8)} to ${last.energy.toPrecision(8)}${monotoneText(flow)}`,
    ...kineticLines(flow),
    ...(toldStates(flow.layout) === undefined ? densityLines(flow) : []),
    ...(flow.layout === undefined
      ? [
          `  newton      ${iterations.toFixed(2)} iterations per step, largest gap ${scientific(largest(flow, "gap"), 1)}`,
        ]
      : [
          `  iterations  ${iterations.toFixed(2)} per step, largest residual ${scientific(largest(flow, "residual"), 1)}`,
        ]),
    "",
  ].join("\n");
}

/** Of a scheme that has momentum. */
function kineticLines({ rows }: FlowResult): string[] {
  const moving = rows.filter(({ kinetic }) => kinetic !== undefined);
  const [first, last] = [moving[0], moving.at(-1)];
  if (first === undefined || last === undefined) return [];
  const most = moving.reduce((largest, { kinetic = 0 }) => Math.max(largest, kinetic), 0);
  const total = ({ energy, kinetic = 0 }: (typeof rows)[number]): string => (energy + kinetic).toPrecision(8);
  return [
    `  kinetic     at most ${scientific(most, 3)}, ${scientific(last.kinetic ?? 0, 3)} at the end`,
    `  total       ${total(first)} to ${total(last)}`,
  ];
}

/** What particles and Gaussians do not have. */
function densityLines({ rows }: FlowResult): string[] {
  const [first, last] = [rows[0], rows.at(-1)] as [FlowResult["rows"][number], FlowResult["rows"][number]];
  const drift = Math.max(...rows.map(({ mass }) => Math.abs(mass - first.mass)));
  return [
    `  mass        ${sizeText(last.mass)}, drift ${scientific(drift, 1)}`,
    `  density     at least ${scientific(Math.min(...rows.map(({ densityMin }) => densityMin)), 1)}`,
  ];
}

function monotoneText({ rows }: FlowResult): string {
  const wrong = rows.find(({ energyMonotone }) => !energyMonotone);
  return wrong === undefined
    ? ", the energy inequality holds at every step"
    : `, the energy inequality fails at step ${wrong.n}`;
}

function largest({ rows }: FlowResult, of: "gap" | "residual"): number {
  return rows.reduce((most, row) => Math.max(most, row[of]), 0);
}
