import type { SQSRecord } from "aws-lambda";
import type { LogLine } from "../../clients/embedded-metric";
import type { InstanceTask } from "../../clients/instance-tasks";
import type { ThreadMessage, ThreadPlace, ThreadPostResult } from "../../clients/slack";
import type { AnnouncePorts, AnnounceSettings } from "../../drain/announce/announce-ports";
import { createHandler } from "../../drain/announce/create-handler";
import { VirtualClock } from "../../rehearsal/bench/virtual-clock";
import { accountId, clusterArn, instanceId, region, start } from "./drain-harness";

export const announceSettings: AnnounceSettings = {
  scope: { accountId, region, hookName: "switchyard-drain" },
  limits: { budgetSeconds: 975, patienceSeconds: 1800 },
  clusterArn,
  instanceTag: { key: "switchyard:cluster", value: "main" },
  stack: "switchyard/test",
};

/** A message as Slack has it. */
export interface StoredPost extends ThreadMessage {
  readonly ts: string;
  readonly threadTs?: string | undefined;
  readonly at: number;
}

/** One instance with what EC2 and ECS say about it; change it while the clock runs. */
export interface AnnouncedInstance {
  tags: Record<string, string>;
  state: string;
  /** When it is gone, epoch milliseconds. */
  goneAt: number;
  /** Undefined where ECS doesn't know it. */
  registration: string | undefined;
  /** An older registration beside it, which nobody speaks for. */
  hasStaleRegistration: boolean;
  tasks: InstanceTask[];
}

export const task = (name: string, change: Partial<InstanceTask> = {}): InstanceTask => ({
  arn: `arn:aws:ecs:${region}:${accountId}:task/main/${name}`,
  group: "service:web-blue-0a1b2c3",
  lastStatus: "RUNNING",
  stoppedAt: undefined,
  isCutOff: false,
  ...change,
});

/** The real handler on a modelled account, table, queue and Slack; every call takes as long as `latency` says. */
export class AnnounceHarness {
  public readonly clock = new VirtualClock(start);
  public readonly instances = new Map<string, AnnouncedInstance>();
  public readonly posts: StoredPost[] = [];
  public readonly log: LogLine[] = [];
  public readonly places: ThreadPlace[] = [];
  public readonly records = new Map<string, string>();
  public messages: { readonly id: string; readonly body: string; visibleAt: number }[] = [];
  public latency: () => number = () => 0;
  /** What Slack does with a try, instead of storing it. */
  public answer: ((tries: number) => ThreadPostResult | Error | undefined) | undefined;
  #handler = createHandler(announceSettings, this.#ports());

  public add(id = instanceId(1), change: Partial<AnnouncedInstance> = {}): AnnouncedInstance {
    const instance: AnnouncedInstance = {
      tags: { "switchyard:cluster": "main" },
      state: "running",
      goneAt: Number.POSITIVE_INFINITY,
      registration: "ACTIVE",
      hasStaleRegistration: false,
      tasks: [],
      ...change,
    };
    this.instances.set(id, instance);
    return instance;
  }

  public enqueue(body: string, visibleAt = this.clock.now()): void {
    this.messages.push({ id: `message-${this.messages.length + 1}-${visibleAt}`, body, visibleAt });
  }

  /** Delivers messages as they become visible, those of one moment at once, each in an invocation of its own. */
  public async run(until = Number.POSITIVE_INFINITY): Promise<void> {
    for (;;) {
      const next = Math.min(...this.messages.map(({ visibleAt }) => visibleAt));
      if (!Number.isFinite(next) || next > until) return;
      this.clock.advanceTo(next);
      const due = this.messages.filter(({ visibleAt }) => visibleAt <= next);
      await this.clock.run(Promise.all(due.map((message) => this.#deliver(message))));
    }
  }

  /** One batch with all visible messages; returns the ids that stay. */
  public async deliverBatch(): Promise<readonly string[]> {
    const records = this.messages.map(toRecord);
    const { batchItemFailures } = await this.clock.run(this.#handler({ Records: records }));
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  }

  async #deliver(message: { readonly id: string; readonly body: string; visibleAt: number }): Promise<void> {
    message.visibleAt = this.clock.now() + 35_000;
    const { batchItemFailures } = await this.#handler({ Records: [toRecord(message)] });
    if (batchItemFailures.length === 0) this.messages = this.messages.filter((other) => other !== message);
  }

  #ports(): AnnouncePorts {
    const pause = () => this.clock.sleep(this.latency());
    return {
      threads: {
        claim: async (id, value) => {
          await pause();
          if (this.records.has(id)) return false;
          this.records.set(id, value);
          return true;
        },
        save: async (id, value) => {
          await pause();
          this.records.set(id, value);
        },
        find: async (id) => {
          await pause();
          return this.records.get(id);
        },
      },
      ec2: {
        describe: async ([id = ""]) => {
          await pause();
          const found = this.instances.get(id);
          if (found === undefined) return [];
          const state = this.clock.now() >= found.goneAt ? "shutting-down" : found.state;
          const place = {
            availabilityZone: "eu-west-1a",
            subnetId: "subnet-a",
            instanceType: "m6i.large",
            imageId: "ami-1",
          };
          return [{ instanceId: id, state, tags: found.tags, ...place }];
        },
      },
      instances: {
        list: async (_cluster, { filter }) => {
          await pause();
          const id = /i-[0-9a-f]+/.exec(filter)?.[0] ?? "";
          const found = this.instances.get(id);
          const live = found?.registration === undefined ? [] : [`arn-of-${id}`];
          return found?.hasStaleRegistration === true ? [`old-of-${id}`, ...live] : live;
        },
        describe: async (_cluster, arns) =>
          arns.map((arn) => ({
            arn,
            clusterArn,
            instanceId: arn.slice(7),
            status: this.instances.get(arn.slice(7))?.registration ?? "",
            isConnected: arn.startsWith("arn-"),
            countedTasks: 0,
            attributes: {},
          })),
      },
      tasks: {
        list: async (_cluster, arn) => {
          await pause();
          return arn.startsWith("old-") ? [] : (this.instances.get(arn.slice(7))?.tasks ?? []);
        },
      },
      queue: {
        hide: async (receiptHandle, seconds) => {
          const message = this.messages.find(({ id }) => id === receiptHandle);
          if (message !== undefined) message.visibleAt = this.clock.now() + seconds * 1000;
        },
      },
      slack: { postInThread: (message, place) => this.#post(message, place) },
      after: () => AbortSignal.abort(),
      sleep: this.clock.sleep,
      now: this.clock.now,
      log: (line) => this.log.push(line),
    };
  }

  async #post(message: ThreadMessage, place: ThreadPlace): Promise<ThreadPostResult> {
    await this.clock.sleep(this.latency());
    this.places.push(place);
    const answer = this.answer?.(this.places.length);
    if (answer instanceof Error) throw answer;
    if (answer !== undefined) return answer;
    const ts = `1763719200.${String(this.posts.length + 1).padStart(6, "0")}`;
    this.posts.push({ ...message, ts, threadTs: place.threadTs, at: this.clock.now() });
    return { kind: "posted", ts };
  }
}

const toRecord = ({ id, body }: { readonly id: string; readonly body: string }): SQSRecord =>
  ({ messageId: id, receiptHandle: id, body, attributes: { ApproximateReceiveCount: "1" } }) as SQSRecord;
