import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

// Each resource that is named after a policy breaks that policy, and no other one.

const metadataOptions = { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 };
const blockDeviceMappings = [{ deviceName: "/dev/xvda", ebs: { volumeSize: 30, encrypted: "true" } }];

new aws.ec2.LaunchTemplate("instances-require-imdsv2", {
  metadataOptions: { ...metadataOptions, httpPutResponseHopLimit: 2 },
  blockDeviceMappings,
});
new aws.ec2.LaunchTemplate("instances-have-no-public-address", {
  metadataOptions,
  blockDeviceMappings,
  networkInterfaces: [{ associatePublicIpAddress: "true" }],
});
new aws.ec2.LaunchTemplate("disks-are-encrypted", {
  metadataOptions,
  blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumeSize: 30 } }],
});

const container = { name: "web", image: "example.com/web:1", memory: 64, stopTimeout: 30 };
const definition = (name: string, more: object): aws.ecs.TaskDefinition =>
  new aws.ecs.TaskDefinition(name, { family: name, containerDefinitions: JSON.stringify([{ ...container, ...more }]) });

const cluster = new aws.ecs.Cluster("cluster");
const service = (name: string, taskDefinition: aws.ecs.TaskDefinition): aws.ecs.Service =>
  new aws.ecs.Service(name, { cluster: cluster.arn, taskDefinition: taskDefinition.arn });

const slow = service("drain-fits-the-spot-notice", definition("slow", { stopTimeout: 110 }));
new aws.appautoscaling.Target("slow", {
  serviceNamespace: "ecs",
  scalableDimension: "ecs:service:DesiredCount",
  resourceId: pulumi.interpolate`service/${cluster.name}/${slow.name}`,
  minCapacity: 1,
  maxCapacity: 2,
});
service("both-colors-autoscale", definition("quick", {}));

definition("environments-hold-no-secrets", { environment: [{ name: "DATABASE_PASSWORD", value: "hunter2" }] });
