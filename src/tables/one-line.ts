/** Characters that move a cursor, end a line, or turn round the text beside them. */
export const unseen = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/**
 * The one filter for words of a study: one line that moves no cursor, and that nobody takes for a command.
 *
 * Systems for continuous integration read commands from what is printed (`::add-mask::`, `##[group]`, `##vso[...]`,
 * `##teamcity[...]`); a line may begin at any word, since tables break lines between words.
 */
export function oneLine(text: string): string {
  return text
    .replaceAll(/\s+/gu, " ")
    .trim()
    .replaceAll(unseen, "?")
    .replaceAll(/(?<=^| )::/g, ": :")
    .replaceAll(/##(?=\w*\[)/g, "# #");
}
