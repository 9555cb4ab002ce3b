import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import test from "ava";
import { flowHtml, reportHtml } from "../../../../src/report/page/document.js";
import { indexHtml } from "../../../../src/report/page/index-page.js";
import { searchHtml } from "../../../../src/search/page.js";
import { atMost } from "../../../support/matchers.js";
import { searchFigure, searchRecord, searchStudy } from "../../search/sample.js";
import { planeFlow } from "../figure/records.js";
import { gaussianFlow, particleFlow } from "../figure/states.js";
import { sampleFlow, sampleInput, sampleRecord } from "./sample.js";
import { stateInput } from "./state-sample.js";

/** Every kind of page that the tool writes. */
const pages: Readonly<Record<string, string>> = {
  "report of densities": reportHtml(sampleInput),
  "report without a trajectory": reportHtml({ ...sampleInput, trajectory: undefined }),
  "report of states": reportHtml(stateInput),
  "flow on one axis": flowHtml(sampleFlow, "", []),
  "flow on two axes": flowHtml(planeFlow(), "", []),
  "flow of particles": flowHtml(particleFlow(), "", []),
  "flow of Gaussians": flowHtml(gaussianFlow(), "", []),
  index: indexHtml([{ record: sampleRecord, href: "box/report.html" }]),
  searches: searchHtml(searchRecord, searchStudy, [searchFigure], sampleInput.provenance),
};

/** Modules that make pages; one more needs a page in the list above. */
const makers = ["report/page/document.ts", "report/page/index-page.ts", "search/page.ts"];

function directives(page: string): Record<string, string[]> {
  const [, policy = ""] = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(page) ?? [];
  const parts = policy.split(";").map((part) => part.trim().split(" "));
  return Object.fromEntries(parts.map(([name = "", ...sources]) => [name, sources]));
}

/** Hashes of the elements of a kind, but for scripts that are only data. */
function hashesOf(page: string, element: "script" | "style"): string[] {
  const found = [...page.matchAll(new RegExp(`<${element}([^>]*)>([\\s\\S]*?)</${element}>`, "g"))];
  return found
    .filter(([, attributes = ""]) => !attributes.includes("application/json"))
    .map(([, , content = ""]) => `'sha256-${createHash("sha256").update(content).digest("base64")}'`);
}

for (const [name, page] of Object.entries(pages)) {
  test(`${name}: the policy names the hash of each script and style in the page, and allows nothing else`, (t) => {
    const scripts = hashesOf(page, "script");
    t.deepEqual(directives(page), {
      "default-src": ["'none'"],
      "style-src": hashesOf(page, "style"),
      "script-src": scripts.length === 0 ? ["'none'"] : scripts,
      "img-src": ["data:"],
    });
    t.is(hashesOf(page, "style").length, 1);
    atMost(t, scripts.length, 1);
  });

  test(`${name}: no element carries a style or a script of its own`, (t) => {
    const tags = page.replaceAll(/<(script|style)[^>]*>[\s\S]*?<\/\1>/g, "").match(/<[^>]*>/g) ?? [];
    const own = /\s(?:style|on[a-z]+)\s*=|javascript:/i;
    t.deepEqual(
      tags.filter((tag) => own.test(tag)),
      [],
    );
  });
}

test("pages are made nowhere else", (t) => {
  const folder = fileURLToPath(new URL("../../../../../src/", import.meta.url));
  const calling = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => {
    return file.endsWith(".ts") && /\bpageHtml\(/.test(readFileSync(join(folder, file), "utf8"));
  });
  t.deepEqual(calling.map((file) => file.split(sep).join("/")).sort(), makers);
});
