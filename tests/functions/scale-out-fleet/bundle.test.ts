import { expect } from "chai";
import { type AwsStub, startAwsStub } from "../../support/aws-stub";
import { type FunctionBundle, writeFunctionBundle } from "../../support/function-bundle";

const clusterArn = "arn:aws:ecs:eu-central-1:123456789012:cluster/main";
const environment = {
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "wJalrEXAMPLE",
  CLUSTER_ARN: clusterArn,
  FLEET_ID: "sfr-1",
  PURCHASE_ATTRIBUTE: "switchyard.purchase",
  MAXIMUM_TARGET: "6",
  SPARE_TASKS: "1",
};

/** The answers of a cluster with one task that has no place, and no instance. */
const answers: Readonly<Record<string, string>> = {
  ListServices: JSON.stringify({ serviceArns: ["web"] }),
  DescribeServices: JSON.stringify({
    services: [{ deployments: [{ id: "ecs-svc/1", status: "PRIMARY", desiredCount: 1, taskDefinition: "web:1" }] }],
  }),
  ListContainerInstances: JSON.stringify({ containerInstanceArns: [] }),
  DescribeTaskDefinition: JSON.stringify({ taskDefinition: { containerDefinitions: [{ cpu: 256, memory: 512 }] } }),
  DescribeSpotFleetRequests: `<DescribeSpotFleetRequestsResponse><spotFleetRequestConfigSet><item>
    <spotFleetRequestId>sfr-1</spotFleetRequestId>
    <spotFleetRequestConfig><targetCapacity>0</targetCapacity></spotFleetRequestConfig>
    </item></spotFleetRequestConfigSet></DescribeSpotFleetRequestsResponse>`,
  ModifySpotFleetRequest: "<ModifySpotFleetRequestResponse><return>true</return></ModifySpotFleetRequestResponse>",
};

describe("the bundle of scale-out-fleet", () => {
  let bundle: FunctionBundle;
  let aws: AwsStub;

  before(async () => {
    bundle = await writeFunctionBundle("scale-out-fleet");
    aws = await startAwsStub();
    aws.answer = ({ operation }) => ({ body: answers[operation] ?? "{}" });
  });

  after(() => Promise.all([bundle.remove(), aws.close()]));

  it("raises the fleet's target through the real SDK", async () => {
    const script = "require(process.env.BUNDLE).handler().then((answer) => console.log(answer))";
    const printed = await bundle.run(script, { ...environment, AWS_ENDPOINT_URL: aws.url });

    expect(printed.trim().split("\n")).to.deep.equal([
      JSON.stringify({
        event: "scale-out",
        plan: { kind: "raise", target: 1, reason: "no-room" },
        target: 0,
        spotInstances: 0,
        missing: 1,
      }),
      "undefined",
    ]);
    const inputOf = (name: string) => aws.calls.find(({ operation }) => operation === name)?.input;
    expect(inputOf("ModifySpotFleetRequest")).to.deep.equal({
      SpotFleetRequestId: "sfr-1",
      TargetCapacity: "1",
      ExcessCapacityTerminationPolicy: "noTermination",
    });
    expect(inputOf("ListServices")).to.deep.equal({ cluster: clusterArn, maxResults: 100 });
  });
}).timeout(20_000);
