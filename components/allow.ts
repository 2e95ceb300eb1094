import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** A statement that allows some actions on one resource, or on those that a pattern matches. */
export const allow = (
  actions: string[],
  resource: pulumi.Input<string>,
  condition?: NonNullable<aws.iam.PolicyStatement["Condition"]>,
): aws.iam.PolicyStatement => ({
  Effect: "Allow",
  Action: actions,
  Resource: resource,
  ...(condition === undefined ? {} : { Condition: condition }),
});

/** The ARN pattern of everything of a kind in a cluster. */
export const arnsInCluster = (
  clusterArn: pulumi.Output<string>,
  kind: "container-instance" | "service" | "task",
): pulumi.Output<string> => clusterArn.apply((arn) => `${arn.replace(":cluster/", `:${kind}/`)}/*`);
