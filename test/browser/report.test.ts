/*
 * The report in headless Chromium: it opens, animates, says nothing on the console and asks for nothing outside the
 * file.
 */
import { join } from "node:path";
import type { ExecutionContext } from "ava";
import type { Page } from "playwright-core";
import { jko, scratch } from "../cli/command.js";
import { boxStudy, writeStudies } from "../cli/studies.js";
import { atLeast, atMost } from "../support/matchers.js";
import { browserTest, type Opened, openBrowser, openFile } from "./opened.js";

// Of the globals of a page, what functions use that run in it: the program itself is compiled without a browser's
// types.
declare const window: { readonly innerWidth: number };
declare const document: {
  readonly documentElement: { readonly scrollWidth: number };
  querySelector(selector: string): { getAttribute(name: string): string | null } | null;
};

/** Runs a study and opens its report. */
async function openReport(t: ExecutionContext, width: number, javaScriptEnabled = true): Promise<Opened> {
  const cwd = scratch(t);
  writeStudies(cwd, boxStudy);
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

browserTest("without JavaScript everything but the animation is there", async (t) => {
  const { page } = await openReport(t, 1280, false);
  atLeast(t, await page.locator("table").count(), 2);
  atLeast(t, await page.locator("svg").count(), 2);
  t.is(await page.locator("#animation-figure .controls:visible").count(), 0);
});
