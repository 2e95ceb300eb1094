import { setTimeout as sleep } from "node:timers/promises";
import { applicationAutoScalingOperations } from "./application-autoscaling/operations";
import { advanceAutoScaling } from "./autoscaling/advance";
import { observeAutoScaling } from "./autoscaling/observe";
import { autoScalingOperations } from "./autoscaling/operations";
import { cloudFrontOperations } from "./cloudfront/operations";
import { keyValueStoreOperations } from "./cloudfront-keyvaluestore/operations";
import { advanceCloudWatch } from "./cloudwatch/advance";
import { cloudWatchOperations } from "./cloudwatch/operations";
import { advanceDynamoDb } from "./dynamodb/advance";
import { dynamoDbOperations } from "./dynamodb/operations";
import { advanceEc2 } from "./ec2/advance";
import { observeEc2 } from "./ec2/observe";
import { ec2Operations } from "./ec2/operations";
import { advanceEcs } from "./ecs/advance";
import { observeEcs } from "./ecs/observe";
import { ecsOperations } from "./ecs/operations";
import { advanceElbv2 } from "./elbv2/advance";
import { observeElbv2 } from "./elbv2/observe";
import { elbv2Operations } from "./elbv2/operations";
import { advanceEvents } from "./events/advance";
import { eventsOperations } from "./events/operations";
import { Faults } from "./faults";
import { observeLambda } from "./lambda/observe";
import { lambdaOperations } from "./lambda/operations";
import type { Observation } from "./observation";
import { AwsError, type CallContext, type Operations } from "./operation";
import { s3Operations } from "./s3/operations";
import { advanceSqs } from "./sqs/advance";
import { isEmptyReceive, pollMilliseconds } from "./sqs/long-poll";
import { sqsOperations } from "./sqs/operations";
import { ssmOperations } from "./ssm/operations";
import { emptyRegionState, type RegionState } from "./state";
import { stsOperations } from "./sts/operations";

const operationsByService: Readonly<Record<string, Operations>> = {
  "application-autoscaling": applicationAutoScalingOperations,
  autoscaling: autoScalingOperations,
  cloudfront: cloudFrontOperations,
  "cloudfront-keyvaluestore": keyValueStoreOperations,
  cloudwatch: cloudWatchOperations,
  dynamodb: dynamoDbOperations,
  ec2: ec2Operations,
  ecs: ecsOperations,
  elbv2: elbv2Operations,
  events: eventsOperations,
  lambda: lambdaOperations,
  s3: s3Operations,
  sqs: sqsOperations,
  ssm: ssmOperations,
  sts: stsOperations,
};

const advances = [
  advanceAutoScaling,
  advanceDynamoDb,
  advanceEc2,
  advanceEcs,
  advanceElbv2,
  advanceEvents,
  advanceSqs,
  advanceCloudWatch,
];
const observers = [observeAutoScaling, observeEc2, observeEcs, observeElbv2, observeLambda];

/** Milliseconds between two looks of a long poll. */
const pollStepMs = 20;

/** One call as the region saw it. */
export interface RecordedCall {
  readonly at: number;
  readonly service: string;
  readonly operation: string;
  readonly input: unknown;
  /** The error code, where the call was refused. */
  readonly error?: string;
  /** Whose keys signed it, where that is known. */
  readonly caller?: string;
}

/** Everything a region takes from outside: clock, randomness, identity. */
export interface RegionOptions {
  /** @default Date.now */
  readonly now?: () => number;
  /** Uniform in [0, 1). @default Math.random */
  readonly random?: () => number;
  /** @default "123456789012" */
  readonly accountId?: string;
  /** @default "eu-west-1" */
  readonly region?: string;
  /** Where it begins; also how a model's own figures are set, for example `ec2.launchLagMs`. @default emptyRegionState */
  readonly state?: RegionState;
}

/** The local region: AWS's answers to the calls that this project makes, over one immutable state. */
export class Region {
  public readonly faults = new Faults();
  /** Every call since the start, oldest first. */
  public readonly calls: RecordedCall[] = [];
  private current: RegionState;
  private readonly options: Required<Omit<RegionOptions, "state">>;

  public constructor({ state = emptyRegionState, ...options }: RegionOptions = {}) {
    this.current = state;
    this.options = {
      now: Date.now,
      random: Math.random,
      accountId: "123456789012",
      region: "eu-west-1",
      ...options,
    };
  }

  /** The state as of the last call, observation or tick. */
  public get state(): RegionState {
    return this.current;
  }

  /** The context of a transition at this moment. */
  public get context(): CallContext {
    const { now, random, accountId, region } = this.options;
    return { now: now(), random, accountId, region };
  }

  /** Answers one AWS call, with whatever was planted in front of it or behind it; throws {@link AwsError} where AWS refuses or nothing is modelled. */
  public call(service: string, operation: string, input: unknown): Promise<object> {
    return this.answer({ service, operation, input });
  }

  /** The same for calls that one caller signs: they are recorded as its own. */
  public as(caller: string): Region["call"] {
    return (service, operation, input) => this.answer({ service, operation, input, caller });
  }

  /** Lets time take effect: deployments proceed, timers fire, drains end. */
  public advance(): void {
    const { context } = this;
    this.current = advances.reduce((state, advance) => advance(state, context), this.current);
  }

  /** Takes in what the effects saw. */
  public observe(observation: Observation): void {
    const { context } = this;
    this.current = observers.reduce((state, observe) => observe(state, observation, context), this.current);
  }

  private async answer(call: Omit<RecordedCall, "at" | "error">): Promise<object> {
    const at = this.context.now;
    try {
      const { before, after } = this.faults.strike(call.service, call.operation, call.input);
      if (before !== undefined) await before();
      const output = await this.transitOrWait(call);
      this.calls.push({ at, ...call });
      if (after !== undefined) await after();
      return output;
    } catch (error) {
      if (error instanceof AwsError) this.calls.push({ at, ...call, error: error.code });
      throw error;
    }
  }

  /** A long poll is the one call that waits for something to happen, and never longer than on this machine's clock. */
  private async transitOrWait({ service, operation, input }: Omit<RecordedCall, "at">): Promise<object> {
    const output = this.transit(service, operation, input);
    const wait = pollMilliseconds(this.current, { name: `${service}:${operation}`, input });
    if (wait === 0 || !isEmptyReceive(output)) return output;
    const [until, latest] = [this.context.now + wait, performance.now() + wait];
    for (;;) {
      await sleep(pollStepMs);
      const later = this.transit(service, operation, input);
      if (!isEmptyReceive(later) || this.context.now >= until || performance.now() >= latest) return later;
    }
  }

  private transit(service: string, operation: string, input: unknown): object {
    const transition = operationsByService[service]?.[operation];
    if (transition === undefined) {
      throw new AwsError("NotModelled", `The rehearsal's region does not model ${service}:${operation}.`, 501);
    }
    const { state, output } = transition(this.current, input as never, this.context);
    this.current = state;
    return output;
  }
}
