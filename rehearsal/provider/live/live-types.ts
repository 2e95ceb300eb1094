import type { LiveType } from "../live-type";
import { scalableTarget } from "./appautoscaling/scalable-target";
import { scalingPolicy } from "./appautoscaling/scaling-policy";
import { scheduledAction } from "./appautoscaling/scheduled-action";
import { group } from "./autoscaling/group";
import { lifecycleHook } from "./autoscaling/lifecycle-hook";
import { keyValueStore } from "./cloudfront/key-value-store";
import { keyvaluestoreKey } from "./cloudfront/keyvaluestore-key";
import { eventRule } from "./cloudwatch/event-rule";
import { eventTarget } from "./cloudwatch/event-target";
import { metricAlarm } from "./cloudwatch/metric-alarm";
import { table } from "./dynamodb/table";
import { launchTemplate } from "./ec2/launch-template";
import { spotFleetRequest } from "./ec2/spot-fleet-request";
import { cluster } from "./ecs/cluster";
import { clusterCapacityProviders } from "./ecs/cluster-capacity-providers";
import { service } from "./ecs/service";
import { taskDefinition } from "./ecs/task-definition";
import { listener } from "./elbv2/listener";
import { listenerRule } from "./elbv2/listener-rule";
import { loadBalancer } from "./elbv2/load-balancer";
import { targetGroup } from "./elbv2/target-group";
import { eventSourceMapping } from "./lambda/event-source-mapping";
import { lambdaFunction } from "./lambda/function";
import { bucket } from "./s3/bucket";
import { bucketObject } from "./s3/bucket-object";
import { queue } from "./sqs/queue";
import { queuePolicy } from "./sqs/queue-policy";
import { parameter } from "./ssm/parameter";

/** The types that exist in the local region; all others are recorded. */
export const liveTypes: Readonly<Record<string, LiveType>> = {
  "aws:appautoscaling/policy:Policy": scalingPolicy,
  "aws:appautoscaling/scheduledAction:ScheduledAction": scheduledAction,
  "aws:appautoscaling/target:Target": scalableTarget,
  "aws:autoscaling/group:Group": group,
  "aws:autoscaling/lifecycleHook:LifecycleHook": lifecycleHook,
  "aws:cloudfront/keyValueStore:KeyValueStore": keyValueStore,
  "aws:cloudfront/keyvaluestoreKey:KeyvaluestoreKey": keyvaluestoreKey,
  "aws:cloudwatch/eventRule:EventRule": eventRule,
  "aws:cloudwatch/eventTarget:EventTarget": eventTarget,
  "aws:cloudwatch/metricAlarm:MetricAlarm": metricAlarm,
  "aws:dynamodb/table:Table": table,
  "aws:ec2/launchTemplate:LaunchTemplate": launchTemplate,
  "aws:ec2/spotFleetRequest:SpotFleetRequest": spotFleetRequest,
  "aws:ecs/cluster:Cluster": cluster,
  "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": clusterCapacityProviders,
  "aws:ecs/service:Service": service,
  "aws:ecs/taskDefinition:TaskDefinition": taskDefinition,
  "aws:lambda/eventSourceMapping:EventSourceMapping": eventSourceMapping,
  "aws:lambda/function:Function": lambdaFunction,
  "aws:lb/listener:Listener": listener,
  "aws:lb/listenerRule:ListenerRule": listenerRule,
  "aws:lb/loadBalancer:LoadBalancer": loadBalancer,
  "aws:lb/targetGroup:TargetGroup": targetGroup,
  "aws:s3/bucket:Bucket": bucket,
  "aws:s3/bucketObjectv2:BucketObjectv2": bucketObject,
  "aws:sqs/queue:Queue": queue,
  "aws:sqs/queuePolicy:QueuePolicy": queuePolicy,
  "aws:ssm/parameter:Parameter": parameter,
};
