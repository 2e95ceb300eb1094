import type { SQSBatchResponse, SQSRecord } from "aws-lambda";
import type { DrainSdk } from "../../clients/drain-sdk";
import type { LogLine } from "../../clients/embedded-metric";
import { createHandler, type DrainInvocation } from "../../drain/create-handler";
import { createPorts } from "../../drain/create-ports";
import type { DrainSettings } from "../../drain/drain-message";
import { VirtualClock } from "../../rehearsal/bench/virtual-clock";
import { FleetModel } from "./fleet-model";
import type { ModelInstance, ModelMember, Timeline } from "./fleet-state";

/** When the first event of every test happens. */
export const start = Date.parse("2026-11-21T10:00:00Z");
export const accountId = "123456789012";
export const region = "eu-west-1";
export const clusterArn = `arn:aws:ecs:${region}:${accountId}:cluster/main`;

export const drainSettings: DrainSettings = {
  scope: { accountId, region, hookName: "switchyard-drain" },
  lifecycle: { heartbeatSeconds: 900, budgetSeconds: 3600, failurePolicy: "continue" },
  rebalance: { patienceSeconds: 1800, budgetSeconds: 3600, failurePolicy: "continue" },
};

const place = {
  clusterTag: { key: "switchyard:cluster", value: "prod" },
  queueUrls: { queueUrl: "queue", deadLetterQueueUrl: "dead" },
};

/** `i-` and 17 hexadecimal digits. */
export const instanceId = (index: number): string => `i-${index.toString(16).padStart(17, "0")}`;

interface HarnessOptions {
  /** How many Lambda instances take turns. */
  readonly handlers?: number;
  readonly random?: () => number;
}

/** The real handler and the real clients on a modelled fleet, with the queue between. */
export class DrainHarness {
  public readonly clock = new VirtualClock(start);
  public readonly model = new FleetModel(this.clock.now);
  public readonly log: LogLine[] = [];
  public latencyMilliseconds = 0;
  /** Lambda instances; a message goes to the next one, so that nothing may hang on one's memory. */
  readonly #handlers: ReturnType<typeof createHandler>[];
  #deliveries = 0;
  #messages = 0;

  public constructor(
    settings: DrainSettings = drainSettings,
    { handlers = 1, random = () => 0.5 }: HarnessOptions = {},
  ) {
    this.model.clusters.set(clusterArn, { "switchyard:cluster": "prod" });
    this.#handlers = Array.from({ length: handlers }, () => this.#createHandler(settings, random));
  }

