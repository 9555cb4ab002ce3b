import { readdirSync, readFileSync } from "node:fs";
import { root } from "./generated-pages.js";

/** A page that is written in Markdown. */
export interface Page {
  /** From the top of the repository. */
  readonly path: string;
  readonly url: URL;
  readonly text: string;
}

export function pageAt(path: string): Page {
  const url = new URL(path, root);
  return { path, url, text: readFileSync(url, "utf8") };
}

/** What users and contributors read, but for docs/api, which typedoc writes. */
export function pages(): readonly Page[] {
  const docs = readdirSync(new URL("docs/", root)).filter((name) => name.endsWith(".md"));
  return ["README.md", "CONTRIBUTING.md", ...docs.sort().map((name) => `docs/${name}`)].map(pageAt);
}
