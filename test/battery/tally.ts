import { group } from "d3-array";
import type { Attempt } from "./attempt.js";

/** Seconds of the processor that a run may take. */
export const mostSeconds = 20;

export interface Tally {
  readonly count: number;
  readonly solved: number;
  /** Factorizations per step, mean over the runs. */
  readonly iterations: number;
  /** Seconds of the slowest run. */
  readonly slowest: number;
  readonly wrong: number;
}

export function tallyOf(attempts: readonly Attempt[]): Tally {
  return {
    count: attempts.length,
    solved: attempts.filter(({ status, seconds }) => status === "ok" && seconds <= mostSeconds).length,
    iterations: attempts.reduce((sum, { iterations }) => sum + iterations, 0) / attempts.length,
    slowest: attempts.reduce((most, { seconds }) => Math.max(most, seconds), 0),
    wrong: attempts.filter(({ wrong }) => wrong.length > 0).length,
  };
}

const groups: readonly ((attempt: Attempt) => string)[] = [
  () => "all",
  ({ mobilityAt }) => mobilityAt,
  ({ cost }) => cost,
  ({ shape }) => shape,
  ({ order }) => `order ${order}`,
  ({ mobility }) => mobility,
  ({ mobility, mobilityAt, cost, shape }) => `${mobility} ${mobilityAt} ${cost} ${shape}`,
];

/** A line per group, then one per run that has not ended well. */
export function tallyText(attempts: readonly Attempt[]): string {
  const lines = groups.flatMap((nameOf) =>
    [...group(attempts, nameOf)].sort(([a], [b]) => a.localeCompare(b)).map(([name, members]) => line(name, members)),
  );
  const failed = attempts.filter(({ status, seconds, wrong }) => {
    return status !== "ok" || !(seconds <= mostSeconds) || wrong.length > 0;
  });
  const reasons = failed.map(({ seed, status, reason, seconds, wrong }) => {
    const what = [reason ?? "", ...wrong].filter((text) => text !== "").join("; ");
    return `seed ${seed}: ${status} after ${seconds.toFixed(1)} s: ${what}`;
  });
  return [...lines, ...reasons].join("\n");
}

function line(name: string, members: readonly Attempt[]): string {
  const { count, solved, iterations, slowest, wrong } = tallyOf(members);
  const figures = [`${solved}/${count} solved`, `${iterations.toFixed(1)} iterations`, `${slowest.toFixed(1)} s`];
  return `${name.padEnd(52)} ${figures.join(", ")}${wrong === 0 ? "" : `, ${wrong} WRONG`}`;
}
