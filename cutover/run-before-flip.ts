import type { OneOffTasks } from "../clients/one-off-tasks";
import { entryOf, formatBeforeFlipNote, imageKey, parseBeforeFlipNote, withEntry } from "./before-flip-note";
import { type BeforeFlipEntry, type BeforeFlipReason, planBeforeFlip } from "./plan-before-flip";

/** What runs before requests are led to a new image. */
export interface BeforeFlip {
  /** Instead of the image's own command. */
  readonly command: readonly string[];
  /** How long the gate waits for it; it isn't stopped then. */
  readonly timeoutSeconds: number;
  /** Where its output is. */
  readonly logGroup: string;
}

/** What running it takes. */
export interface BeforeFlipPorts extends OneOffTasks {
  readNote(signal: AbortSignal): Promise<string>;
  writeNote(value: string, signal: AbortSignal): Promise<unknown>;
}

/** Which image of which service is about to get requests. */
export interface BeforeFlipSubject {
  readonly beforeFlip: BeforeFlip;
  readonly service: string;
  readonly image: string;
  /** What has the requests now. */
  readonly servingImage: string;
  readonly cluster: string;
  /** The gaining colour's ECS service. */
  readonly ecsService: string;
  /** Tells the tasks of this stack from those of others in the account: a few letters. */
  readonly stackKey: string;
}

/** Time, and how long one answer of AWS may take. */
export interface BeforeFlipClock {
  now(): number;
  sleep(milliseconds: number): Promise<unknown>;
  after(milliseconds: number): AbortSignal;
}

/** Milliseconds. */
const answerPatience = 10_000;
const pause = 2_000;

/**
 * Runs the task that belongs to an image, unless it has succeeded before; undefined where it has. What is started is written
 * down before and after, so that a process that dies in between starts nothing twice.
 */
export const runBeforeFlip = async (
  subject: BeforeFlipSubject,
  ports: BeforeFlipPorts,
  clock: BeforeFlipClock,
): Promise<BeforeFlipReason | undefined> => {
  const giveUpAt = clock.now() + subject.beforeFlip.timeoutSeconds * 1000;
  let started: string | undefined;
  for (;;) {
    const step = await takeStep(subject, { ports, clock, started });
    if (step.kind === "over") return step.reason;
    started = step.started;
    if (step.waitsFor !== undefined && clock.now() + pause > giveUpAt)
      return { kind: "before-flip-running", seconds: subject.beforeFlip.timeoutSeconds, task: step.waitsFor };
    await clock.sleep(pause);
  }
};

/** What came of one look: it is over, or there is something to wait for. */
type Step =
  | { readonly kind: "over"; readonly reason: BeforeFlipReason | undefined }
  | { readonly kind: "under-way"; readonly started: string | undefined; readonly waitsFor?: string };

const takeStep = async (subject: BeforeFlipSubject, moment: Surroundings & Started): Promise<Step> => {
  const { ports, clock, started } = moment;
  const { plan, source } = await look(subject, moment);
  switch (plan.kind) {
    case "done":
      return { kind: "over", reason: undefined };
    case "refuse":
      return { kind: "over", reason: plan.reason };
    case "succeeded":
      await remember(subject, { state: "succeeded", at: clock.now(), attempt: 1 }, moment);
      return { kind: "over", reason: undefined };
    case "wait":
      return { kind: "under-way", started, waitsFor: plan.task };
    case "run": {
      await remember(subject, { state: "started", at: clock.now(), attempt: plan.attempt }, moment);
      const answer = await ports.run(runOf(subject, source, plan.attempt), clock.after(answerPatience));
      return answer.kind === "refused"
        ? { kind: "over", reason: { kind: "before-flip-not-started", problem: answer.problem } }
        : { kind: "under-way", started: answer.arn };
    }
  }
};

/** Whether the image's task has yet to run: all that a preview can say. */
export const isBeforeFlipDue = async (
  { service, image }: Pick<BeforeFlipSubject, "service" | "image">,
  ports: Pick<BeforeFlipPorts, "readNote">,
  signal: AbortSignal,
): Promise<boolean> => {
  const entry = entryOf(parseBeforeFlipNote(await ports.readNote(signal)), service, image);
  return entry === undefined || entry.state === "started";
};

interface Surroundings {
  readonly ports: BeforeFlipPorts;
  readonly clock: BeforeFlipClock;
}

interface Started {
  /** The task that this update has started. */
  readonly started: string | undefined;
}

const look = async (subject: BeforeFlipSubject, { ports, clock, started }: Surroundings & Started) => {
  const { service, image, cluster, ecsService } = subject;
  const signal = clock.after(answerPatience);
  const entry = entryOf(parseBeforeFlipNote(await ports.readNote(signal)), service, image);
  const source = await ports.source({ cluster, service: ecsService }, signal);
  const { taskDefinition } = source;
  const tasks = await ports.list({ cluster, taskDefinition, startedBy: startedByOf(subject) }, signal);
  return { plan: planBeforeFlip({ entry, tasks, started }, clock.now()), source };
};

/** The image that serves is remembered too: going back to it is no reason to run its task. */
const remember = async (
  { service, image, servingImage }: BeforeFlipSubject,
  entry: BeforeFlipEntry,
  { ports, clock }: Surroundings,
): Promise<void> => {
  const signal = clock.after(answerPatience);
  const note = parseBeforeFlipNote(await ports.readNote(signal));
  const serving = { service, image: servingImage };
  const served: BeforeFlipEntry = { state: "served", at: entry.at, attempt: 0 };
  const known = entryOf(note, service, servingImage) ?? served;
  const changed = withEntry(withEntry(note, serving, { ...known, at: entry.at }), { service, image }, entry);
  await ports.writeNote(formatBeforeFlipNote(changed), signal);
};

const startedByOf = ({ service, image }: Pick<BeforeFlipSubject, "service" | "image">): string =>
  `before-flip/${service}/${imageKey(image)}`;

const runOf = (
  { beforeFlip, cluster, service, image, stackKey }: BeforeFlipSubject,
  source: Awaited<ReturnType<OneOffTasks["source"]>>,
  attempt: number,
) => ({
  ...source,
  cluster,
  container: service,
  command: beforeFlip.command,
  startedBy: startedByOf({ service, image }),
  token: `${stackKey}-${service}-${imageKey(image)}-${attempt}`,
});
