import { once } from "node:events";
import type { Rehearsal } from "../rehearsal";
import {
  type FrontendFacts,
  frontendReport,
  frontendText,
  isFrontendSound,
  type PlainAnswer,
} from "./frontend/frontend-report";
import { OpenPages } from "./frontend/open-pages";
import {
  buildReleases,
  deployRelease,
  filesOf,
  frontendConfig,
  nameReleases,
  pointerValues,
  type Release,
  type ServedFrontend,
  serveFrontend,
  switchTo,
} from "./frontend/release-stack";
import { compareVisits, type VisitFigures } from "./frontend/visit-figures";
import { rehearse } from "./rehearse";
import type { Scenario, ScenarioOptions } from "./scenario";
import type { RunStep } from "./steps";

/** The longest that a modelled location takes to follow a change, in seconds: usual, and slow. */
const lagsSeconds = [10, 60] as const;

/** The frontend: two releases, flipped and rolled back with the backend while pages are open. */
export const frontend: Scenario = {
  name: "frontend",
  summary: "release a single-page app twice, flip and roll back with pages open; the same by sync and invalidation",
  run: async (options) => {
    const facts: FrontendFacts = await rehearse(options, { config: frontendConfig }, (rehearsal, step) =>
      releaseAndSwitch(rehearsal, step, options),
    );
    return { report: frontendReport(facts), text: frontendText(facts), ok: isFrontendSound(facts) };
  },
};

type Found = Omit<FrontendFacts, "leftovers" | "seconds">;

const releaseAndSwitch = async (rehearsal: Rehearsal, step: RunStep, options: ScenarioOptions): Promise<Found> => {
  const releases = await step("Build two releases of the single-page app", () => buildReleases(rehearsal));
  const [before, after] = releases;
  const served = await step("Deploy the stack: pulumi up", async () => {
    await rehearsal.up();
    return serveFrontend(rehearsal);
  });
  const fallback = await ask(served, "/");
  const deploys = await step(
    "Deploy both releases: cli release deploy",
    async () => [await deployRelease(rehearsal, before), await deployRelease(rehearsal, after)] as const,
    (uploads) => uploads.map(({ stored, filesTotal }) => `${stored} of ${filesTotal} files new`).join(", "),
  );
  await step(`Name them, ${before.id} goes live: pulumi up`, async () => {
    await nameReleases(rehearsal, releases);
    await rehearsal.up();
    await rehearsal.untilServing();
  });
  const switched = await switchThereAndBack(rehearsal, step, { served, releases });
  const missing = await Promise.all(leadingNowhere.map((path) => ask(served, path)));
  const visits = await step(
    "Let 20,000 pages come to 50 edge locations, and to a site that is synced",
    () => figuresOf(rehearsal, served, releases),
    ([{ ours, control }]) => `${ours.pagesWithFailedAsset} and ${control.pagesWithFailedAsset} missed a file`,
  );
  if (options.keep) await keepServing(rehearsal, served, options);
  await step("Destroy: pulumi destroy", () => rehearsal.destroy());
  return { fallback, deploys, ...switched, missing, visits };
};

interface Live {
  readonly served: ServedFrontend;
  readonly releases: readonly [Release, Release];
}

const switchThereAndBack = async (
  rehearsal: Rehearsal,
  step: RunStep,
  { served, releases: [before, after] }: Live,
): Promise<Pick<Found, "flip" | "rollback" | "load" | "browser">> => {
  const pages = await step(
    "Open pages, one in a browser",
    () => OpenPages.open(rehearsal, served),
    ({ hasBrowser }) => (hasBrowser ? "Chromium" : "there is no Chromium here"),
  );
  const flip = await step(`Flip to ${after.color}: pulumi up`, () => switchTo(rehearsal, after.color));
  await step("Go on in open pages", () => pages.afterFlip());
  const rollback = await step(`Roll back to ${before.color}: pulumi up`, () => switchTo(rehearsal, before.color));
  await step("Go on in open pages", () => pages.afterRollback());
  return { flip, rollback, load: await pages.closeLoads(), browser: pages.browserFacts(before, after) };
};

const leadingNowhere = ["/api/missing", "/assets/missing-Ab12Cd34.js", "/missing.js"];

const ask = async ({ edge }: ServedFrontend, path: string): Promise<PlainAnswer> => {
  const response = await fetch(edge.url + path);
  await response.arrayBuffer();
  return { path, status: response.status, contentType: response.headers.get("content-type") ?? "" };
};

const figuresOf = async (
  rehearsal: Rehearsal,
  { behaviors }: ServedFrontend,
  [before, after]: readonly [Release, Release],
): Promise<readonly [VisitFigures, VisitFigures]> => {
  const [first = "", second = "", third = ""] = pointerValues(rehearsal.region.calls, before);
  const builds = [await filesOf(before), await filesOf(after)] as const;
  const { state } = rehearsal.region;
  const compare = (lagSeconds: number): Promise<VisitFigures> =>
    compareVisits({ deployed: { behaviors, state }, pointers: [first, second, third], builds, lagSeconds });
  return [await compare(lagsSeconds[0]), await compare(lagsSeconds[1])];
};

const keepServing = async (
  { pulumi }: Rehearsal,
  { edge }: ServedFrontend,
  { progress, signal }: ScenarioOptions,
): Promise<void> => {
  const variables = await pulumi.writeVariablesFile();
  const lines = [
    "",
    `The frontend: ${edge.url}`,
    "",
    "In another terminal, in this folder:",
    "",
    `  source ${variables}`,
    `  npm run cli -- flip green --stack ${pulumi.stackName}`,
    `  npm run cli -- release list --stack ${pulumi.stackName}`,
    "",
    "Ctrl-C here ends it all.",
  ];
  progress.write(`${lines.join("\n")}\n`);
  if (!signal.aborted) await once(signal, "abort");
};
