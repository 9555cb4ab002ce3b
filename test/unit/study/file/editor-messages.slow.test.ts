/* What an editor says of a study: the language server that editors run, with the schema of this tree. */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import test from "ava";
import { schemaText } from "../../../../src/study/file/json-schema.js";
import { atLeast } from "../../../support/matchers.js";

interface Message {
  readonly message: string;
  readonly range: { readonly start: { readonly line: number } };
}

interface Service {
  configure(settings: object): void;
  doValidation(document: unknown, isKubernetes: boolean): Promise<readonly Message[]>;
}

// Packages of another module system, without types that agree with these settings.
const require = createRequire(import.meta.url);
const { getLanguageService } = require("yaml-language-server/out/server/src/index.js") as {
  getLanguageService(parts: object): Service;
};
const { TextDocument } = require("vscode-languageserver-textdocument") as {
  TextDocument: { create(uri: string, language: string, version: number, text: string): unknown };
};

const service = getLanguageService({
  schemaRequestService: async () => schemaText(),
  workspaceContext: { resolveRelativePath: (path: string) => path },
  telemetry: { send() {}, sendError() {}, sendTrack() {} },
});
const schemas = [{ fileMatch: ["*.yaml"], uri: "file:///schema.json", schema: JSON.parse(schemaText()) }];
service.configure({ validate: true, schemas });

/** What the editor underlines, with the number of the line. */
async function messagesOf(name: string, text: string): Promise<string[]> {
  const ownSchema = text.replace(/^# yaml-language-server:.*$/m, "#");
  const found = await service.doValidation(TextDocument.create(`file:///${name}.yaml`, "yaml", 1, ownSchema), false);
  return found.map(({ message, range }) => `${range.start.line}: ${message}`);
}

test("an editor has nothing to say of the shipped studies", async (t) => {
  const folder = new URL("../../../../../studies/", import.meta.url);
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".yaml"));
  atLeast(t, names.length, 80);
  for (const name of names) t.deepEqual(await messagesOf(name, readFileSync(new URL(name, folder), "utf8")), [], name);
});

const mesh = "id: a\nmodel:\n  domain: [[0, 1]]\n  potential: 0\n  initial: 1\n  finalTime: 1\n";
const states = "id: a\nmodel:\n  dimension: 1\n  state: {kind: gaussian}\n  finalTime: 1\n";

for (const [title, text, expected] of [
  ["a key of a study", `${mesh}swep: {axis: tau}\n`, ["6: Property swep is not allowed."]],
  [
    "a key of the model",
    mesh.replace("finalTime", "finaltime"),
    ['1: Missing property "finalTime".', "5: Property finaltime is not allowed."],
  ],
  ["a key of a scheme", `${mesh}scheme: {name: jko, tolerence: 1}\n`, ["6: Property tolerence is not allowed."]],
  [
    "a scheme",
    `${mesh}scheme: {name: jkoo}\n`,
    ['6: Value is not accepted. Valid values: "jko", "implicit-euler", "inertial".'],
  ],
  [
    "an axis",
    `${mesh}sweep: {axis: tua}\n`,
    ['6: Value is not accepted. Valid values: "tau", "h", "joint", "tensor", "parameter".'],
  ],
  ["what an axis needs", `${mesh}sweep: {axis: tau, steps: 8, cells: 3}\n`, ['6: Incorrect type. Expected "array".']],
  ["what a reference needs", `${mesh}reference: {kind: finite-volume}\n`, ['6: Missing property "cells".']],
  [
    "a key of a state, and nothing about densities",
    `${states.replace("gaussian", "gaussian, meen: 0")}scheme: {name: sliced}\n`,
    ["3: Property meen is not allowed."],
  ],
  ["the scheme of states", states, ['0: Missing property "scheme".']],
] as const) {
  test(`an editor says what is wrong, once: ${title}`, async (t) => {
    t.deepEqual(await messagesOf(title.replaceAll(/\W/g, "-"), text), expected);
  });
}
