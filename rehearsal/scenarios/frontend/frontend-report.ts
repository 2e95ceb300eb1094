import type { Sight } from "../../browser/browse-frontend";
import type { RehearsalEnd } from "../rehearse";
import type { VisitCounts } from "./play-visits";
import type { Deployed, SwitchFigures } from "./release-stack";
import type { VisitFigures } from "./visit-figures";

/** What the real browser met; why there was none. */
export type BrowserFacts =
  | {
      readonly kind: "browsed";
      readonly sights: readonly Sight[];
      readonly expected: readonly Sight[];
      readonly answers: number;
      readonly problems: readonly string[];
    }
  | { readonly kind: "no-browser" };

/** How the edge answered an address. */
export interface PlainAnswer {
  readonly path: string;
  readonly status: number;
  readonly contentType: string;
}

/** How requests for pages and for the API fared, by way of the edge. */
export interface LoadFacts {
  readonly requests: number;
  readonly failed: number;
  /** Of those that failed; 0 where no answer came. */
  readonly statuses: readonly number[];
}

/** Everything that the frontend scenario found out. */
export interface FrontendFacts extends RehearsalEnd {
  /** Of the page, before there was any release. */
  readonly fallback: PlainAnswer;
  readonly deploys: readonly [Deployed, Deployed];
  readonly flip: SwitchFigures;
  readonly rollback: SwitchFigures;
  /** Across both cutovers. */
  readonly load: LoadFacts;
  readonly browser: BrowserFacts;
  /** Of addresses that lead nowhere. */
  readonly missing: readonly PlainAnswer[];
  /** The usual lag first. */
  readonly visits: readonly [VisitFigures, VisitFigures];
}

/** The object of `--json`. */
export const frontendReport = (facts: FrontendFacts): Readonly<Record<string, unknown>> => {
  const [usual, slow] = facts.visits;
  const { flip, rollback, load, browser, missing, deploys, leftovers } = facts;
  return {
    scenario: "frontend",
    ours: usual.ours,
    control: usual.control,
    lagSeconds: usual.lagSeconds,
    slow,
    flip,
    rollback,
    load,
    browser:
      browser.kind === "browsed"
        ? { answers: browser.answers, problems: browser.problems, asExpected: isAsExpected(browser) }
        : null,
    fallback: facts.fallback,
    missing,
    deploys: deploys.map(({ filesTotal, stored }) => ({ files: filesTotal, stored })),
    leftovers,
  };
};

/** Whether everything held that the scenario promises; a browser that isn't there promises nothing. */
export const isFrontendSound = (facts: FrontendFacts): boolean =>
  facts.visits.every(
    ({ ours, control }) => isFlawless(ours) && control.pages === ours.pages && control.pagesWithFailedAsset > 0,
  ) &&
  [facts.flip, facts.rollback].every(({ kvsWrites, s3Writes }) => kvsWrites === 1 && s3Writes === 0) &&
  facts.load.failed === 0 &&
  facts.fallback.status === 200 &&
  facts.missing.every(({ status, contentType }) => status === 404 && !contentType.startsWith("text/html")) &&
  (facts.browser.kind === "no-browser" || (facts.browser.problems.length === 0 && isAsExpected(facts.browser))) &&
  facts.leftovers === 0;

const isFlawless = ({ pagesWithFailedAsset, htmlForScript }: VisitCounts): boolean =>
  pagesWithFailedAsset === 0 && htmlForScript === 0;

const isAsExpected = ({ sights, expected }: Extract<BrowserFacts, { kind: "browsed" }>): boolean =>
  JSON.stringify(sights.map(comparable)) === JSON.stringify(expected.map(comparable));

const comparable = ({ when, page, release, color }: Sight): readonly unknown[] => [when, page, release, color];

/** The same for people. */
export const frontendText = (facts: FrontendFacts): string => {
  const { flip, rollback, load, deploys, missing } = facts;
  const [, second] = deploys;
  return [
    "",
    isFrontendSound(facts)
      ? `Two frontend releases, flipped and rolled back with pages open, and no page missed a file. ${facts.seconds.toFixed(0)} s in all.`
      : "Something did not hold; the figures below say what.",
    "",
    `  ${"pages that missed a file".padEnd(34)}${"ours".padStart(16)}${"sync, invalidate".padStart(20)}`,
    ...facts.visits.map(visitRow),
    "",
    `  Flip: ${switchText(flip)}. Rollback: ${switchText(rollback)}.`,
    `  Deployed by the command line: ${second.filesTotal} files each; of the second release ${second.stored} were new.`,
    `  Pages and API through the edge meanwhile: ${load.requests.toLocaleString("en")} requests, ${failedText(load)}.`,
    ...browserText(facts.browser),
    `  Before the first release / was the fallback page (${facts.fallback.status}). ${missing.map(({ path, status, contentType }) => `${path}: ${status} ${contentType}`).join(", ")}`,
    `  Left behind: ${facts.leftovers}.`,
    "",
    "  The first table is a model: 20,000 pages opened within 30 s before and 60 s after each cutover, over 50 edge locations",
    "  that each follow a change after an own, evenly drawn time; 3 files at once and 2 on demand (mean 10 minutes), every fifth",
    "  visitor with a second tab, 2 % of requests at another location. The answers are real: the deployed distribution's",
    "  behaviors and function over the bucket that the command line filled. The control's bucket holds the same builds.",
  ].join("\n");
};

const visitRow = ({ lagSeconds, ours, control }: VisitFigures): string => {
  const cell = ({ pages, pagesWithFailedAsset }: VisitCounts): string =>
    `${pagesWithFailedAsset.toLocaleString("en")} of ${pages.toLocaleString("en")}`;
  return `  ${`  locations follow within ${lagSeconds} s`.padEnd(34)}${cell(ours).padStart(16)}${cell(control).padStart(20)}`;
};

const failedText = ({ failed, statuses }: LoadFacts): string =>
  `${failed} failed${failed === 0 ? "" : ` (${statuses.join(", ")})`}`;

const switchText = ({ kvsWrites, s3Writes, seconds }: SwitchFigures): string =>
  `${kvsWrites} write of the pointer, ${s3Writes} of S3, ${seconds.toFixed(1)} s`;

const browserText = (browser: BrowserFacts): readonly string[] => {
  if (browser.kind === "no-browser") {
    return ["  No browser looked: there is no Chromium here. Install one, or name it in the variable CHROMIUM."];
  }
  const { sights, expected, answers, problems } = browser;
  const rows = sights.map(
    ({ when, page, release, color }) =>
      `    ${when.padEnd(36)}${String(page).padEnd(12)}release ${release}${color === null ? "" : `, API ${color}`}`,
  );
  const verdict = isAsExpected(browser) ? "all as expected" : `expected was ${JSON.stringify(expected)}`;
  return [
    `  Chromium, ${answers} answers, ${verdict}, ${problems.length} problems:`,
    ...rows,
    ...problems.map((problem) => `    problem: ${problem}`),
  ];
};
