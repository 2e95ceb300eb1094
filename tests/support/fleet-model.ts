import { ecsBucketOf, type TokenBucket } from "../../rehearsal/bench/token-buckets";
import { matches } from "./cluster-query";
import { awsError } from "./fake-aws-client";
import type { Completion, ModelInstance, ModelMember, ModelMessage, ModelTask } from "./fleet-state";

type Input = Readonly<Record<string, unknown>>;

/**
 * ECS, Auto Scaling, EC2 and SQS as far as draining calls them, strict about limits. Sources: the API references of the named
 * operations; ListContainerInstances and ListTasks answer at most 100 a page, DescribeContainerInstances, DescribeClusters and
 * DescribeTasks take 100, UpdateContainerInstancesState and PutAttributes 10.
 */
export class FleetModel {
  public readonly clusters = new Map<string, Record<string, string>>();
  public readonly instances: ModelInstance[] = [];
  public readonly members = new Map<string, ModelMember>();
  public readonly messages: ModelMessage[] = [];
  public readonly buried: { readonly body: string; readonly reason: string }[] = [];
  public readonly calls: { readonly operation: string; readonly at: number; readonly input: Input }[] = [];
  public readonly completions: Completion[] = [];
  /** Instance ids, one for each change that had an effect. */
  public readonly drains: string[] = [];
  public readonly reactivations: string[] = [];
  public readonly terminated: string[] = [];
  /** Container instances that ECS can't change, with its reason. */
  public readonly broken = new Map<string, string>();
  /** Container instances that are listed already, or still, but that ECS can't describe. */
  public readonly missing = new Set<string>();
  public pageSize = 100;
  public throttled = 0;
  public buckets: { read: TokenBucket; modify: TokenBucket } | undefined;

  public constructor(public readonly now: () => number) {}

  /** Stands in for every SDK client. */
  public readonly send = async (command: { readonly input: object }): Promise<object> => {
    const operation = command.constructor.name.replace(/Command$/, "");
    const input = command.input as Input;
    const bucket = ecsBucketOf[operation];
    if (this.buckets && bucket && !this.buckets[bucket].take(this.now())) {
      this.throttled += 1;
      throw awsError("ThrottlingException", "Rate exceeded");
    }
    this.calls.push({ operation, at: this.now(), input });
    this.#endWaits();
    const answer = this.#operations[operation];
    if (answer === undefined) throw awsError("NotModelled", `${operation} isn't modelled`);
    return answer(input);
  };

  public countOf(operation: string): number {
    return this.calls.filter((call) => call.operation === operation).length;
  }

  /** Desired and last status of a task now. */
  public statusOf(instance: ModelInstance, { timeline }: ModelTask): readonly [desired: string, last: string] {
    if (instance.drainedAt === undefined) return ["RUNNING", "RUNNING"];
    const elapsed = (this.now() - instance.drainedAt) / 1000;
    const step = timeline.findLast(([second]) => second <= elapsed);
    return step === undefined ? ["RUNNING", "RUNNING"] : [step[1], step[2]];
  }

  public unfinishedOn(instanceId: string): readonly string[] {
    return this.instances
      .filter((instance) => instance.instanceId === instanceId)
      .flatMap((instance) => instance.tasks.filter((task) => this.statusOf(instance, task)[1] !== "STOPPED"))
      .map(({ arn }) => arn);
  }

  /** What an agent does that drains its instance by itself. */
  public drain(instance: ModelInstance): void {
    this.#setStatus(instance, "DRAINING");
  }

