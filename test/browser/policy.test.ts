/*
 Every kind of page the tool writes, in headless Chromium: its policy lets it be drawn, and nothing breaks the policy.
 */
import { join } from "node:path";
import type { ExecutionContext } from "ava";
import type { Page } from "playwright-core";
import { jko, scratch } from "../cli/command.js";
import { boxStudy, boxWith, writeStudies } from "../cli/studies.js";
import { browserTest, openBrowser, openFile } from "./opened.js";

// Of the globals of a page, what functions use that run in it: the program itself is compiled without a browser's
// types.
declare const document: {
  readonly body: { append(element: object): void };
  createElement(name: string): { innerHTML: string };
};
declare function getComputedStyle(element: unknown): Readonly<Record<"maxWidth" | "strokeWidth" | "opacity", string>>;

const plane = boxWith(
  "plane",
  {},
  {
    domain: [
      [0, 1],
      [0, 1],
    ],
    initial: "1 + 0.5*cos(pi*x)*cos(pi*y)",
  },
);

const particles = {
  id: "particles",
  model: {
    dimension: 2,
    state: { kind: "particles", sample: "normal", count: 12, seed: 3 },
    functional: { potential: "r^2/2" },
    finalTime: 1,
  },
  scheme: { name: "sliced", directions: 8 },
};

const search = {
  id: "search",
  model: {
    dimension: 1,
    graph: {
      nodes: ["a", "b", "c"],
      edges: [
        ["a", "b", 1],
        ["b", "c", 1],
      ],
    },
    state: { kind: "nodes" },
    functional: { entropy: 0 },
    finalTime: 1,
  },
  scheme: { name: "search", objective: "(x1 - g)^2 + g", evaluations: 200, seeds: 2, target: 0.01 },
};

/** Commands, and the page that each leaves. */
const written = [
  { words: ["run", "box", "--quiet"], page: "results/box/report.html" },
  { words: ["report", "results", "--quiet"], page: "results/index.html" },
  { words: ["flow", "plane", "--steps", "4", "--cells", "6", "--out", "plane"], page: "plane/animation.html" },
  { words: ["flow", "particles", "--steps", "4", "--out", "particles"], page: "particles/animation.html" },
  { words: ["search", "search", "--out", "search", "--quiet"], page: "search/report.html" },
];

/** Runs the commands one after the other; the paths of the pages. */
async function writePages(t: ExecutionContext, commands: typeof written): Promise<string[]> {
  const cwd = scratch(t);
  writeStudies(cwd, boxStudy, plane, particles, search);
  for (const { words } of commands) {
    const { code, stderr } = await jko(words, { cwd });
    t.is(code, 0, `${words.join(" ")}: ${stderr}`);
  }
  return commands.map(({ page }) => join(cwd, page));
}

/**
 * What a page shows: its width, whether its pictures have a size and its script runs, and how wide the moving line is.
 */
async function shownBy(page: Page) {
  const sizes = await Promise.all((await page.locator("svg:visible").all()).map((svg) => svg.boundingBox()));
  const animated = (await page.locator("#animation-data").count()) > 0;
  const line = page.locator("#animation-figure > svg > path.now").first();
  return {
    styled: (await page.evaluate(() => getComputedStyle(document.body).maxWidth)) === "896px",
    drawn: sizes.every((box) => box !== null && box.width > 0 && box.height > 0),
    runs: !animated || (await page.locator("#animation-figure .controls").isVisible()),
    lineWidth: (await line.count()) === 0 ? "" : await line.evaluate((one) => getComputedStyle(one).strokeWidth),
  };
}

browserTest("no page breaks its own policy, and style, pictures and animation are there", async (t) => {
  const browser = await openBrowser(t);
  const widths = ["32px", "", "", "130px", ""];
  for (const [k, file] of (await writePages(t, written)).entries()) {
    const { page, messages } = await openFile(browser, file);
    t.deepEqual(await shownBy(page), { styled: true, drawn: true, runs: true, lineWidth: widths[k] }, file);
    t.deepEqual(messages, [], file);
  }
});

browserTest("what a page was not made with neither runs nor styles", async (t) => {
  const [file = ""] = await writePages(t, written.slice(0, 1));
  const { page, messages } = await openFile(await openBrowser(t), file);
  await page.evaluate(() => {
    const injected = document.createElement("div");
    injected.innerHTML = '<p id="injected" style="opacity: 0" onclick="document.title = 1">text</p>';
    document.body.append(injected);
  });
  await page.locator("#injected").dispatchEvent("click");
  t.is(await page.locator("#injected").evaluate((one) => getComputedStyle(one).opacity), "1");
  t.not(await page.title(), "1");
  t.is(messages.filter((message) => message.includes("Content Security Policy")).length, 2);
});
