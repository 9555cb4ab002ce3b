/** A transport in words: on two axes, swept transport is not the Wasserstein distance, and nobody shall think so. */
export function transportName(transport: string): string {
  return transport === "swept" ? "swept, directionally split" : transport;
}
