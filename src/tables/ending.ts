import { oneLine } from "./one-line.js";

/** How a run ended, as text: `ok`, or the status and why, where the step said so. */
export function endingText({
  status,
  reason,
}: {
  readonly status: string;
  readonly reason?: string | undefined;
}): string {
  return reason === undefined ? status : `${status}, ${oneLine(reason)}`;
}
