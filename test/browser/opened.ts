/*
 * Pages in headless Chromium. Without Chromium the tests are left out with a message; in continuous integration that is
 * a failure.
 */
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import test, { type ExecutionContext } from "ava";
import { type Browser, chromium, type Page } from "playwright-core";

const executablePath = "/usr/bin/chromium";
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const available = existsSync(executablePath);

export interface Opened {
  readonly page: Page;
  readonly requests: readonly string[];
  readonly messages: readonly string[];
}

/** Starts Chromium until the test ends. */
export async function openBrowser(t: ExecutionContext): Promise<Browser> {
  const browser = await chromium.launch({ executablePath, args });
  t.teardown(() => browser.close());
  return browser;
}

/** Opens a file at a width; collects requests and console messages, violations of the page's policy among them. */
export async function openFile(
  browser: Browser,
  file: string,
  { width = 1280, javaScriptEnabled = true } = {},
): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, javaScriptEnabled });
  const page = await context.newPage();
  const requests: string[] = [];
  const messages: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("console", (message) => messages.push(message.text()));
  page.on("pageerror", (error) => messages.push(String(error)));
  await page.goto(pathToFileURL(file).href);
  return { page, requests, messages };
}

export function browserTest(title: string, body: (t: ExecutionContext) => Promise<void>): void {
  test.serial(title, async (t) => {
    if (!available && !process.env.CI) {
      t.log(`left out: there is no ${executablePath}`);
      t.pass();
      return;
    }
    t.true(available, `${executablePath} is needed: apt-get install chromium`);
    await body(t);
  });
}
