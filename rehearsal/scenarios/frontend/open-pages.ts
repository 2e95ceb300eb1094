import { env } from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { expectedSights, FrontendBrowsing } from "../../browser/browse-frontend";
import { startBrowser } from "../../browser/browser";
import { findChromium } from "../../browser/find-chromium";
import { type HttpLoad, startHttpLoad } from "../../load/http-load";
import type { Rehearsal } from "../../rehearsal";
import type { BrowserFacts, LoadFacts } from "./frontend-report";
import type { Release, ServedFrontend } from "./release-stack";

/** Requests for the page and for the API, each, from before the flip to after the rollback. */
const requestsPerSecond = 40;
/** How long people wait after the load balancer's nodes have followed, in milliseconds. */
const settleMs = 500;

/** What goes on at the edge while the stack cuts over: a steady load, and a browser where there is one. */
export class OpenPages {
  private constructor(
    private readonly rehearsal: Rehearsal,
    private readonly loads: readonly HttpLoad[],
    private readonly browsing: FrontendBrowsing | undefined,
  ) {}

  /** Starts the load and opens the first tab; both end with the rehearsal. */
  public static async open(rehearsal: Rehearsal, { edge }: ServedFrontend): Promise<OpenPages> {
    const loads = ["/", "/api/info"].map((path) => startHttpLoad({ url: edge.url + path, requestsPerSecond }));
    rehearsal.onClose(() => Promise.all(loads.map((load) => load.stop())));
    const browsing = await startBrowsing(rehearsal, edge.url);
    await browsing?.beforeFlip();
    return new OpenPages(rehearsal, loads, browsing);
  }

  /** Whether anybody looks. */
  public get hasBrowser(): boolean {
    return this.browsing !== undefined;
  }

  /** Uses old and new tabs. */
  public async afterFlip(): Promise<void> {
    await this.settle();
    await this.browsing?.afterFlip();
  }

  /** Uses old and new tabs. */
  public async afterRollback(): Promise<void> {
    await this.settle();
    await this.browsing?.afterRollback();
  }

  /** Ends the load and says how it fared. */
  public async closeLoads(): Promise<LoadFacts> {
    await Promise.all(this.loads.map((load) => load.stop()));
    const samples = this.loads.flatMap((load) => load.samples);
    const failed = samples.filter(({ ok }) => !ok);
    const statuses = [...new Set(failed.map(({ status }) => status))];
    return { requests: samples.length, failed: failed.length, statuses };
  }

  /** What the browser met, beside what it should have. */
  public browserFacts(before: Release, after: Release): BrowserFacts {
    if (this.browsing === undefined) return { kind: "no-browser" };
    const { sights, answers, problems } = this.browsing;
    return { kind: "browsed", sights, expected: expectedSights(shownBy(before), shownBy(after)), answers, problems };
  }

  /** An update ends before every node of the load balancer has followed. */
  private settle(): Promise<void> {
    const { region, signal } = this.rehearsal;
    return sleep(region.state.elbv2.propagation.delayMs + settleMs, undefined, { signal });
  }
}

const shownBy = ({ version, color }: Release) => ({ release: version, color });

const startBrowsing = async (rehearsal: Rehearsal, url: string): Promise<FrontendBrowsing | undefined> => {
  const program = await findChromium(env);
  if (program === undefined) return undefined;
  const browser = await startBrowser(program);
  rehearsal.onClose(() => browser.close());
  return new FrontendBrowsing(browser, url);
};
