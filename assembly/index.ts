/** The compiled kernels, for arrays in one memory: addresses are in bytes. */
export * from "./sweep";
export * from "./red-black";

/** Where free memory begins. */
export function freeFrom(): usize {
  return __heap_base;
}
