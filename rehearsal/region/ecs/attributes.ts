import type { Attribute, DeleteAttributesCommandInput, PutAttributesCommandInput } from "@aws-sdk/client-ecs";
import { AwsError, type Operation } from "../operation";
import type { RegionState } from "../state";
import { clusterOf } from "./find-records";
import type { ClusterRecord, ContainerInstanceRecord } from "./state";
import { putContainerInstance } from "./update-ecs";

/** Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PutAttributes.html */
const mostAttributes = 10;

/** Sets custom attributes of container instances, at most 10 a call. */
export const putAttributes: Operation<PutAttributesCommandInput> = (state, input) => {
  const attributes = requireAttributes(input.attributes);
  const changed = attributes.reduce((current, attribute) => {
    const instance = targetOf(current, clusterOf(current, input.cluster), attribute);
    const { name, value } = attribute;
    const others = instance.attributes.filter((other) => other.name !== name);
    return putContainerInstance(current, { ...instance, attributes: [...others, { name, value }] });
  }, state);
  return { state: changed, output: { attributes } };
};

/** Takes custom attributes away, at most 10 a call; one that isn't there is no error. */
export const deleteAttributes: Operation<DeleteAttributesCommandInput> = (state, input) => {
  const attributes = requireAttributes(input.attributes);
  const changed = attributes.reduce((current, { name, ...attribute }) => {
    const instance = targetOf(current, clusterOf(current, input.cluster), attribute);
    const kept = instance.attributes.filter((other) => other.name !== name);
    return putContainerInstance(current, { ...instance, attributes: kept });
  }, state);
  return { state: changed, output: { attributes } };
};

const requireAttributes = (attributes: readonly Attribute[] = []): readonly Attribute[] => {
  if (attributes.length >= 1 && attributes.length <= mostAttributes) return attributes;
  throw new AwsError(
    "InvalidParameterException",
    `attributes has ${attributes.length} items: use 1 to ${mostAttributes}.`,
  );
};

const targetOf = (
  state: RegionState,
  { clusterArn }: ClusterRecord,
  { targetId = "" }: Pick<Attribute, "targetId">,
): ContainerInstanceRecord => {
  const found = Object.values(state.ecs.containerInstances).find(
    ({ containerInstanceArn: arn, ...instance }) =>
      instance.clusterArn === clusterArn && (arn === targetId || arn.endsWith(`/${targetId}`)),
  );
  if (found === undefined) throw new AwsError("TargetNotFoundException", `The container instance ${targetId} is gone.`);
  return found;
};
