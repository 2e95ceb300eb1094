import { expect } from "chai";
import { taskDefinition } from "../../../../../rehearsal/provider/live/ecs/task-definition";
import { AwsError } from "../../../../../rehearsal/region/operation";
import { scriptedAws } from "../../scripted-aws";

const arn = "arn:aws:ecs:eu-west-1:123456789012:task-definition/app-a:1";
const described = {
  taskDefinition: { taskDefinitionArn: arn, family: "app-a", revision: 1, networkMode: "bridge", status: "ACTIVE" },
};
const containers = [{ name: "app", image: "nginx:1", essential: true, portMappings: [{ containerPort: 8080 }] }];
const inputs = {
  family: "app-a",
  containerDefinitions: JSON.stringify(containers),
  executionRoleArn: "arn:exec",
  networkMode: "bridge",
  requiresCompatibilities: ["EC2"],
};

describe("aws.ecs.TaskDefinition", () => {
  it("registers the containers that its text holds", async () => {
    const { context, calls, kept } = scriptedAws({ "ecs:RegisterTaskDefinition": described });
    const resource = await taskDefinition.create(inputs, context);
    expect(calls).to.deep.equal([
      [
        "ecs:RegisterTaskDefinition",
        {
          containerDefinitions: containers,
          executionRoleArn: "arn:exec",
          family: "app-a",
          networkMode: "bridge",
          requiresCompatibilities: ["EC2"],
        },
      ],
    ]);
    expect(resource).to.deep.equal({
      id: "app-a",
      outputs: {
        arn,
        arnWithoutRevision: "arn:aws:ecs:eu-west-1:123456789012:task-definition/app-a",
        networkMode: "bridge",
        revision: 1,
      },
    });
    expect(kept).to.deep.equal([resource]);
  });

  it("registers sizes, platform, constraints and tags", async () => {
    const { context, calls } = scriptedAws({ "ecs:RegisterTaskDefinition": described });
    const more = {
      family: "app-a",
      containerDefinitions: "[]",
      cpu: 256,
      memory: "512",
      taskRoleArn: "arn:task",
      runtimePlatform: { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" },
      placementConstraints: [{ type: "memberOf", expression: "attribute:a == b" }],
      tagsAll: { a: "b" },
    };
    await taskDefinition.create(more, context);
    expect(calls[0]?.[1]).to.deep.equal({
      containerDefinitions: [],
      cpu: "256",
      family: "app-a",
      memory: "512",
      placementConstraints: [{ type: "memberOf", expression: "attribute:a == b" }],
      runtimePlatform: { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" },
      tags: [{ key: "a", value: "b" }],
      taskRoleArn: "arn:task",
    });
  });

  it("is deregistered when it goes, unless the program keeps it for a rollback", async () => {
    const { context, calls } = scriptedAws({ "ecs:DeregisterTaskDefinition": {} });
    await taskDefinition.delete({ id: "app-a", state: { arn, skipDestroy: true } }, context);
    expect(calls).to.deep.equal([]);
    await taskDefinition.delete({ id: "app-a", state: { arn } }, context);
    expect(calls).to.deep.equal([["ecs:DeregisterTaskDefinition", { taskDefinition: arn }]]);
  });

  it("changes nothing but tags in place", async () => {
    const { context, calls } = scriptedAws({ "ecs:TagResource": {} });
    const news = { ...inputs, skipDestroy: true, tagsAll: { a: "b" } };
    await taskDefinition.update({ id: "app-a", state: { arn }, olds: inputs, news }, context);
    expect(calls).to.deep.equal([["ecs:TagResource", { resourceArn: arn, tags: [{ key: "a", value: "b" }] }]]);
  });

  it("is read by its revision, and gone where that is inactive or unknown", async () => {
    const inactive = { taskDefinition: { ...described.taskDefinition, status: "INACTIVE" } };
    const unknown = new AwsError("ClientException", "Unable to describe task definition.");
    const { context, calls } = scriptedAws({ "ecs:DescribeTaskDefinition": [described, inactive, unknown] });
    const read = () => taskDefinition.read({ id: "app-a", state: { arn } }, context);
    expect([(await read())?.id, await read(), await read()]).to.deep.equal(["app-a", undefined, undefined]);
    expect(calls[0]).to.deep.equal(["ecs:DescribeTaskDefinition", { taskDefinition: arn, include: ["TAGS"] }]);
  });

  it("refuses what isn't modelled, or isn't a list of containers, by name", async () => {
    const { context, calls } = scriptedAws({});
    const errors = [
      await taskDefinition.create({ ...inputs, volumes: [{ name: "v" }] }, context).catch(String),
      await taskDefinition.create({ ...inputs, containerDefinitions: "{}" }, context).catch(String),
    ];
    expect(errors).to.deep.equal([
      "Error: The rehearsal does not model the property volumes of a task definition.",
      "Error: ECS Task Definition container_definitions is invalid: expected a JSON array, got {}.",
    ]);
    expect(calls).to.deep.equal([]);
  });
});
