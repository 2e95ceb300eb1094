import type { EdgeAnswer } from "../../region/effects/edge-cache";
import type { Visit } from "./plan-visits";

/** A site with many edge locations, under the model's clock. */
export interface ModelledSite {
  /** Times never go back from one call to the next. */
  answer(at: number, location: number, uri: string): Promise<EdgeAnswer>;
}

/** What visitors met. */
export interface VisitCounts {
  readonly pages: number;
  /** Pages of which at least one file, or the page itself, wasn't answered as what it is. */
  readonly pagesWithFailedAsset: number;
  /** Scripts and style sheets that were answered with a page. */
  readonly htmlForScript: number;
  readonly requests: number;
}

/** What one page has learned from its answers. */
interface OpenPage {
  readonly eager: readonly string[];
  lazy: readonly string[];
  hasFailed: boolean;
}

/** Lets every visit happen: a page asks for what the bytes of its own answers name, as a browser would. */
export const playVisits = async (visits: readonly Visit[], site: ModelledSite): Promise<VisitCounts> => {
  const pages = new Map<number, OpenPage>();
  let htmlForScript = 0;
  let requests = 0;
  for (const visit of visits) {
    const uri = wantedBy(visit, pages.get(visit.page));
    if (uri === undefined) continue;
    requests += 1;
    const answer = await site.answer(visit.at, visit.location, uri);
    if (isPageForFile(uri, answer)) htmlForScript += 1;
    learn(pages, visit.page, { uri, answer });
  }
  const failed = [...pages.values()].filter(({ hasFailed }) => hasFailed);
  return { pages: pages.size, pagesWithFailedAsset: failed.length, htmlForScript, requests };
};

const wantedBy = ({ wants }: Visit, page: OpenPage | undefined): string | undefined => {
  if (wants === "page") return "/";
  return page?.[wants.kind][wants.index];
};

const learn = (
  pages: Map<number, OpenPage>,
  number: number,
  { uri, answer }: { readonly uri: string; readonly answer: EdgeAnswer },
): void => {
  const page = pages.get(number);
  if (page === undefined) {
    const eager = answer.status === 200 ? filesOf(answer, eagerFile) : [];
    // Each of our builds has files: a page without any is not the application.
    pages.set(number, { eager, lazy: [], hasFailed: eager.length === 0 });
    return;
  }
  if (answer.status !== 200 || isPageForFile(uri, answer)) page.hasFailed = true;
  else if (uri.endsWith(".js") && page.lazy.length === 0) page.lazy = filesOf(answer, lazyFile);
};

const isPageForFile = (uri: string, { headers }: EdgeAnswer): boolean =>
  /\.(?:js|css)$/.test(uri) && (headers["content-type"] ?? "").startsWith("text/html");

/** What Vite writes into a page, and into the chunk that loads others. */
const eagerFile = /(?:src|href)="(\/assets\/[^"]+)"/g;
const lazyFile = /\bimport\(["'`]\.(\/[^"'`]+)["'`]\)/g;

const known = new WeakMap<Uint8Array, readonly string[]>();

/** Reads each answer's bytes once: thousands of visitors get the same ones. */
const filesOf = ({ body }: EdgeAnswer, pattern: RegExp): readonly string[] => {
  const before = known.get(body);
  if (before !== undefined) return before;
  const prefix = pattern === lazyFile ? "/assets" : "";
  const files = [...Buffer.from(body).toString("utf8").matchAll(pattern)].map(([, path = ""]) => `${prefix}${path}`);
  known.set(body, files);
  return files;
};
