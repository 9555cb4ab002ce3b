import { InputError } from "../errors.js";
import { keyPaths } from "../study/file/json-schema.js";
import { nearest } from "../study/file/nearest.js";
import { type Command, type CommandEntry, nameOf } from "./command.js";
import { commonOptions } from "./options.js";

/** What the parser says of several words of which none is a command. */
export const tooManyCommands = "more than one command";

/**
 * The message for a command line that does not parse, with the nearest command or option.
 *
 * @param called the command whose options are known
 */
export function usageError(
  message: string,
  words: readonly string[],
  commands: readonly CommandEntry[],
  called?: Command,
): InputError {
  const first = words.find((word) => !word.startsWith("-"));
  const command = commands.find((one) => nameOf(one) === first);
  const help = command === undefined ? "jko --help" : `jko ${nameOf(command)} --help`;
  const remedy = (found?: string): string =>
    found === undefined ? `See '${help}'.` : `Did you mean '${found}'? See '${help}'.`;
  // Of `jko rn box`, the parser only sees too many words.
  const counted = command === undefined && message === tooManyCommands ? first : undefined;
  const unknown = counted ?? /^Unknown (?:arguments?|commands?): (.*)$/.exec(message)?.[1]?.split(", ")[0];
  if (unknown === undefined) return new InputError(reason(message, command), { remedy: remedy() });
  const option = words.find((word) => word.startsWith("-") && optionName(word) === unknown);
  if (option !== undefined) {
    const near = nearestOption(unknown, [
      ...Object.keys(called?.options ?? {}),
      ...Object.keys(commonOptions),
      "format",
    ]);
    return new InputError(`unknown option '${option.split("=", 1)[0]}'`, { remedy: remedy(near) });
  }
  if (command === undefined) {
    const near = nearest(unknown, commands.map(nameOf));
    return new InputError(`unknown command '${unknown}'`, { remedy: remedy(near) });
  }
  return new InputError(`unexpected argument '${unknown}'`, { remedy: remedy() });
}

/** An option, or the key of a study that has the name; undefined where nothing is like it. */
function nearestOption(name: string, options: readonly string[]): string | undefined {
  if (name.length === 1) {
    const begun = options.find((option) => option.startsWith(name));
    return begun && `--${begun}`;
  }
  const near = nearest(name, options);
  if (near?.startsWith(name)) return `--${near}`;
  const key = ["sweep", "scheme", "model"].flatMap((part) => {
    return keyPaths().filter((path) => path.startsWith(`${part}.${name}`) && path.split(".").length === 2);
  })[0];
  if (key !== undefined) return `--set ${key}=…`;
  return near && `--${near}`;
}

function optionName(word: string): string {
  return word.replace(/^-+/, "").split("=", 1)[0];
}

/** What is wrong, in the words of this tool where yargs counts arguments. */
function reason(message: string, command: CommandEntry | undefined): string {
  if (/^Not enough non-option arguments/.test(message)) {
    return `no ${/folder/.test(command?.usage ?? "") ? "folder" : "study"} is named`;
  }
  const [, option] = /^Not enough arguments following: (.*)$/.exec(message) ?? [];
  if (option !== undefined) return `--${option}: a value is missing`;
  if (/^Too many non-option arguments/.test(message)) return "too many arguments";
  const line = message.trim().replaceAll(/\s*\n\s*/g, " ");
  return line.charAt(0).toLowerCase() + line.slice(1);
}