  /** A hook nobody prolongs runs out; the instance goes whatever runs on it. */
  #endWaits(): void {
    for (const member of this.members.values())
      if (member.state.endsWith(":Wait") && this.now() >= member.timesOutAt) member.state = member.after;
  }

  readonly #operations: Readonly<Record<string, (input: Input) => object>> = {
    ListClusters: (input) => this.#page("clusterArns", [...this.clusters.keys()], input),
    DescribeClusters: ({ clusters }) => ({
      clusters: atMost(100, clusters).map((clusterArn) => ({
        clusterArn,
        tags: Object.entries(this.clusters.get(clusterArn) ?? {}).map(([key, value]) => ({ key, value })),
      })),
    }),
    ListContainerInstances: (input) => {
      const matching = this.instances.filter(
        (instance) =>
          instance.clusterArn === input["cluster"] &&
          (input["status"] === undefined ? instance.status !== "INACTIVE" : instance.status === input["status"]) &&
          String(input["filter"])
            .split(" and ")
            .every((expression) => matches(instance, expression)),
      );
      return this.#page(
        "containerInstanceArns",
        matching.map(({ arn }) => arn),
        input,
      );
    },
    DescribeContainerInstances: ({ containerInstances }) => {
      const arns = atMost(100, containerInstances);
      const known = this.#found(arns.filter((arn) => !this.missing.has(arn)));
      const failures = arns
        .filter((arn) => known.every((instance) => instance.arn !== arn))
        .map((arn) => ({ arn, reason: "MISSING" }));
      return { containerInstances: known.map((instance) => this.#describe(instance)), failures };
    },
    UpdateContainerInstancesState: ({ containerInstances, status }) => {
      const arns = atMost(10, containerInstances);
      const broken = arns.flatMap((arn) => (this.broken.has(arn) ? [{ arn, reason: this.broken.get(arn) }] : []));
      const changed = this.#found(arns.filter((arn) => !this.broken.has(arn)));
      for (const instance of changed) this.#setStatus(instance, String(status));
      return { containerInstances: changed.map((instance) => this.#describe(instance)), failures: broken };
    },
    ListTasks: (input) => {
      const [instance] = this.#found([String(input["containerInstance"])]);
      const desired = input["desiredStatus"] ?? "RUNNING";
      const tasks = instance?.tasks.filter((task) => this.statusOf(instance, task)[0] === desired) ?? [];
      return this.#page(
        "taskArns",
        tasks.map(({ arn }) => arn),
        input,
      );
    },
    DescribeTasks: ({ tasks }) => ({
      tasks: atMost(100, tasks).flatMap((taskArn) =>
        this.instances.flatMap((instance) =>
          instance.tasks
            .filter(({ arn }) => arn === taskArn)
            .map((task) => ({ taskArn, lastStatus: this.statusOf(instance, task)[1] })),
        ),
      ),
    }),
    PutAttributes: ({ attributes }) => {
      for (const { targetId, name, value } of atMostTen(attributes))
        for (const instance of this.#found([targetId])) instance.attributes[name] = value ?? "";
      return {};
    },
    DeleteAttributes: ({ attributes }) => {
      for (const { targetId, name } of atMostTen(attributes))
        for (const instance of this.#found([targetId])) delete instance.attributes[name];
      return {};
    },
    DescribeAutoScalingInstances: ({ InstanceIds }) => ({
      AutoScalingInstances: atMost(50, InstanceIds).flatMap((id) => {
        const member = this.members.get(id);
        return member === undefined ? [] : [{ InstanceId: id, LifecycleState: member.state }];
      }),
    }),
    RecordLifecycleActionHeartbeat: (input) => {
      const member = this.#waiting(input);
      const cap = Math.min(48 * 3600, 100 * member.heartbeatSeconds);
      member.timesOutAt = Math.min(this.now() + member.heartbeatSeconds * 1000, member.startedAt + cap * 1000);
      return {};
    },
    CompleteLifecycleAction: (input) => {
      const instanceId = String(input["InstanceId"]);
      const member = this.#waiting(input);
      const unfinished = this.unfinishedOn(instanceId);
      this.completions.push({ instanceId, result: String(input["LifecycleActionResult"]), unfinished });
      member.state = member.after;
      return {};
    },
    TerminateInstances: ({ InstanceIds }) => {
      this.terminated.push(...atMost(1000, InstanceIds));
      return {};
    },
    ChangeMessageVisibility: ({ ReceiptHandle, VisibilityTimeout }) => {
      const message = this.messages.find(({ id }) => id === ReceiptHandle);
      if (message) message.visibleAt = this.now() + Number(VisibilityTimeout) * 1000;
      return {};
    },
    SendMessage: ({ MessageBody, MessageAttributes }) => {
      const { reason } = MessageAttributes as { reason: { StringValue: string } };
      this.buried.push({ body: String(MessageBody), reason: reason.StringValue });
      return {};
    },
  };

  #page(member: string, items: readonly string[], { nextToken }: Input): object {
    const start = Number(nextToken ?? 0);
    const end = start + this.pageSize;
    return { [member]: items.slice(start, end), ...(end < items.length && { nextToken: String(end) }) };
  }

  #found(arns: readonly string[]): readonly ModelInstance[] {
    return this.instances.filter(({ arn }) => arns.includes(arn));
  }

  #describe(instance: ModelInstance): object {
    const counted = instance.tasks.filter((task) => this.statusOf(instance, task)[0] === "RUNNING");
    const pending = counted.filter((task) => this.statusOf(instance, task)[1] !== "RUNNING");
    return {
      containerInstanceArn: instance.arn,
      ec2InstanceId: instance.instanceId,
      status: instance.status,
      agentConnected: instance.isConnected,
      runningTasksCount: counted.length - pending.length,
      pendingTasksCount: pending.length,
      attributes: Object.entries(instance.attributes).map(([name, value]) => ({ name, value })),
    };
  }

  #setStatus(instance: ModelInstance, status: string): void {
    if (instance.status === status) return;
    instance.status = status;
    instance.drainedAt = status === "DRAINING" ? this.now() : undefined;
    (status === "DRAINING" ? this.drains : this.reactivations).push(instance.instanceId);
  }

  #waiting({ InstanceId, LifecycleActionToken }: Input): ModelMember {
    const member = this.members.get(String(InstanceId));
    if (member?.state.endsWith(":Wait") && member.token === LifecycleActionToken) return member;
    throw awsError("ValidationError", `No active Lifecycle Action found with instance ID ${InstanceId}`);
  }
}

const atMost = (limit: number, value: unknown): string[] => {
  const items = value as string[];
  if (items.length <= limit) return items;
  throw awsError("InvalidParameterException", `${items.length} items, at most ${limit} are allowed`);
};

const atMostTen = (value: unknown) => {
  atMost(10, value);
  return value as { targetId: string; name: string; value?: string }[];
};
