import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { isStateScheme } from "../../study/record/state-record.js";
import type { FlowResult } from "../../study/run/options.js";
import { statesText, stepsText, toldStates } from "../table/flow-states.js";
import { toFlowText } from "../table/flow-table.js";
import { sharedSizes, transportName } from "../table/level-facts.js";
import { animationScript, animationSection } from "./animation-section.js";
import type { ReportFigure, ReportInput } from "./described.js";
import { figuresSection } from "./figures-section.js";
import { code, escapeHtml, listing, section } from "./markup.js";
import { modelSection } from "./model-section.js";
import { manifestSection, reproduceSection } from "./origin-sections.js";
import { badge, budgetSection, fitsSection, tableSection, verdictSection } from "./results-sections.js";

/** A page as a text: nothing in it refers to another file, let alone another machine. */
interface Page {
  readonly title: string;
  readonly body: string;
  /** Scripts that run at its end. */
  readonly script?: string;
}

/**
 * Nothing may be fetched, and of scripts and styles only those that the page was made with count, known by their
 * hashes.
 */
function policyOf(style: string, script: string): string {
  const hash = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  const scripts = script === "" ? "'none'" : hash(`\n${script}`);
  return `default-src 'none'; style-src ${hash(style)}; script-src ${scripts}; img-src data:`;
}

export function pageHtml({ title, body, script = "" }: Page): string {
  const style = `\n${readFileSync(new URL("assets/style.css", import.meta.url), "utf8")}`;
  return [
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="${policyOf(style, script)}">`,
    '<link rel="icon" href="data:,">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${style}</style>\n</head>\n<body>`,
    body,
    script === "" ? "</body>\n</html>\n" : `<script>\n${script}</script>\n</body>\n</html>\n`,
  ].join("\n");
}

/** The report of a study: one file that works without a network, and but for the animation without scripts. */
export function reportHtml(input: ReportInput): string {
  const { record, figures, trajectory } = input;
  const animation = trajectory === undefined ? missingTrajectory(record.id) : animationSection(trajectory.flow);
  const sections = [
    modelSection(input),
    tableSection(input),
    figuresSection("figures", "Convergence", figures),
    verdictSection(input),
    budgetSection(input),
    fitsSection(input),
    animation,
    figuresSection("trajectory", "One trajectory", trajectory?.figures ?? []),
    manifestSection(input),
    reproduceSection(input),
  ].filter((part) => part !== "");
  const body = `${header(input)}\n${contents(sections)}\n<main>\n${sections.join("\n")}\n</main>`;
  const script = animation.includes("animation-data") ? animationScript() : "";
  return pageHtml({ title: `${titleOf(input)} (${record.id})`, body, script });
}

/** The page of one trajectory. */
export function flowHtml(flow: FlowResult, title: string, figures: readonly ReportFigure[]): string {
  const animation = animationSection(flow);
  const facts = section("numbers", "In numbers", listing(toFlowText(flow), "Numbers of the trajectory"));
  const sections = [animation, figuresSection("trajectory", "Pictures", figures), facts].filter((part) => part !== "");
  const heading = title === "" ? flow.id : title;
  const size = `One trajectory of ${code(flow.id)}: ${escapeHtml(stepsText(flow))}, ${sizeText(flow)}.`;
  return pageHtml({
    title: `${heading} (${flow.id})`,
    body: `<header>\n<h1>${escapeHtml(heading)}</h1>\n<p class="summary">${size}</p>\n</header>\n<main>\n${sections.join("\n")}\n</main>`,
    script: animation === "" ? "" : animationScript(),
  });
}

/** Cells of a mesh, or what moves without one. */
function sizeText(flow: FlowResult): string {
  return toldStates(flow.layout) === undefined ? `${flow.cells.join("×")} cells` : statesText(flow);
}

function titleOf({ record: { title, id } }: ReportInput): string {
  return title === "" ? id : title;
}

function header(input: ReportInput): string {
  const { id, question, scheme, transport, reference } = input.record;
  const named =
    transport === ""
      ? scheme
      : `${scheme} (${transportName(input.record)}${isStateScheme(scheme) ? "" : " transport"})`;
  const facts = [`scheme ${named}`, ...sharedSizes(input.record), `reference ${reference.kind}`].join(", ");
  return [
    `<header>\n<h1>${escapeHtml(titleOf(input))}</h1>`,
    question === "" ? "" : `<p class="question">${escapeHtml(question)}</p>`,
    `<p>${badge(input.record)} <a href="#verdict">why</a></p>`,
    `<p class="summary">${code(id)}: ${escapeHtml(facts)}.</p>\n</header>`,
  ]
    .filter((part) => part !== "")
    .join("\n");
}

/** Links to the sections, by their own headings. */
export function contents(sections: readonly string[]): string {
  const links = sections.flatMap((text) => {
    const [, id, title] = /<section id="([^"]+)"[^>]*>\n<h2[^>]*>(.*?)<\/h2>/.exec(text) ?? [];
    return id === undefined ? [] : [`<li><a href="#${id}">${title}</a></li>`];
  });
  return `<nav aria-label="Sections">\n<ul>\n${links.join("\n")}\n</ul>\n</nav>`;
}

function missingTrajectory(id: string): string {
  const text = `<p>No trajectory is stored beside these results, so that there is nothing to animate. ${code(`jko run ${id}`)} computes and stores one.</p>`;
  return section("animation", "Animation", text);
}
