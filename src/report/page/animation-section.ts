import { readFileSync } from "node:fs";
import type { FlowResult } from "../../study/run/options.js";
import { aspectOf } from "../figure/density-map-layout.js";
import {
  type GaussianFlow,
  isGaussianFlow,
  isNodeFlow,
  isParticleFlow,
  nodesAsParticles,
  type ParticleFlow,
} from "../figure/state-points.js";
import { stepsText } from "../table/flow-states.js";
import { animationData, ends, height } from "./animation-data.js";
import { drawing, sampleList, strokeOf, timeText } from "./animation-drawing.js";
import { mapAnimationData } from "./map-animation-data.js";
import { mapDrawing, showsStart } from "./map-animation-drawing.js";
import { code, escapeHtml, scriptJson, section } from "./markup.js";
import { stateAnimationData } from "./state-animation-data.js";
import { flowLegend, stateDrawing } from "./state-animation-drawing.js";

/** What is shown in motion, and what the script has to know. */
interface Animation {
  readonly drawing: string;
  readonly legend: string;
  /** What the picture shows before it moves, in words. */
  readonly still: string;
  readonly caption: string;
  readonly times: readonly number[];
  readonly frames: object;
}

/**
 * Densities, particles or Gaussians in the course of time: a picture of the last ones, which a script sets in motion.
 *
 * @returns no markup for a trajectory of a single state
 */
export function animationSection(flow: FlowResult): string {
  const animation = animationOf(flow);
  if (animation === undefined) return "";
  const { drawing: picture, legend: samples, still, caption: text, times, frames } = animation;
  return section(
    "animation",
    "Animation",
    [
      `<figure class="animation" id="animation-figure">\n${picture}`,
      samples,
      controls(times.length),
      `<noscript><p>The animation needs JavaScript; shown are ${still}.</p></noscript>`,
      `<figcaption>${text}</figcaption>\n</figure>`,
      `<script type="application/json" id="animation-data">${scriptJson({ ...frames, times: times.map(timeText) })}</script>`,
    ]
      .filter((part) => part !== "")
      .join("\n"),
  );
}

function animationOf(flow: FlowResult): Animation | undefined {
  if (isParticleFlow(flow) || isGaussianFlow(flow)) return states(flow);
  if (isNodeFlow(flow)) return states(nodesAsParticles(flow), "nodes");
  return flow.cells.length > 1 ? maps(flow) : curves(flow);
}

/** Particles or Gaussians, beside those of a companion. */
function states(flow: ParticleFlow | GaussianFlow, noun = "particles"): Animation | undefined {
  const data = stateAnimationData(flow);
  if (data === undefined) return undefined;
  const [first, last] = bothTimes(data.times);
  const { what, axes, thin } = sceneOf(flow, data.shown, noun);
  const ended = endedEarly(flow);
  return {
    drawing: stateDrawing(data, axes, `${what} at t = ${last}; thin lines: ${thin(first)}`),
    legend: flowLegend(data),
    still: "the last ones",
    caption: `${what} of the run with ${escapeHtml(stepsText(flow))}; thin: ${thin(first)}.${ended}`,
    times: data.times,
    frames: { paths: data.paths, dots: data.lines.map(({ isDots }) => isDots) },
  };
}

/** What moves, the names of the axes and what stands still, in words. */
function sceneOf({ layout }: ParticleFlow | GaussianFlow, shown: number, noun: string) {
  const { kind, dimension } = layout;
  const plane = { x: "x\u2081", y: "x\u2082" };
  const coordinates = dimension > 2 ? ", their first two coordinates," : "";
  if (kind === "particles") {
    const count = shown < layout.count ? `${shown} of ${layout.count}` : String(shown);
    const axes = dimension === 1 ? { x: "x", y: "time t" } : plane;
    return { what: `${count} ${noun}${coordinates}`, axes, thin: () => "their paths" };
  }
  if (dimension === 1) {
    const axes = { x: "x", y: "density ρ" };
    return { what: "The Gaussian density", axes, thin: (first: string) => `t = ${first}` };
  }
  const what = `Mean and one standard deviation${dimension > 2 ? " of the first two coordinates" : ""}`;
  return { what, axes: plane, thin: (first: string) => `t = ${first} and the path of the mean` };
}

