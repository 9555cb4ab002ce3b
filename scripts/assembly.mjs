import { mkdirSync } from "node:fs";
import { dirname } from "node:path";

/** Compiles the kernels in assembly/ to WebAssembly with vectors of two numbers. */
export async function compileKernels(file) {
  const { main } = await import("assemblyscript/asc");
  mkdirSync(dirname(file), { recursive: true });
  const memory = ["--importMemory", "--sharedMemory", "--initialMemory", "1", "--maximumMemory", "65536"];
  const features = ["--enable", "simd", "--enable", "threads", "--enable", "bulk-memory"];
  const options = [
    "--runtime",
    "stub",
    "-O3",
    "--debug",
    "--noAssert",
    ...memory,
    ...features,
    "--exportStart",
    "start",
  ];
  const { error, stderr } = await main(["assembly/index.ts", "--outFile", file, ...options]);
  if (error) throw new Error(`the kernels do not compile\n${stderr.toString()}`);
}
