import { type AxisOptions, drawAxes, drawGrid } from "../report/drawing/axes.js";
import { drawCurve } from "../report/drawing/curve.js";
import { hasLogarithm, linearDomain, logDomain } from "../report/drawing/domain.js";
import { lineSample } from "../report/drawing/legend.js";
import { curveStyle } from "../report/drawing/palette.js";
import { layOutPanel, panelFigure } from "../report/drawing/panel.js";
import { drawRemark } from "../report/drawing/remark.js";
import type { Point } from "../report/drawing/svg.js";
import { plain } from "../report/drawing/text.js";
import { shortNumber } from "../report/figure/convergence-description.js";
import type { SearchMethod, SearchOutcome, SearchRecord } from "./record.js";
import { isFinished, methodName } from "./summary.js";

/** Points of a curve at most: more cannot be seen, and medians of thousands of searches take time. */
const mostPoints = 1000;

/** A value of a method, from an evaluation on. */
type Course = readonly (readonly [evaluations: number, value: number])[];

/**
 * The methods against evaluations: the part of searches that have reached the target, or without one the median of
 * their best values.
 */
export function searchMethodsFigure(record: SearchRecord): string {
  const { id, methods, target, evaluations } = record;
  const hasTarget = target !== undefined;
  const courses = methods.map((method) => (hasTarget ? solvedCourse(record, method) : medianCourse(record, method)));
  const values = courses.flat().map(([, value]) => value);
  const title = plain(hasTarget ? "part of searches at the target" : "median best value");
  const abscissa = { kind: "linear", domain: [0, evaluations], title: plain("evaluations") } as const;
  const panel = layOutPanel(abscissa, { ...scaleOf(values, hasTarget), title }, 130, 8);
  const { box, atX, atY } = panel;
  const legend = methods.map((method, k) => ({ sample: lineSample(curveStyle(k)), label: plain(methodName(method)) }));
  const curves = courses.map((course, k) => {
    const points = corners(course, evaluations).map(([at, value]): Point => [atX(at), atY(value)]);
    return drawCurve(points, curveStyle(k));
  });
  return panelFigure({ title: `Searches of ${id}`, description: describe(record, courses), box, legend }, [
    drawGrid(panel),
    ...(values.length === 0 ? [drawRemark("no search has found a value", box)] : curves),
    drawAxes(panel),
  ]);
}

/** Values without a target are positive as a rule, and fall by decades. */
function scaleOf(values: readonly number[], hasTarget: boolean): Pick<AxisOptions, "kind" | "domain"> {
  if (hasTarget) return { kind: "linear", domain: [0, 1.04] };
  const areDecades = values.every(hasLogarithm) && Math.max(...values) > 30 * Math.min(...values);
  return areDecades ? { kind: "log", domain: logDomain(values) } : { kind: "linear", domain: linearDomain(values) };
}

function finishedBy({ outcomes }: SearchRecord, method: SearchMethod): readonly SearchOutcome[] {
  return outcomes.filter((outcome) => outcome.method === method && isFinished(outcome));
}

function solvedCourse(record: SearchRecord, method: SearchMethod): Course {
  const own = finishedBy(record, method);
  const solved = own.map(({ solvedAt }) => solvedAt).filter((at) => !Number.isNaN(at));
  return [[0, 0], ...solved.sort((a, b) => a - b).map((at, k) => [at, (k + 1) / own.length] as const)];
}

/** Medians of the best values, from the evaluation on at which half of the searches have one. */
function medianCourse(record: SearchRecord, method: SearchMethod): Course {
  const own = finishedBy(record, method);
  const events = own.flatMap(({ improvements }, search) =>
    improvements.map(({ at, value }) => ({ at, value, search })),
  );
  events.sort((a, b) => a.at - b.at);
  const current = own.map(() => Number.POSITIVE_INFINITY);
  const course: (readonly [number, number])[] = [];
  const placeOf = (at: number): number => Math.floor((mostPoints * at) / record.evaluations);
  for (const [k, { at, value, search }] of events.entries()) {
    current[search] = value;
    const next = events[k + 1];
    if (next !== undefined && (next.at === at || placeOf(next.at) === placeOf(at))) continue;
    const median = [...current].sort((a, b) => a - b)[Math.ceil(own.length / 2) - 1];
    if (Number.isFinite(median) && median !== course.at(-1)?.[1]) course.push([at, median]);
  }
  return course;
}

/** Corners of a function that keeps its value up to the next entry, and up to the end. */
function corners(course: Course, end: number): Course {
  return course.flatMap(([at, value], k) => [[at, value] as const, [course[k + 1]?.[0] ?? end, value] as const]);
}

function describe({ methods, target }: SearchRecord, courses: readonly Course[]): string {
  const what = target === undefined ? "Median best values" : `Parts of searches that reached ${shortNumber(target)}`;
  const lasts = methods.map((method, k) => {
    const value = courses[k]?.at(-1)?.[1];
    return `${methodName(method)} ${value === undefined ? "none" : shortNumber(value)}`;
  });
  return `${what} against evaluations; at last ${lasts.join(", ")}.`;
}
