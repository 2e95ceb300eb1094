import type { createSlack } from "../clients/slack";
import { colors } from "../cutover/plan-weights";
import { collectReleases } from "../releases/collect-releases";
import { deployRelease } from "../releases/deploy-release";
import { listReleases } from "../releases/list-releases";
import { defaultCollectPolicy } from "../releases/plan-collect";
import { apiFolder } from "../releases/plan-release-files";
import { planReleaseId } from "../releases/plan-release-id";
import { formatProgress, type Progress } from "../releases/progress";
import { requireComplete, verifyRelease } from "../releases/verify-release";
import type { AskEdge } from "./ask-edge";
import type { connectReleases, ReleaseStores } from "./connect-releases";
import { enable } from "./enable";
import { formatCollected, formatReleases } from "./format-releases";
import { exitCodes, type Outcome, Stop } from "./outcome";
import { requireFrontend } from "./parse-frontend";
import type { CliPorts } from "./ports";
import { readStack } from "./read-stack";
import type { ReleaseAction } from "./release-action";

/** What `release` needs from outside. */
export interface ReleasePorts
  extends Pick<CliPorts, "pulumi" | "say" | "confirm" | "clock" | "signal" | "region" | "operator"> {
  readonly connect: typeof connectReleases;
  /** Asks an edge location what it serves. */
  readonly ask: AskEdge;
  /** Runs an action while no other one of this folder runs; stops at once where one does. */
  readonly alone: <Result>(action: () => Promise<Result>) => Promise<Result>;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly slack: typeof createSlack;
}

/** Frontend releases: `enable` alone changes what viewers are served. */
export const release = (action: ReleaseAction, ports: ReleasePorts): Promise<Outcome> =>
  action.action === "enable" ? enable(action, ports) : onStores(action, ports);

const onStores = async (
  action: Exclude<ReleaseAction, { action: "enable" }>,
  ports: ReleasePorts,
): Promise<Outcome> => {
  const stack = await readStack(ports.pulumi, ports.region);
  const stores = ports.connect(stack.config.aws, requireFrontend(stack));
  const releases = stack.config.colors;
  switch (action.action) {
    case "deploy":
      return deploy(action, stores, ports);
    case "list":
      return list(stores, releases, ports);
    case "verify":
      return verify(action.id, stores, ports);
    case "gc":
      return collect(action.apply, stores, { releases, ports });
  }
};

type Releases = Readonly<Record<(typeof colors)[number], { readonly release?: string }>>;

const deploy = async (
  { directory, commit, id: chosen }: Extract<ReleaseAction, { action: "deploy" }>,
  { store }: ReleaseStores,
  { clock, say, signal }: ReleasePorts,
): Promise<Outcome> => {
  const now = (): Date => new Date(clock.now());
  const id = chosen ?? planReleaseId(now(), commit);
  const request = { id, directory, ...(commit === undefined ? {} : { commit }) };
  const onProgress = everySecond(clock.now, (progress) => say(formatProgress(progress)));
  const deploying = deployRelease(request, { store, now, clock: clock.now, onProgress, signal });
  const { upload, unserved } = await deploying.catch((error: unknown) => {
    if (!signal.aborted) throw error;
    const message = `Interrupted; what is live is unchanged. The same command with --id ${id} continues.`;
    throw new Stop(exitCodes.interrupted, "interrupted", message);
  });
  const warnings = unserved.map((path) => `${path} is answered ${answerFor(path)}.`);
  const next = `npm run cli -- release enable ${id} [--color <blue|green>]`;
  const text = [formatProgress(upload), ...warnings, `Deployed ${id}; nobody is served it yet. Next: ${next}`];
  return { exitCode: exitCodes.done, report: { release: id, ...upload, unserved }, text: text.join("\n") };
};

const answerFor = (path: string): string =>
  path.startsWith(apiFolder) ? "by the API, because of where it lies" : "with the page, because of how its name ends";

/** A line a second is enough to see that it goes on. */
const everySecond = (now: () => number, tell: (progress: Progress) => void) => {
  let last = now();
  return (progress: Progress): void => {
    if (now() - last < 1000) return;
    last = now();
    tell(progress);
  };
};

const list = async ({ store }: ReleaseStores, configured: Releases, { signal }: ReleasePorts): Promise<Outcome> => {
  const releases = (await listReleases(store, signal)).map((summary) => ({
    ...summary,
    colors: colors.filter((color) => configured[color].release === summary.id),
  }));
  return { exitCode: exitCodes.done, report: { releases }, text: formatReleases(releases) };
};

const verify = async (id: string, { store }: ReleaseStores, { signal }: ReleasePorts): Promise<Outcome> => {
  const { state, completeness } = await verifyRelease(store, id, signal);
  requireComplete(id, completeness);
  if (state === "ready") {
    return { exitCode: exitCodes.done, report: { release: id, state }, text: `${id} is ready and complete.` };
  }
  throw new Stop(exitCodes.failed, "pending", `The deploy of ${id} has not ended. Run it again with --id ${id}.`);
};

const collect = async (
  apply: boolean,
  stores: ReleaseStores,
  { releases, ports: { clock, signal } }: { readonly releases: Releases; readonly ports: ReleasePorts },
): Promise<Outcome> => {
  const configured = colors.flatMap((color) => releases[color].release ?? []);
  const request = { configured, policy: defaultCollectPolicy, apply };
  const { now, sleep } = clock;
  const plan = await collectReleases(request, { ...stores, now: () => new Date(now()), signal, sleep });
  const found = plan.kind === "nothing" ? { releases: [], objects: [] } : plan;
  const report = { applied: apply, releases: found.releases, objects: found.objects.map(({ key }) => key) };
  return { exitCode: exitCodes.done, report, text: formatCollected(plan, apply) };
};
