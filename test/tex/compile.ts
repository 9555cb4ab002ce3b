/*
 * Where TeX or the packages that the tables name are not installed, its tests are left out with a message:
 * apt-get install texlive-latex-recommended texlive-science.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";

const needed = ["booktabs.sty", "siunitx.sty"];
const isInstalled = spawnSync("kpsewhich", needed, { encoding: "utf8" }).stdout?.trim().split("\n").length === 2;
const isThere = isInstalled && spawnSync("pdflatex", ["--version"]).status === 0;

/** Sets an article at 12 pt; a failure, a character that is missing, and an error fail the test. @returns the log */
export function compile(t: ExecutionContext, body: string): string {
  const folder = mkdtempSync(join(tmpdir(), "jko-tex-"));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const file = `\\documentclass[12pt]{article}\n\\usepackage{booktabs}\n\\usepackage{siunitx}\n\\extrafloats{200}\n\\begin{document}\n${body}\n\\end{document}\n`;
  writeFileSync(join(folder, "t.tex"), file);
  const words = ["-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "t.tex"];
  const { status, stdout } = spawnSync("pdflatex", words, { cwd: folder, encoding: "utf8", timeout: 120_000 });
  t.is(status, 0, stdout?.slice(-600));
  const log = readFileSync(join(folder, "t.log"), "latin1");
  t.notRegex(log, /Missing character|LaTeX Error/);
  return log;
}

export function texTest(title: string, body: (t: ExecutionContext) => void): void {
  test.serial(isThere ? title : `${title} (left out: no pdflatex with booktabs and siunitx)`, (t) => {
    if (isThere) body(t);
    else t.pass();
  });
}
