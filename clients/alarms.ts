import { CloudWatchClient, paginateDescribeAlarms } from "@aws-sdk/client-cloudwatch";
import { type AwsSessionSettings, clientConfig } from "./aws-session";

/** What CloudWatch tells of one alarm. */
export interface AlarmState {
  readonly name: string;
  /** `OK`, `ALARM` or `INSUFFICIENT_DATA`. */
  readonly state: string;
}

/** Reads what alarms say. */
export interface Alarms {
  /** The metric alarms of these names that exist; AWS leaves out the others without a word. */
  states(names: readonly string[], signal: AbortSignal): Promise<readonly AlarmState[]>;
}

/** Names in one call, and alarms on a page: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
const batchSize = 100;

/** Alarms in CloudWatch. */
export const createAlarms = (settings: AwsSessionSettings): Alarms => {
  const client = new CloudWatchClient(clientConfig(settings, "cloudwatch"));
  return {
    states: async (names, abortSignal) => {
      const states: AlarmState[] = [];
      for (let index = 0; index < names.length; index += batchSize) {
        const AlarmNames = names.slice(index, index + batchSize);
        const pages = paginateDescribeAlarms({ client, pageSize: batchSize }, { AlarmNames }, { abortSignal });
        for await (const { MetricAlarms = [] } of pages) states.push(...MetricAlarms.map(toAlarmState));
      }
      return states;
    },
  };
};

const toAlarmState = ({
  AlarmName = "",
  StateValue = "",
}: {
  readonly AlarmName?: string | undefined;
  readonly StateValue?: string | undefined;
}): AlarmState => ({ name: AlarmName, state: StateValue });
