/*
 * The report in headless Chromium: it opens, animates, says nothing on the console and asks for nothing outside the
 * file.
 */
import { join } from "node:path";
import type { ExecutionContext } from "ava";
import type { Page } from "playwright-core";
import { jko, scratch } from "../cli/command.js";
import { boxStudy, writeStudies } from "../cli/studies.js";
import { above, atLeast, atMost } from "../support/matchers.js";
import { browserTest, type Opened, openBrowser, openFile } from "./opened.js";

// Of the globals of a page, what functions use that run in it: the program itself is compiled without a browser's
// types.
interface Part {
  readonly tagName: string;
  readonly className: unknown;
  readonly textContent: string;
  readonly clientWidth: number;
  readonly scrollWidth: number;
  readonly scrollLeft: number;
  readonly parentElement: Part | null;
  readonly childNodes: Iterable<{ readonly nodeType: number; readonly textContent: string }>;
  getAttribute(name: string): string | null;
  closest(selector: string): Part | null;
}
declare const window: { readonly innerWidth: number };
declare const document: {
  readonly documentElement: { readonly scrollWidth: number };
  querySelector(selector: string): Part | null;
  querySelectorAll(selector: string): Iterable<Part>;
};
declare function getComputedStyle(part: Part): Readonly<Record<"overflowX" | "color" | "backgroundColor", string>>;

/** Runs a study and opens its report. */
async function openReport(t: ExecutionContext, width: number, javaScriptEnabled = true, study = {}): Promise<Opened> {
  const cwd = scratch(t);
  writeStudies(cwd, { ...boxStudy, ...study });
  const { code, stderr } = await jko(["run", "box", "--quiet"], { cwd });
  t.is(code, 0, stderr);
  return await openFile(await openBrowser(t), join(cwd, "results", "box", "report.html"), { width, javaScriptEnabled });
}

const drawn = (page: Page): Promise<string> =>
  page.locator("#animation-figure svg path.now").first().getAttribute("d") as Promise<string>;

browserTest("the report opens, animates, pauses, scrubs and obeys the keys, alone with its file", async (t) => {
  const { page, requests, messages } = await openReport(t, 1280);
  t.is(await page.locator("h1").count(), 1);
  const end = await drawn(page);
  const button = page.locator("#animation-figure button");
  const range = page.locator("#animation-figure input");
  await button.click();
  await page.waitForFunction(
    (before) => document.querySelector("#animation-figure svg path.now")?.getAttribute("d") !== before,
    end,
  );
  await button.click();
  const paused = await drawn(page);
  await page.waitForTimeout(300);
  t.is(await drawn(page), paused);
  await range.fill("0");
  const start = await drawn(page);
  t.not(start, end);
  await range.focus();
  await page.keyboard.press("ArrowRight");
  t.not(await drawn(page), start);
  await page.keyboard.press("Home");
  t.is(await drawn(page), start);
  await page.keyboard.press("End");
  t.is(await drawn(page), end);
  t.deepEqual(messages, []);
  t.is(requests.length, 1);
});

browserTest("at the width of a phone nothing is wider than the page, and every figure has a description", async (t) => {
  const { page } = await openReport(t, 360);
  const [content, viewport] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  atMost(t, content, viewport, `${content} > ${viewport}`);
  const silent = await page.locator("svg[role=img]:not(:has(title)):not([aria-label]), img:not([alt])").count();
  t.is(silent, 0);
});

const longFormula = `0*(${Array.from({ length: 12 }, (_, k) => `exp(-${k + 1}*x^2)*cos(${k + 1}*pi*x)`).join(" + ")})`;
const wordy = {
  model: { ...boxStudy.model, potential: longFormula },
  title: "A title-that-does-not-break-".repeat(6),
  question: "Is-it-broken-all-the-same?".repeat(8),
};

browserTest("at 400 px long formulas and tables scroll in themselves, by keyboard too, and have names", async (t) => {
  const { page } = await openReport(t, 400, true, wordy);
  const [content, viewport] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  atMost(t, content, viewport, `${content} > ${viewport}`);
  const scrolled = await page.evaluate(() =>
    [...document.querySelectorAll("body *")]
      .filter((part) => part.scrollWidth > part.clientWidth && /auto|scroll/.test(getComputedStyle(part).overflowX))
      .map((part) => ({
        what: `${part.tagName}.${part.className}`,
        isReached: part.getAttribute("tabindex") === "0",
        isNamed: part.getAttribute("role") !== null && (part.getAttribute("aria-label") ?? "") !== "",
      })),
  );
  t.true(scrolled.some(({ what }) => what === "DIV.scroll"));
  t.is(await page.locator(".formula:not([tabindex='0'][role=group][aria-label])").count(), 0);
  t.deepEqual(
    scrolled.filter(({ isReached, isNamed }) => !isReached || !isNamed),
    [],
  );
  const table = page.locator("#table .scroll");
  await table.focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => Number(document.querySelector("#table .scroll")?.scrollLeft) > 0);
});

browserTest("every text has a contrast of 4.5 : 1 at least", async (t) => {
  const { page } = await openReport(t, 1280);
  const pairs = await page.evaluate(() =>
    [...document.querySelectorAll("body *:not(script):not(svg *):not(math *)")]
      .filter(({ childNodes }) => [...childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== ""))
      .map((part) => {
        let behind: Part | null = part;
        const isClear = (one: Part): boolean => getComputedStyle(one).backgroundColor === "rgba(0, 0, 0, 0)";
        while (behind !== null && isClear(behind)) behind = behind.parentElement;
        const paper = behind === null ? "rgb(255, 255, 255)" : getComputedStyle(behind).backgroundColor;
        return [getComputedStyle(part).color, paper, `${part.tagName} ${part.textContent.slice(0, 30)}`] as const;
      }),
  );
  above(t, pairs.length, 50);
  for (const [ink, paper, what] of pairs) atLeast(t, contrast(ink, paper), 4.5, what);
});

/** As WCAG 2 defines it. */
function contrast(one: string, other: string): number {
  const [low = Number.NaN, high = Number.NaN] = [one, other].map(luminance).sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = (colour.match(/[\d.]+/g) ?? []).map((text) => {
    const share = Number(text) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

browserTest("without JavaScript everything but the animation is there", async (t) => {
  const { page } = await openReport(t, 1280, false);
  atLeast(t, await page.locator("table").count(), 2);
  atLeast(t, await page.locator("svg").count(), 2);
  t.is(await page.locator("#animation-figure .controls:visible").count(), 0);
});
