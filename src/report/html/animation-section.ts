import { readFileSync } from "node:fs";
import type { FlowResult } from "../../study/options.js";
import { animationData, ends, height } from "./animation-data.js";
import { drawing, strokeOf, timeText } from "./animation-drawing.js";
import { code, escapeHtml, scriptJson, section } from "./markup.js";

/**
 * The layers' densities in the course of time: a picture of the first and the last, which a script sets in motion.
 *
 * @returns no markup on two axes, and for a trajectory of a single state
 */
export function animationSection(flow: FlowResult): string {
  const data = animationData(flow);
  if (data === undefined) return "";
  const domain = ends(flow.centres.length, (cell) => flow.centres[cell]?.[0] as number);
  const [first, last] = [timeText(data.times[0] ?? 0), timeText(data.times.at(-1) ?? 0)];
  const label = `Densities of ${data.layers.length === 1 ? "the layer" : `the layers ${data.layers.join(", ")}`} against x, at t = ${first} as thin lines and at t = ${last} as bold lines`;
  const frames = { x: data.x, y: data.y, height, times: data.times.map(timeText) };
  return section(
    "animation",
    "Animation",
    [
      `<figure class="animation" id="animation-figure">\n${drawing(data, domain, label)}`,
      data.layers.length > 1 ? legend(data.layers) : "",
      controls(data.times.length),
      "<noscript><p>The animation needs JavaScript; shown are the first and the last densities.</p></noscript>",
      `<figcaption>${caption(flow, first)}</figcaption>\n</figure>`,
      `<script type="application/json" id="animation-data">${scriptJson(frames)}</script>`,
    ]
      .filter((part) => part !== "")
      .join("\n"),
  );
}

/** The script that moves the lines. */
export function animationScript(): string {
  return readFileSync(new URL("assets/animation.js", import.meta.url), "utf8");
}

function caption({ steps, cells, status, layers }: FlowResult, first: string): string {
  const ended = status === "ok" ? "" : ` It ended early with status ${code(status)}.`;
  const what = layers.length === 1 ? "The density" : "Densities of the layers";
  return `${what} of the run with ${steps} steps on ${cells.join("×")} cells; thin: t = ${first}.${ended}`;
}

function legend(layers: readonly string[]): string {
  const items = layers.map((layer, k) => {
    const sample = `<svg viewBox="0 -60 640 120" aria-hidden="true"><path class="now" d="M0 0H640" ${strokeOf(k)}/></svg>`;
    return `<li>${sample} ${escapeHtml(layer)}</li>`;
  });
  return `<ul class="legend">\n${items.join("\n")}\n</ul>`;
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
