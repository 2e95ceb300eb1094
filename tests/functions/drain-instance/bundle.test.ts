import { expect } from "chai";
import { type AwsStub, startAwsStub } from "../../support/aws-stub";
import { interruption } from "../../support/drain-events";
import { accountId, clusterArn, instanceId, region } from "../../support/drain-harness";
import { type FunctionBundle, writeFunctionBundle } from "../../support/function-bundle";

const environment = {
  AWS_REGION: region,
  AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "wJalrEXAMPLE",
  ACCOUNT_ID: accountId,
  CLUSTER_TAG_KEY: "switchyard:cluster",
  CLUSTER_TAG_VALUE: "prod",
  HOOK_NAME: "switchyard-drain",
  HOOK_HEARTBEAT_SECONDS: "900",
  DRAIN_BUDGET_SECONDS: "3600",
  FAILURE_POLICY: "continue",
  REBALANCE_PATIENCE_SECONDS: "1800",
  QUEUE_URL: "http://127.0.0.1:1/queue",
  DEAD_LETTER_QUEUE_URL: "http://127.0.0.1:1/dead",
};

/** The answers of an account with one cluster and one instance. */
const answers: Readonly<Record<string, object>> = {
  ListClusters: { clusterArns: [clusterArn] },
  DescribeClusters: { clusters: [{ clusterArn, tags: [{ key: "switchyard:cluster", value: "prod" }] }] },
  ListContainerInstances: { containerInstanceArns: ["arn-1"] },
  UpdateContainerInstancesState: { containerInstances: [{ ec2InstanceId: instanceId(1), status: "DRAINING" }] },
};

describe("the bundle of drain-instance", () => {
  let bundle: FunctionBundle;
  let ecs: AwsStub;

  before(async () => {
    bundle = await writeFunctionBundle("drain-instance");
    ecs = await startAwsStub();
    ecs.answer = ({ operation }) => ({ body: JSON.stringify(answers[operation] ?? {}) });
  });

  after(() => Promise.all([bundle.remove(), ecs.close()]));

  it("drains an interrupted instance through the real SDK", async () => {
    const event = {
      Records: [{ messageId: "m", body: interruption(instanceId(1), "terminate", Date.now()), attributes: {} }],
    };
    const script = `require(process.env.BUNDLE).handler(${JSON.stringify(event)}).then((r) => console.log(JSON.stringify(r)))`;

    const lambda = { ...environment, AWS_LAMBDA_FUNCTION_NAME: "drain-1", AWS_ENDPOINT_URL: ecs.url };
    const lines = (await bundle.run(script, lambda)).trim().split("\n");

    expect(JSON.parse(lines[0] ?? "")).to.include({
      FunctionName: "drain-1",
      event: "draining",
      instanceId: instanceId(1),
    });
    expect(JSON.parse(lines[1] ?? "")).to.deep.equal({ batchItemFailures: [] });
    expect(ecs.calls.slice(2).map(({ operation, input }) => ({ operation, input }))).to.deep.equal([
      {
        operation: "ListContainerInstances",
        input: { cluster: clusterArn, filter: `ec2InstanceId in [${instanceId(1)}]`, status: "ACTIVE" },
      },
      {
        operation: "UpdateContainerInstancesState",
        input: { cluster: clusterArn, containerInstances: ["arn-1"], status: "DRAINING" },
      },
    ]);
  });
}).timeout(20_000);
