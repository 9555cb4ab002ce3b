import yargs, { type Argv } from "yargs";
import { ExitCode } from "../errors.js";
import { type Command, type CommandEntry, nameOf } from "./command.js";
import { commands } from "./command-list.js";
import { commonOptions, formatOption, type Parsed } from "./options.js";
import { packageVersion } from "./package-info.js";
import type { Terminal } from "./terminal.js";
import { tooManyCommands, usageError } from "./usage.js";

const exitCodes = `Exit codes:
  0    done; 'jko check': everything holds. 'jko run' prints a verdict and fails on a missed rate with --strict only
  1    crash of jko itself (JKO_DEBUG=1 shows where)
  2    wrong usage or study file; 'jko check' lacks a committed table
  3    'jko check', 'jko run --strict': a rate or a baseline is missed
  4    a level failed or took too long, or the reference contradicts it; with 'check' and --strict, nothing can be judged
  130  interrupted (143 by SIGTERM, 129 by SIGHUP); finished levels are kept`;

const widestHelp = 100;

/**
 * Parses a command line and carries it out: one that asks for help, or one of which there is something to tell.
 */
export async function runByParser(
  words: readonly string[],
  terminal: Terminal,
  entries: readonly CommandEntry[] = commands,
): Promise<ExitCode> {
  let called: Command | undefined;
  let code: ExitCode = ExitCode.pass;
  const parser = createParser(words);
  for (const entry of entries) {
    const load = async (): Promise<Command> => {
      called = await entry.load();
      return called;
    };
    addCommand(parser, { ...entry, load }, async ({ execute }, parsed) => {
      code = await execute(parsed, terminal);
    });
  }
  if (words.length === 0) {
    terminal.note(await parser.getHelp());
    return ExitCode.usage;
  }
  try {
    await parser.parseAsync();
  } catch (error) {
    throw isUnread(error) ? usageError(error.message, words, commands, called) : error;
  }
  return code;
}

type Execute = (command: Command, parsed: Parsed) => Promise<void>;

function createParser(words: readonly string[]): Argv {
  return yargs([...words])
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
      throw error instanceof Error ? error : unread(message);
    });
}

function addCommand(parser: Argv, entry: CommandEntry, execute: Execute): void {
  const { usage, describe, argument, load } = entry;
  parser.command(
    usage,
    describe,
    async (builder) => {
      const { formats, options, examples } = await load();
      if (argument !== undefined) builder.positional(argument[0], { type: "string", describe: argument[1] });
      for (const [line, what] of examples) builder.example(`$0 ${nameOf(entry)} ${line}`.trim(), what);
      return builder
        .options({ ...options, ...commonOptions, format: formatOption(formats) })
        .demandCommand(0, 0)
        .epilogue(exitCodes);
    },
    async (parsed) => execute(await load(), parsed),
  );
}

/** What yargs throws where it does not ask; its messages are put in words of ours by `usageError`. */
function unread(message: string): Error {
  return Object.assign(new Error(message), { name: "YError" });
}

function isUnread(error: unknown): error is Error {
  return error instanceof Error && error.name === "YError";
}
