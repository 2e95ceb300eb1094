import type {
  CreateEventSourceMappingCommandInput,
  DeleteEventSourceMappingCommandInput,
  EventSourceMappingConfiguration,
  GetEventSourceMappingCommandInput,
  UpdateEventSourceMappingCommandInput,
} from "@aws-sdk/client-lambda";
import { AwsError, type Operation } from "../operation";
import { randomHex } from "../random-hex";
import { findQueueByArn } from "../sqs/queue-records";
import type { RegionState } from "../state";
import { functionOf, mappingOf, overlay, putMapping } from "./function-records";
import type { EventSourceMappingRecord } from "./state";

/** Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const mostMessages = 10_000;
const mostMessagesWithoutWindow = 10;
const longestWindowSeconds = 300;
const concurrency = [2, 1000] as const;

const modelled = [
  "BatchSize",
  "Enabled",
  "EventSourceArn",
  "FunctionName",
  "FunctionResponseTypes",
  "MaximumBatchingWindowInSeconds",
  "ScalingConfig",
  "Tags",
];

/** Lets a queue feed a function; it is enabled at once, where AWS takes some seconds. */
export const createEventSourceMapping: Operation<
  CreateEventSourceMappingCommandInput,
  EventSourceMappingConfiguration
> = (state, input, { now, random }) => {
  requireConfig(state, input);
  const { functionArn } = functionOf(state, input.FunctionName);
  const uuid = [8, 4, 4, 4, 12].map((digits) => randomHex(random, digits)).join("-");
  const record: EventSourceMappingRecord = { uuid, functionArn, config: input, modifiedAt: now };
  return { state: putMapping(state, record), output: describe(record) };
};

/** One event source mapping. */
export const getEventSourceMapping: Operation<GetEventSourceMappingCommandInput, EventSourceMappingConfiguration> = (
  state,
  input,
) => ({ state, output: describe(mappingOf(state, input.UUID)) });

/** Changes what is named. */
export const updateEventSourceMapping: Operation<
  UpdateEventSourceMappingCommandInput,
  EventSourceMappingConfiguration
> = (state, { UUID, ...change }, { now }) => {
  const before = mappingOf(state, UUID);
  const config = overlay(before.config, change);
  requireConfig(state, config);
  const { functionArn } = functionOf(state, config.FunctionName);
  const record = { ...before, functionArn, config, modifiedAt: now };
  return { state: putMapping(state, record), output: describe(record) };
};

/** Ends the feeding; messages stay in the queue. */
export const deleteEventSourceMapping: Operation<
  DeleteEventSourceMappingCommandInput,
  EventSourceMappingConfiguration
> = (state, input) => {
  const record = mappingOf(state, input.UUID);
  const { [record.uuid]: _deleted, ...mappings } = state.lambda.mappings;
  return {
    state: { ...state, lambda: { ...state.lambda, mappings } },
    output: { ...describe(record), State: "Deleting" },
  };
};

const requireConfig = (state: RegionState, config: EventSourceMappingRecord["config"]): void => {
  const unknown = Object.keys(config).find((name) => !modelled.includes(name));
  const queue = findQueueByArn(state, config.EventSourceArn);
  if (unknown !== undefined || !config.EventSourceArn?.startsWith("arn:aws:sqs:")) {
    const subject = unknown ?? `the event source ${config.EventSourceArn}`;
    throw new AwsError("NotModelled", `The rehearsal's region does not model ${subject}; it reads queues.`, 501);
  }
  if (queue === undefined) throw invalid(`The queue ${config.EventSourceArn} does not exist`);
  requireBatch(config);
  const visibility = Number(queue.attributes["VisibilityTimeout"]);
  const timeout = functionOf(state, config.FunctionName).config.Timeout ?? 3;
  if (visibility < timeout) {
    throw invalid(`Queue visibility timeout: ${visibility} seconds is less than Function timeout: ${timeout} seconds`);
  }
};

const requireBatch = (config: EventSourceMappingRecord["config"]): void => {
  const { BatchSize = 10, MaximumBatchingWindowInSeconds: window = 0, ScalingConfig } = config;
  if (BatchSize < 1 || BatchSize > mostMessages) throw invalid(`BatchSize is ${BatchSize}: use 1 to ${mostMessages}`);
  if (window < 0 || window > longestWindowSeconds) {
    throw invalid(`MaximumBatchingWindowInSeconds is ${window}: use 0 to ${longestWindowSeconds}`);
  }
  if (BatchSize > mostMessagesWithoutWindow && window < 1) {
    throw invalid(
      `Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than ${mostMessagesWithoutWindow}`,
    );
  }
  const most = ScalingConfig?.MaximumConcurrency ?? concurrency[0];
  if (most < concurrency[0] || most > concurrency[1]) {
    throw invalid(`MaximumConcurrency is ${most}: use ${concurrency.join(" to ")}`);
  }
};

const invalid = (problem: string): AwsError => new AwsError("InvalidParameterValueException", `${problem}.`);

const describe = ({
  uuid,
  functionArn,
  config,
  modifiedAt,
}: EventSourceMappingRecord): EventSourceMappingConfiguration => ({
  UUID: uuid,
  EventSourceArn: config.EventSourceArn,
  FunctionArn: functionArn,
  BatchSize: config.BatchSize ?? 10,
  MaximumBatchingWindowInSeconds: config.MaximumBatchingWindowInSeconds ?? 0,
  FunctionResponseTypes: config.FunctionResponseTypes ?? [],
  ...(config.ScalingConfig === undefined ? {} : { ScalingConfig: config.ScalingConfig }),
  LastModified: new Date(modifiedAt),
  State: config.Enabled === false ? "Disabled" : "Enabled",
  StateTransitionReason: "User action",
});
