import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { allow } from "../../components/allow";
import { BundledFunction } from "../../components/bundled-function";
import { keyOf, outputValue, recordResources, resourceOf } from "../support/pulumi";

const component = "switchyard:index:BundledFunction work";

const record = () =>
  recordResources(
    () =>
      new BundledFunction("work", {
        description: "Works",
        code: new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset("exports.handler = 1") }),
        environment: { WHERE: pulumi.output("here") },
        statements: [allow(["ecs:ListClusters"], "*")],
        timeoutSeconds: 7,
        memory: 256,
        logRetentionDays: 5,
      }),
  );

describe("BundledFunction", () => {
  it("is a function with a role, a policy and logs of its own", async () => {
    const { resources, result } = await record();
    expect(resources.map((resource) => [keyOf(resource), resource.parent])).to.have.deep.members([
      [component, undefined],
      ["aws:cloudwatch/logGroup:LogGroup work-logs", component],
      ["aws:iam/role:Role work-role", component],
      ["aws:iam/rolePolicy:RolePolicy work-policy", component],
      ["aws:lambda/function:Function work", component],
    ]);
    const logs = resourceOf(resources, "aws:cloudwatch/logGroup:LogGroup", "work-logs");
    expect(logs.inputs).to.deep.equal({ retentionInDays: 5 });
    expect(await outputValue(result.functionName)).to.equal("work-name");
    expect(await outputValue(result.arn)).to.equal("arn:work:Function");
  });

  it("runs the bundle on Arm, with logs in which CloudWatch finds metrics", async () => {
    const { resources } = await record();
    const lambda = resourceOf(resources, "aws:lambda/function:Function", "work");
    const { code, ...inputs } = lambda.inputs;
    expect(inputs).to.deep.equal({
      description: "Works",
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      handler: "index.handler",
      role: "arn:work-role:Role",
      timeout: 7,
      memorySize: 256,
      loggingConfig: { logFormat: "JSON", logGroup: "work-logs-name", systemLogLevel: "WARN" },
      environment: { variables: { WHERE: "here" } },
    });
    const files = (await (code as pulumi.asset.AssetArchive).assets) as Record<string, pulumi.asset.StringAsset>;
    expect(Object.keys(files)).to.deep.equal(["index.js"]);
    expect(await files["index.js"]?.text).to.equal("exports.handler = 1");
    expect(lambda.dependsOn).to.include("aws:iam/rolePolicy:RolePolicy work-policy");
  });

  it("has a role that Lambda alone takes and that may do what is said, and log", async () => {
    const { resources } = await record();
    const trust = { Service: "lambda.amazonaws.com" };
    expect(resourceOf(resources, "aws:iam/role:Role", "work-role").inputs).to.deep.equal({
      assumeRolePolicy: {
        Version: "2012-10-17",
        Statement: [{ Sid: "AllowAssumeRole", Effect: "Allow", Principal: trust, Action: "sts:AssumeRole" }],
      },
    });
    expect(resourceOf(resources, "aws:iam/rolePolicy:RolePolicy", "work-policy").inputs).to.deep.equal({
      role: "work-role-name",
      policy: {
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Action: ["ecs:ListClusters"], Resource: "*" },
          {
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: "arn:work-logs:LogGroup:*",
          },
        ],
      },
    });
  });
});
