import { type ApplicationAutoScalingState, emptyApplicationAutoScalingState } from "./application-autoscaling/state";
import { type AutoScalingState, emptyAutoScalingState } from "./autoscaling/state";
import { emptyKeyValueStoreState, type KeyValueStoreState } from "./cloudfront-keyvaluestore/state";
import { type CloudWatchState, emptyCloudWatchState } from "./cloudwatch/state";
import { type DynamoDbState, emptyDynamoDbState } from "./dynamodb/state";
import { type Ec2State, emptyEc2State } from "./ec2/state";
import { type EcsState, emptyEcsState } from "./ecs/state";
import { type Elbv2State, emptyElbv2State } from "./elbv2/state";
import { type EventsState, emptyEventsState } from "./events/state";
import { emptyLambdaState, type LambdaState } from "./lambda/state";
import { emptyS3State, type S3State } from "./s3/state";
import { emptySqsState, type SqsState } from "./sqs/state";
import { emptySsmState, type SsmState } from "./ssm/state";

/** Everything the local region knows; a service may read its neighbours' slices, but changes them only through their operations. */
export interface RegionState {
  readonly applicationAutoScaling: ApplicationAutoScalingState;
  readonly autoscaling: AutoScalingState;
  readonly cloudwatch: CloudWatchState;
  readonly elbv2: Elbv2State;
  readonly dynamodb: DynamoDbState;
  readonly ecs: EcsState;
  readonly ec2: Ec2State;
  readonly events: EventsState;
  readonly lambda: LambdaState;
  readonly sqs: SqsState;
  readonly keyValueStores: KeyValueStoreState;
  readonly s3: S3State;
  readonly ssm: SsmState;
}

/** A region that nobody has used yet. */
export const emptyRegionState: RegionState = {
  applicationAutoScaling: emptyApplicationAutoScalingState,
  autoscaling: emptyAutoScalingState,
  cloudwatch: emptyCloudWatchState,
  elbv2: emptyElbv2State,
  dynamodb: emptyDynamoDbState,
  ecs: emptyEcsState,
  ec2: emptyEc2State,
  events: emptyEventsState,
  lambda: emptyLambdaState,
  sqs: emptySqsState,
  keyValueStores: emptyKeyValueStoreState,
  s3: emptyS3State,
  ssm: emptySsmState,
};
