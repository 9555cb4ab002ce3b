import { existsSync, readFileSync, statSync } from "node:fs";
import test from "ava";
import { atMost } from "../support/matchers.js";
import { root } from "./generated-pages.js";
import { anchorsOf, linksOf } from "./markdown.js";
import { type Page, pages } from "./pages.js";

const { files } = JSON.parse(readFileSync(new URL("package.json", root), "utf8")) as { files: string[] };

/** Why a target leads nowhere; undefined where it leads somewhere. */
function brokenBy({ url, text, path }: Page, target: string): string | undefined {
  if (/^[a-z]+:/.test(target)) return /^https:\/\//.test(target) ? undefined : "not a web address";
  const [file = "", anchor] = target.split("#");
  const place = file === "" ? url : new URL(file, url);
  if (!place.pathname.startsWith(root.pathname)) return "outside of the repository";
  if (!existsSync(place)) return "no such file";
  if (!path.startsWith("CONTRIBUTING") && !isPacked(place)) return "not in the package";
  if (anchor === undefined) return undefined;
  if (statSync(place).isDirectory()) return "a folder has no anchors";
  const content = file === "" ? text : readFileSync(place, "utf8");
  return anchorsOf(content).has(anchor) ? undefined : "no such heading";
}

/** Whether a file comes with the package, where pages are read as well. */
function isPacked({ pathname }: URL): boolean {
  const own = pathname.slice(root.pathname.length);
  return files.some((name) => own === name || own.startsWith(`${name}/`));
}

for (const page of pages()) {
  test(`every link of ${page.path} leads to a file, a heading or the web, in a package too`, (t) => {
    const broken = linksOf(page.text).flatMap((target) => {
      const reason = brokenBy(page, target);
      return reason === undefined ? [] : [`${target}: ${reason}`];
    });
    t.deepEqual(broken, []);
  });
}

test("README has at most 150 lines, and names every page of docs", (t) => {
  const [readme, ...others] = pages() as [Page, ...Page[]];
  atMost(t, readme.text.split("\n").length, 151);
  const linked = linksOf(readme.text).map((target) => target.split("#")[0]);
  const known = [...linked, "CONTRIBUTING.md"];
  t.deepEqual(
    others.map(({ path }) => path).filter((path) => !known.includes(path)),
    [],
  );
});
