import { randomBytes } from "node:crypto";
import {
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

/** Temporaries of running programs are younger than this, in milliseconds. */
const staleAfter = 3_600_000;
/** `.table.csv.0123456789abcdef.part`: another token for every write, so that programs do not meet in one. */
const temporaryName = /^\..+\.[0-9a-f]{16}\.part$/;

/** Writes some bytes of a buffer and returns how many; `writeSync`, but for tests of disks that fill up. */
export type Write = (handle: number, bytes: Uint8Array, offset: number) => number;

/** Replaces one file, see {@link replaceFiles}. */
export function replaceFile(file: string, content: string | Uint8Array, write?: Write): void {
  replaceFiles([[file, content]], write);
}

/**
 * Replaces files whole: whoever reads one, at any moment and after any failure, finds the old content or the new one.
 *
 * Contents go to temporaries beside the files, byte by byte to their ends (a nearly full disk writes a part and reports
 * no error), to the disk, and only when all of them are there do they take the names: files that belong together stay
 * those of one result. On failure the temporaries are removed and all files stay.
 *
 * @throws the error of the file system, e.g. ENOSPC
 */
export function replaceFiles(
  files: readonly (readonly [file: string, content: string | Uint8Array])[],
  write: Write = writeSync,
): void {
  const written: (readonly [temporary: string, target: string])[] = [];
  try {
    for (const [file, content] of files) {
      const target = targetOf(file);
      const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(8).toString("hex")}.part`);
      written.push([temporary, target]);
      writeNew(temporary, typeof content === "string" ? Buffer.from(content) : content, write);
    }
    for (const [temporary, target] of written) renameSync(temporary, target);
  } catch (error) {
    for (const [temporary] of written) rmSync(temporary, { force: true });
    throw error;
  }
  for (const folder of new Set(written.map(([, target]) => dirname(target)))) syncFolder(folder);
}

/** The file behind a link: renaming would replace the link itself. */
function targetOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

function writeNew(file: string, bytes: Uint8Array, write: Write): void {
  const handle = openSync(file, "wx");
  try {
    for (let done = 0; done < bytes.length; ) {
      const count = write(handle, bytes, done);
      if (!(count > 0)) throw diskFull(file);
      done += count;
    }
    fsyncSync(handle);
    if (fstatSync(handle).size !== bytes.length) throw diskFull(file);
  } finally {
    closeSync(handle);
  }
}

function diskFull(file: string): Error {
  return Object.assign(new Error(`ENOSPC: ${file} was not written to its end`), { code: "ENOSPC" });
}

/** Makes a renaming last through a power failure; not every file system lets a folder be opened for that. */
function syncFolder(folder: string): void {
  try {
    const handle = openSync(folder, "r");
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    // The file is whole either way.
  }
}

/**
 * Removes what killed programs have left of their writing in a folder, and returns the names.
 *
 * Temporaries that are younger than an hour may still be written to.
 */
export function removeStaleTemporaries(folder: string, now = Date.now()): string[] {
  return temporariesIn(folder).filter((name) => {
    const file = join(folder, name);
    try {
      if (now - statSync(file).mtimeMs <= staleAfter) return false;
      rmSync(file);
      return true;
    } catch {
      // Another program was faster, or may remove what we may not.
      return false;
    }
  });
}

function temporariesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => temporaryName.test(name));
  } catch {
    return [];
  }
}
