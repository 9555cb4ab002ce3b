import type { Machine } from "../report/table/manifest.js";
import { endingText } from "../tables/ending.js";
import { cellsText, sizeText } from "../tables/numbers.js";
import type { BenchCase, BenchPoint, BenchRecord } from "./record.js";

/** What was measured, in one line. */
export function benchFacts({ steps, tau, layers, yardstick }: BenchCase): string {
  const layersText = `${layers} ${layers === 1 ? "layer" : "layers"}`;
  return `tau = ${sizeText(tau)} (${steps} steps), ${layersText}; ratio: time per step over that of ${yardstick}`;
}

/** What the timings were measured on, in one line. */
export function machineText({ cpu, cores, platform, architecture, node }: Machine): string {
  const coresText = `${cores} ${cores === 1 ? "core" : "cores"}`;
  return `Measured on one thread of ${cpu}, ${coresText}, ${platform} ${architecture}, Node ${node}`;
}

/** Growth by scheme, and what is missing and why. */
export function benchRemarks(ofCase: BenchCase, { seconds }: Pick<BenchRecord, "seconds">): string[] {
  return [...growthRemark(ofCase), ...leftOut(ofCase, seconds), ...unavailable(ofCase), ...failed(ofCase)];
}

function growthRemark({ growth }: BenchCase): string[] {
  const known = Object.entries(growth).filter(([, slope]) => Number.isFinite(slope));
  const parts = known.map(([scheme, slope]) => `${scheme} ${slope.toFixed(2)}`);
  return parts.length === 0 ? [] : [`time per step grows with the unknowns to the power: ${parts.join(", ")}`];
}

function leftOut({ points }: BenchCase, seconds: number): string[] {
  const parts = byScheme(points.filter(({ status }) => status === "left-out"));
  const advice = "give more time with --seconds";
  return parts.map((part) => `left out, a median takes more than ${seconds} s: ${part} (${advice})`);
}

function unavailable({ points }: BenchCase): string[] {
  const reasons = points.flatMap(({ scheme, status, reason }) =>
    status === "unavailable" ? [`${scheme} not available: ${reason}`] : [],
  );
  return [...new Set(reasons)];
}

function failed({ points }: BenchCase): string[] {
  return points
    .filter(({ status }) => hasFailed(status))
    .map((point) => `${point.scheme} failed at ${cellsText(point.cells)} cells: ${endingText(point)}`);
}

/** Whether a step did not converge. */
export function hasFailed(status: BenchPoint["status"]): boolean {
  return status !== "ok" && status !== "unavailable" && status !== "left-out";
}

/** `jko at 1000 and 2000 cells` */
function byScheme(points: readonly BenchPoint[]): string[] {
  const schemes = [...new Set(points.map(({ scheme }) => scheme))];
  return schemes.map((scheme) => {
    const meshes = points.filter((point) => point.scheme === scheme).map(({ cells }) => String(cellsText(cells)));
    return `${scheme} at ${meshes.join(", ")} cells`;
  });
}
