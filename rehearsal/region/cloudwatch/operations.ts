import type { Operations } from "../operation";
import { listTagsForResource, tagResource, untagResource } from "./alarm-tags";
import { deleteAlarms, describeAlarms, putMetricAlarm } from "./alarms";
import { getMetricData } from "./metric-data";

/** The CloudWatch operations that a hook, function, command or the provider sends. */
export const cloudWatchOperations: Operations = {
  DeleteAlarms: deleteAlarms,
  DescribeAlarms: describeAlarms,
  GetMetricData: getMetricData,
  ListTagsForResource: listTagsForResource,
  PutMetricAlarm: putMetricAlarm,
  TagResource: tagResource,
  UntagResource: untagResource,
};
