import type { Browser, Tab } from "./browser";

/** What a tab shows. */
export interface Sight {
  readonly when: string;
  /** The page that the application shows, for example `departures`. */
  readonly page: string | null;
  /** The build that the tab runs. */
  readonly release: string | null;
  /** The backend that answered, where the page asks. */
  readonly color: string | null;
}

/** A person with several tabs, who has some of them open across a flip and a rollback. */
export class FrontendBrowsing {
  public readonly sights: Sight[] = [];
  private readonly tabs: Tab[] = [];

  public constructor(
    private readonly browser: Browser,
    /** Of the edge, without a slash at the end. */
    private readonly url: string,
  ) {}

  /** Failed requests, console errors and exceptions of all tabs. */
  public get problems(): readonly string[] {
    return this.tabs.flatMap(({ problems }) => problems);
  }

  /** Answers that all tabs got. */
  public get answers(): number {
    return this.tabs.reduce((sum, { answers }) => sum + answers(), 0);
  }

  /** Opens the application. */
  public async beforeFlip(): Promise<void> {
    await this.look("a tab opened before the flip", await this.open("/"));
  }

  /** Goes on in the old tab, which now needs a part that it hasn't loaded, and opens a new one. */
  public async afterFlip(): Promise<void> {
    const [old] = this.tabs;
    await this.visit(old, "Departures");
    await this.look("the same tab after the flip", old);
    await this.look("a tab opened after the flip", await this.open("/"));
  }

  /** The same the other way round, and a link into the application. */
  public async afterRollback(): Promise<void> {
    const [old, flipped] = this.tabs;
    await this.visit(flipped, "Track plan");
    await this.look("that tab after the rollback", flipped);
    await this.visit(old, "Track plan");
    await this.look("the first tab after the rollback", old);
    await this.look("a link opened after the rollback", await this.open("/departures/today.v2"));
    await this.visit(old, "Overview");
    await this.look("the first tab, back at the start", old);
  }

  private async open(path: string): Promise<Tab> {
    const tab = await this.browser.open(this.url + path);
    this.tabs.push(tab);
    return tab;
  }

  private async visit(tab: Tab | undefined, link: string): Promise<void> {
    await tab?.page.getByRole("link", { name: link, exact: true }).click();
    await tab?.page.waitForLoadState("networkidle");
  }

  private async look(when: string, tab: Tab | undefined): Promise<void> {
    if (tab === undefined) throw new Error(`There is no tab to be ${when}.`);
    const { page } = tab;
    const text = (selector: string): Promise<string | null> => page.locator(selector).textContent();
    const shown = await page
      .locator("main[data-page] h1")
      .waitFor()
      .then(() => page.locator("main").getAttribute("data-page"));
    const color =
      shown === "overview" ? await page.locator(".track:not([data-color=unknown])").getAttribute("data-color") : null;
    this.sights.push({ when, page: shown, release: await text("footer code"), color });
  }
}

/** What a flip from one build to another and back must look like. */
export const expectedSights = (
  before: { readonly release: string; readonly color: string },
  after: { readonly release: string; readonly color: string },
): readonly Sight[] => [
  { when: "a tab opened before the flip", page: "overview", ...before },
  { when: "the same tab after the flip", page: "departures", release: before.release, color: null },
  { when: "a tab opened after the flip", page: "overview", ...after },
  { when: "that tab after the rollback", page: "track-plan", release: after.release, color: null },
  { when: "the first tab after the rollback", page: "track-plan", release: before.release, color: null },
  { when: "a link opened after the rollback", page: "departures", release: before.release, color: null },
  { when: "the first tab, back at the start", page: "overview", ...before },
];
