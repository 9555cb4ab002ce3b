import { budgetError, budgetErrorIn } from "./budget-error.js";
import { cleanOrder } from "./budget-traps.js";
import { axisOf, type Expectation, type Finding, isMissed } from "./expectation.js";
import { isSwept, type MeasuredLevel, type SweepAxis } from "./level.js";
import { countedPairs, formatNumber, type Line, linesOf, lineText, pairText } from "./lines.js";
import type { LevelPair } from "./orders.js";
import { judgePlateau } from "./plateau.js";

/** Judges an expectation: on every line of a tensor sweep, on the sweep itself otherwise. */
export function judgeExpectation(
  levels: readonly MeasuredLevel[],
  expectation: Expectation,
  sweep: SweepAxis,
): Finding[] {
  const axis = axisOf(expectation, sweep);
  if (!isSwept(sweep, axis)) {
    const sentence = `${expectation.error}: order in ${axis} cannot be judged, the sweep does not change ${axis}`;
    return [{ outcome: "unjudged", name: `${expectation.error} in ${axis}`, sentence }];
  }
  const findings: Finding[] = [];
  for (const line of linesOf(levels, expectation.error, sweep, axis)) {
    if (expectation.order !== undefined || expectation.max !== undefined) findings.push(judgeOrders(line, expectation));
    if (expectation.plateau !== undefined) findings.push(judgePlateau(line, expectation));
  }
  return findings;
}

function judgeOrders(line: Line, expectation: Expectation): Finding {
  const { order, slack, last, max } = expectation;
  const counted = countedPairs(line);
  const judged = counted.slice(-last);
  const name = `${lineText(line)}: ${boundText(order, slack, max)}`;
  if (judged.length < last) {
    const few = `${countText(judged.length)} of the ${last} needed can be used${leftOut(line, counted, last)}`;
    return { outcome: "unjudged", name, sentence: `${name} cannot be judged, ${few}` };
  }
  const wrong = judged.findLast((pair) => isMissed(pair, expectation));
  const unknown = judged.findLast(({ observed }) => observed.order === undefined);
  if (wrong === undefined && unknown !== undefined) {
    const sentence = `${name} cannot be judged, no order between ${pairText(line, unknown)}: ${unknown.observed.reason}`;
    return { outcome: "unjudged", name, sentence };
  }
  const deciding = wrong ?? leastOrder(judged);
  const verb = wrong === undefined ? "holds" : "is missed";
  const value = formatNumber(deciding.observed.order ?? Number.NaN);
  const sentence = `${name} ${verb}, observed ${value} between ${pairText(line, deciding)}`;
  if (wrong === undefined) return { outcome: "met", name, sentence };
  return { outcome: "missed", name, sentence: `${sentence}${partsText(line, wrong)}` };
}

/** What of a missed order is the time's and what the mesh's, where the budget knows it. */
function partsText(line: Line, pair: LevelPair): string {
  const order = line.axis === "tau" ? cleanOrder(line, pair) : undefined;
  if (order === undefined) return "";
  const { meshError = Number.NaN, errors } = line.levels[pair.fine];
  const part = meshError / budgetErrorIn(errors);
  const mesh = Number.isFinite(part) ? `, and the mesh error is ${formatNumber(100 * part)} % of the error` : "";
  return `; in ${budgetError.name} the errors in time alone have order ${formatNumber(order)}${mesh}`;
}

/** Why pairs are too few: the sweep is short, or the finest one that cannot be used. */
function leftOut(line: Line, counted: readonly LevelPair[], last: number): string {
  if (line.pairs.length < last) return `: last asks for more than the sweep has, give more levels or a smaller last`;
  const unused = line.pairs.findLast((pair) => !counted.includes(pair));
  if (unused === undefined) return "";
  const reason = unused.observed.reason ?? "an error is limited by the solver or the reference";
  return `; not the one between ${pairText(line, unused)}: ${reason}`;
}

function leastOrder(pairs: readonly LevelPair[]): LevelPair {
  return pairs.reduce((least, pair) => ((pair.observed.order ?? 0) < (least.observed.order ?? 0) ? pair : least));
}

function boundText(order: number | undefined, slack: number, max: number | undefined): string {
  const low = order === undefined ? [] : [`order >= ${formatNumber(order)} - ${formatNumber(slack)}`];
  const high = max === undefined ? [] : [`order <= ${formatNumber(max)}`];
  return [...low, ...high].join(" and ");
}

function countText(pairs: number): string {
  return pairs === 1 ? "1 pair" : `${pairs} pairs`;
}