/** Curves that move over those of the first state. */
function curves(flow: FlowResult): Animation | undefined {
  const data = animationData(flow);
  if (data === undefined) return undefined;
  const domain = ends(flow.centres.length, (cell) => flow.centres[cell]?.[0]);
  const [first, last] = bothTimes(data.times);
  const label = `Densities of ${whichLayers(data.layers)} against x, at t = ${first} as thin lines and at t = ${last} as bold lines`;
  return {
    drawing: drawing(data, domain, label),
    legend:
      data.layers.length > 1
        ? sampleList(data.layers.map((name, k) => ({ name, d: "M0 0H640", style: strokeOf(k) })))
        : "",
    still: "the first and the last densities",
    caption: caption(flow, `thin: t = ${first}`),
    times: data.times,
    frames: { x: data.x, y: data.y, height },
  };
}

/** Maps that move beside those of the first state. */
function maps(flow: FlowResult): Animation | undefined {
  const data = mapAnimationData(flow);
  if (data === undefined) return undefined;
  const { layers, columns, rows, times } = data;
  const [first, last] = bothTimes(times);
  const left = layers.length < flow.layers.length ? `; ${layers.length} of ${flow.layers.length} layers` : "";
  const isAveraged = columns !== flow.cells[0] || rows !== flow.cells[1];
  const averaged = isAveraged ? `, averaged to ${columns}×${rows}` : "";
  const scale = aspectOf(flow.domain).isTrue ? "" : "; axes not to the same scale";
  return {
    drawing: mapDrawing(
      data,
      flow.domain,
      `Densities of ${whichLayers(layers)} over x and y in colours, at ${showsStart(data) ? `t = ${first} and ` : ""}t = ${last}`,
    ),
    legend: "",
    still: showsStart(data) ? "the first and the last densities" : "the last densities",
    caption: caption(flow, `colours common to all maps${averaged}${left}${scale}`),
    times,
    frames: { columns, rows },
  };
}

function bothTimes(times: readonly number[]): readonly [string, string] {
  return [timeText(times[0] ?? 0), timeText(times.at(-1) ?? 0)];
}

function whichLayers(layers: readonly string[]): string {
  return layers.length === 1 ? "the layer" : `the layers ${layers.join(", ")}`;
}

/** The script that moves the lines. */
export function animationScript(): string {
  return readFileSync(new URL("assets/animation.js", import.meta.url), "utf8");
}

function endedEarly({ status, reason }: FlowResult): string {
  if (status === "ok") return "";
  return ` It ended early with status ${code(status)}${reason === undefined ? "" : `: ${escapeHtml(reason)}`}.`;
}

/** @param shown how the densities are drawn */
function caption(flow: FlowResult, shown: string): string {
  const { cells, layers } = flow;
  const ended = endedEarly(flow);
  const what = layers.length === 1 ? "The density" : "Densities of the layers";
  return `${what} of the run with ${escapeHtml(stepsText(flow))} on ${cells.join("×")} cells; ${shown}.${ended}`;
}

/** Hidden until the script has taken hold of them. */
function controls(frames: number): string {
  return [
    '<div class="controls" hidden>',
    '<button type="button" aria-keyshortcuts="Space">Play</button>',
    `<label>Time <input type="range" min="0" max="${frames - 1}" step="1" value="${frames - 1}"></label>`,
    "<output></output>",
    "<p class='hint'>Space plays and pauses, arrow keys step, Home and End go to the ends.</p>\n</div>",
  ].join("\n");
}
