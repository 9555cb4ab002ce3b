import { galleryPage } from "./gallery-page.js";
import { keysPage } from "./keys-page.js";

/** The top of the repository, from where tests are built. */
export const root = new URL("../../../", import.meta.url);

export interface GeneratedPage {
  readonly path: string;
  readonly url: URL;
  text(): string;
}

/** Pages of docs/ that nobody writes by hand. */
export function generatedPages(): readonly GeneratedPage[] {
  const page = (path: string, text: () => string): GeneratedPage => ({ path, url: new URL(path, root), text });
  return [page("docs/keys.md", keysPage), page("docs/gallery.md", () => galleryPage(root))];
}
