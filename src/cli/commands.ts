import yargs, { type Argv } from "yargs";
import { ExitCode } from "../errors.js";
import { benchCommand } from "./bench.js";
import { checkCommand } from "./check.js";
import { type Command, nameOf } from "./command.js";
import { compareCommand } from "./compare.js";
import { distanceCommand } from "./distance.js";
import { energiesCommand } from "./energies.js";
import { flowCommand } from "./flow.js";
import { listCommand } from "./list.js";
import { commonOptions, formatOption, type Parsed } from "./options.js";
import { packageVersion } from "./package-info.js";
import { reportCommand } from "./report.js";
import { runCommand } from "./run.js";
import { searchCommand } from "./search.js";
import { storeCommand } from "./store.js";
import type { Terminal } from "./terminal.js";
import { tooManyCommands, usageError } from "./usage.js";
import { validateCommand } from "./validate.js";

const commands: readonly Command[] = [
  runCommand,
  checkCommand,
  flowCommand,
  energiesCommand,
  distanceCommand,
  searchCommand,
  reportCommand,
  compareCommand,
  validateCommand,
  listCommand,
  benchCommand,
  storeCommand,
];

const exitCodes = `Exit codes:
  0    done; 'jko check': everything holds. 'jko run' prints a verdict and does not fail on a missed rate
  1    crash of jko itself (JKO_DEBUG=1 shows where)
  2    wrong usage or study file; 'jko check' lacks a committed table
  3    'jko check': a rate or a baseline is missed
  4    a level failed numerically, or the reference is not good enough
  130  interrupted (143 by SIGTERM, 129 by SIGHUP); finished levels are kept`;

const widestHelp = 100;

/** Parses a command line and carries it out. */
export async function runCommandLine(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = ExitCode.pass;
  const parser = createParser(words, async (command, parsed) => {
    code = await command.execute(parsed, terminal);
  });
  if (words.length === 0) {
    terminal.note(await parser.getHelp());
    return ExitCode.usage;
  }
  await parser.parseAsync();
  return code;
}

type Execute = (command: Command, parsed: Parsed) => Promise<void>;

function createParser(words: readonly string[], execute: Execute): Argv {
  const parser = yargs([...words])
    .scriptName("jko")
    .locale("en")
    .updateStrings({ "Positionals:": "Arguments:" })
    .parserConfiguration({
      "boolean-negation": false,
      "camel-case-expansion": false,
      "dot-notation": false,
      "parse-numbers": false,
      "parse-positional-numbers": false,
      "greedy-arrays": false,
      "short-option-groups": false,
    })
    .usage("$0 <command> [options]\n\nConvergence studies of minimizing-movement (JKO) schemes.")
    .example("$0 run box-modes", "A study of the folder studies/, by its id")
    .example("$0 run my-study.yaml --set sweep.cells=200", "A file, with a value changed")
    .example("$0 validate my-study.yaml", "What would be run, and how large it is")
    .epilogue(`'jko <command> --help' tells more on a command.\n\n${exitCodes}`)
    .version(packageVersion())
    .help("help", "Show this help")
    .demandCommand(1, 1, "no command", tooManyCommands)
    .strict()
    .exitProcess(false)
    .wrap(Math.min(process.stdout.columns ?? widestHelp, widestHelp))
    .fail((message, error) => {
      // What the parser throws itself is about the command line too.
      const isUsage = !(error instanceof Error) || error.name === "YError";
      throw isUsage ? usageError(message ?? error.message, words, commands) : error;
    });
  for (const command of commands) addCommand(parser, command, execute);
  return parser;
}

function addCommand(parser: Argv, command: Command, execute: Execute): void {
  const { usage, describe, argument, formats, options, examples } = command;
  parser.command(
    usage,
    describe,
    (builder) => {
      if (argument !== undefined) builder.positional(argument[0], { type: "string", describe: argument[1] });
      for (const [line, what] of examples) builder.example(`$0 ${nameOf(command)} ${line}`.trim(), what);
      return builder
        .options({ ...options, ...commonOptions, format: formatOption(formats) })
        .demandCommand(0, 0)
        .epilogue(exitCodes);
    },
    (parsed) => execute(command, parsed),
  );
}
