import { existsSync, realpathSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** Folder of the package: the nearest with a package.json above this code, whether it is bundled or not. */
export const packageFolder: string = nearestPackage(dirname(fileURLToPath(import.meta.url)));

function nearestPackage(folder: string): string {
  return existsSync(join(folder, "package.json")) ? folder : nearestPackage(dirname(folder));
}

/** Folders of studies by whose ids they are known: of the project, then of the package, which may be the project. */
export function studyFolders(project = "."): readonly string[] {
  const own = join(project, "studies");
  return isInside(project) ? [own] : [own, shown(join(packageFolder, "studies"))];
}

/** Whether a file belongs to the package, and the package is used from elsewhere: nothing is written beside it then. */
export function isShipped(file: string): boolean {
  return isInside(dirname(file)) && !isInside(".");
}

function isInside(folder: string): boolean {
  const real = existsSync(folder) ? realpathSync(folder) : resolve(folder);
  return real === packageFolder || real.startsWith(packageFolder + sep);
}

/** From here, where it is below here. */
function shown(path: string): string {
  const near = relative(".", path);
  return near.startsWith("..") ? path : near;
}
