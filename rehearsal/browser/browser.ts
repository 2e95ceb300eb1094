import { type BrowserContext, chromium, type Page } from "playwright-core";

/** A tab, and everything in it that a user or a developer would call an error. */
export interface Tab {
  readonly page: Page;
  /** Requests without a good answer, errors on the console, exceptions: in words, oldest first. */
  readonly problems: readonly string[];
  /** Answers that arrived. */
  readonly answers: () => number;
}

/** A browser without a window. */
export interface Browser {
  /** Opens a tab; the tabs of one browser share cookies and cache. */
  open(url: string): Promise<Tab>;
  close(): Promise<void>;
}

/** Without a sandbox, as containers rarely allow one: it only ever opens what the rehearsal itself serves. */
const flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"];

/** Milliseconds that a page may take for anything. */
const patienceMs = 30_000;

/** Starts Chromium with a profile of its own, which is deleted at the end. */
export const startBrowser = async (executablePath: string): Promise<Browser> => {
  const browser = await chromium.launch({ executablePath, headless: true, args: flags, timeout: patienceMs });
  const context = await browser.newContext({ viewport: { width: 1000, height: 640 } });
  context.setDefaultTimeout(patienceMs);
  return { open: (url) => openTab(context, url), close: () => browser.close() };
};

const openTab = async (context: BrowserContext, url: string): Promise<Tab> => {
  const page = await context.newPage();
  const problems: string[] = [];
  let answers = 0;
  page.on("response", (response) => {
    answers += 1;
    if (response.status() >= 400) problems.push(`${response.status()} ${new URL(response.url()).pathname}`);
  });
  page.on("requestfailed", (request) => {
    problems.push(`${request.failure()?.errorText ?? "failed"} ${new URL(request.url()).pathname}`);
  });
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`exception: ${error.message}`));
  await page.goto(url, { waitUntil: "networkidle" });
  return { page, problems, answers: () => answers };
};
