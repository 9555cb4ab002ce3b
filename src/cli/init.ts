import { existsSync, readFileSync, rmSync } from "node:fs";
import { basename, extname, join, relative, sep } from "node:path";
import { ExitCode, InputError } from "../errors.js";
import { suggest } from "../study/file/nearest.js";
import { packageFolder } from "../study/file/package-folder.js";
import { findStudy, loadStudy } from "../study/index.js";
import { terminalFormat } from "../tables/formats.js";
import type { Command } from "./command.js";
import { optionError, type Parsed, readCommonOptions, readSwitch, readText, textOption } from "./options.js";
import { openOutputs } from "./outputs.js";
import { references, sweeps, type Template, templateText } from "./template.js";
import type { Terminal } from "./terminal.js";

export const initCommand: Command = {
  formats: [terminalFormat],
  options: {
    from: textOption("STUDY", "Copy a study, by its id or its file, instead of a template"),
    sweep: textOption("AXIS", `What the template sweeps: ${sweeps.join(", ")} [default: tau]`),
    reference: textOption("KIND", "What it compares with: auto, or formula for a closed form [default: auto]"),
    states: { type: "boolean", describe: "A template for states (Gaussians, particles), not for densities on a mesh" },
  },
  examples: [
    ["my-study", "studies/my-study.yaml: two layers, swept in the step size; 'jko run my-study' runs it"],
    ["my-mesh --sweep h", "Swept in the mesh width"],
    ["my-modes --from box-modes", "A copy of a study under another name"],
  ],
  execute: init,
};

const folder = "studies";

async function init(parsed: Parsed, terminal: Terminal): Promise<ExitCode> {
  const id = readId(parsed);
  const { set } = readCommonOptions(parsed, [terminalFormat]);
  if (set.length > 0) {
    const remedy = "Change the file that is written, or give --set to the command that reads it.";
    throw optionError("set", set.join(" "), "a new study is written as its template is", remedy);
  }
  const from = readText(parsed, "from");
  const template = readTemplate(parsed);
  if (from !== undefined && template !== undefined) {
    throw optionError("from", from, "a copy takes nothing of a template", "Leave out --sweep, --reference, --states.");
  }
  const file = join(folder, `${id}.yaml`);
  refuseExisting(id);
  const body = from === undefined ? templateText(id, template ?? {}) : copyOf(from, id);
  openOutputs(folder).write({ [basename(file)]: `${schemaLine()}\n${body}` });
  readOnce(file);
  terminal.print(`${file}\n`);
  terminal.note(`run it: jko run ${id}`);
  return ExitCode.pass;
}

/** What has been written is read once; a copy whose files are beside the other study does not stay. */
function readOnce(file: string): void {
  try {
    loadStudy(file);
  } catch (error) {
    rmSync(file);
    throw error;
  }
}

/** Names of devices, which are no files on Windows. */
const device = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

function readId(parsed: Parsed): string {
  const id = readText(parsed, "id") ?? "my-study";
  if (/^[a-z0-9][a-z0-9._-]{0,99}$/i.test(id) && id !== "schema" && !device.test(id)) return id;
  const remedy = "Use at most 100 letters, digits, '.', '_' and '-'; the file becomes studies/<id>.yaml.";
  throw new InputError("not a name for a study", { value: id, remedy });
}

/** What of a template is asked for; undefined where nothing is. */
function readTemplate(parsed: Parsed): Template | undefined {
  const sweep = oneOf(parsed, "sweep", sweeps);
  const reference = oneOf(parsed, "reference", references);
  const states = readSwitch(parsed, "states");
  if (states && (reference !== undefined || (sweep !== undefined && sweep !== "tau"))) {
    const remedy = "Leave out --sweep and --reference: states are swept in tau, and have references of their own.";
    throw new InputError("not for densities on a mesh", { path: "--states", remedy });
  }
  if (sweep === undefined && reference === undefined && !states) return undefined;
  return { states, ...(sweep && { sweep }), ...(reference && { reference }) };
}

function oneOf<T extends string>(parsed: Parsed, name: string, allowed: readonly T[]): T | undefined {
  const text = readText(parsed, name);
  const found = allowed.find((one) => one === text);
  if (text === undefined || found !== undefined) return found;
  throw optionError(name, text, "unknown value", suggest(text, allowed));
}

/** A study is never overwritten, whatever the ending of its file. */
function refuseExisting(id: string): void {
  const found = ["yaml", "yml", "json"].map((ending) => join(folder, `${id}.${ending}`)).find((one) => existsSync(one));
  if (found === undefined) return;
  throw new InputError("there is such a study already", { file: found, remedy: "Choose another name, or remove it." });
}

/** The text of a study with another id; comments stay. */
function copyOf(argument: string, id: string): string {
  const { file } = loadStudy(findStudy(argument, "."));
  const own = basename(file, extname(file));
  const text = readFileSync(file, "utf8").replace(/^# yaml-language-server:.*\n/, "");
  const renamed = text.replace(/^([\s{]*["']?id["']?\s*:\s*["']?)[\w.-]+/m, (_, before: string) => `${before}${id}`);
  if (renamed !== text || own === id) return renamed;
  throw new InputError("its id is not on a line of its own", { file, remedy: "Copy the file, and change its id." });
}

/** What editors find the schema by: a path from the study, or the whole path where the package is elsewhere. */
function schemaLine(): string {
  const schema = join(packageFolder, folder, "schema.json");
  const near = relative(folder, schema);
  const isNear = !near.startsWith(join("..", "..")) || near.includes(`${sep}node_modules${sep}`);
  return `# yaml-language-server: $schema=${(isNear ? near : schema).split(sep).join("/")}`;
}