  #createHandler(settings: DrainSettings, random: () => number): ReturnType<typeof createHandler> {
    const { sleep, now } = this.clock;
    const send = async (command: { readonly input: object }): Promise<object> => {
      await sleep(this.latencyMilliseconds);
      return this.model.send(command);
    };
    const client = { send } as unknown as DrainSdk["ecs"] & DrainSdk["groups"] & DrainSdk["ec2"] & DrainSdk["sqs"];
    const sdk = { ecs: client, groups: client, ec2: client, sqs: client };
    const log = (line: LogLine): unknown => this.log.push(line);
    return createHandler(settings, createPorts(sdk, place, { random, sleep, now, log }));
  }

  public addInstance(id: string, timelines: readonly Timeline[] = [], cluster = clusterArn): ModelInstance {
    const instance: ModelInstance = {
      arn: `${cluster.replace(":cluster/", ":container-instance/")}/${id}-${this.model.instances.length}`,
      clusterArn: cluster,
      instanceId: id,
      status: "ACTIVE",
      isConnected: true,
      registeredAt: this.clock.now() - 3_600_000,
      drainedAt: undefined,
      attributes: {},
      tasks: timelines.map((timeline, index) => ({ arn: `task-${id}-${index}`, timeline })),
    };
    this.model.instances.push(instance);
    return instance;
  }

  /** Makes a group wait for the instance, as it does when the lifecycle event is sent. */
  public addWaiting(id: string, member: Partial<ModelMember> = {}): ModelMember {
    const heartbeatSeconds = member.heartbeatSeconds ?? 900;
    const waiting: ModelMember = {
      state: "Terminating:Wait",
      token: `token-${id}`,
      heartbeatSeconds,
      startedAt: this.clock.now(),
      timesOutAt: this.clock.now() + heartbeatSeconds * 1000,
      after: "Terminating:Proceed",
      ...member,
    };
    this.model.members.set(id, waiting);
    return waiting;
  }

  public enqueue(body: string, visibleAt = this.clock.now()): void {
    this.#messages += 1;
    this.model.messages.push({ id: `message-${this.#messages}`, body, visibleAt, receives: 0 });
  }

  /** One invocation as it is, without the queue. */
  public handle(invocation: DrainInvocation): Promise<SQSBatchResponse> {
    const [handler] = this.#handlers;
    if (handler === undefined) throw new Error("a harness needs a handler");
    return handler(invocation);
  }

  /** Delivers what is visible now, at most `size` messages, and deletes what the handler doesn't name as failed. */
  public async deliver(size = 50): Promise<SQSBatchResponse> {
    const { messages } = this.model;
    const due = messages.filter(({ visibleAt }) => visibleAt <= this.clock.now()).slice(0, size);
    for (const message of due) {
      message.receives += 1;
      message.visibleAt = this.clock.now() + 30_000;
    }
    const handler = this.#handlers[this.#deliveries++ % this.#handlers.length];
    if (handler === undefined) throw new Error("a harness needs a handler");
    const response = await handler({ Records: due.map(toRecord) });
    const kept = new Set(response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const { id } of due) {
      if (!kept.has(id))
        messages.splice(
          messages.findIndex((message) => message.id === id),
          1,
        );
    }
    return response;
  }

  /** Delivers batch after batch, jumping over idle time, until the queue is empty or the time (epoch milliseconds) is reached. */
  public async runQueue(until = Number.POSITIVE_INFINITY, size = 50): Promise<void> {
    for (;;) {
      const next = Math.min(...this.model.messages.map(({ visibleAt }) => visibleAt));
      if (!Number.isFinite(next) || next > until) return;
      this.clock.advanceTo(next);
      await this.clock.run(this.deliver(size));
    }
  }

  /** Names of the metrics that were raised, in order. */
  public metrics(): readonly unknown[] {
    return this.log.filter((line) => "_aws" in line).map((line) => line["event"]);
  }
}

/** The ids of so many instances. */
export const instanceIds = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => instanceId(index + 1));

/** A harness whose function knows the cluster already, with so many active instances. */
export const warmHarness = async (count: number, harness = new DrainHarness()): Promise<DrainHarness> => {
  harness.enqueue(JSON.stringify(unknownInstance));
  await harness.clock.run(harness.deliver());
  for (const id of instanceIds(count)) harness.addInstance(id);
  harness.model.calls.length = 0;
  harness.log.length = 0;
  return harness;
};

const unknownInstance = {
  source: "aws.ec2",
  "detail-type": "EC2 Spot Instance Interruption Warning",
  account: accountId,
  region,
  time: new Date(start).toISOString(),
  detail: { "instance-id": instanceId(0xfff), "instance-action": "terminate" },
};

const toRecord = ({ id, body, receives }: { id: string; body: string; receives: number }): SQSRecord => ({
  messageId: id,
  receiptHandle: id,
  body,
  attributes: {
    ApproximateReceiveCount: String(receives),
    SentTimestamp: "0",
    SenderId: "events",
    ApproximateFirstReceiveTimestamp: "0",
  },
  messageAttributes: {},
  md5OfBody: "",
  eventSource: "aws:sqs",
  eventSourceARN: `arn:aws:sqs:${region}:${accountId}:drain`,
  awsRegion: region,
});
