import { expect } from "chai";
import { type DrainEnvironment, parseDrainSettings } from "../../../functions/drain-instance/settings";

const environment: DrainEnvironment = {
  AWS_REGION: "eu-west-1",
  ACCOUNT_ID: "123456789012",
  CLUSTER_TAG_KEY: "switchyard:cluster",
  CLUSTER_TAG_VALUE: "prod",
  HOOK_NAME: "switchyard-drain",
  HOOK_HEARTBEAT_SECONDS: "900",
  DRAIN_BUDGET_SECONDS: "3600",
  FAILURE_POLICY: "continue",
  REBALANCE_PATIENCE_SECONDS: "1800",
  QUEUE_URL: "https://sqs.eu-west-1.amazonaws.com/123456789012/drain",
  DEAD_LETTER_QUEUE_URL: "https://sqs.eu-west-1.amazonaws.com/123456789012/dead",
};

const problemsOf = (changed: Readonly<Record<string, string | undefined>>): string => {
  try {
    parseDrainSettings({ ...environment, ...changed });
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : "not an error";
  }
};

const outside = (name: string, value: string, maximum: number, minimum = 60): string =>
  `${name} is "${value}": it must be from ${minimum} to ${maximum} seconds.`;
const notSeconds = (name: string, value: string, maximum: number, minimum = 60): string =>
  `${name} is "${value}": it must be whole seconds from ${minimum} to ${maximum}.`;

const bad: readonly (readonly [name: keyof DrainEnvironment, value: string | undefined, problem: string])[] = [
  ["AWS_REGION", undefined, 'AWS_REGION is "": it must be an AWS region.'],
  ["AWS_REGION", "mars", 'AWS_REGION is "mars": it must be an AWS region.'],
  ["ACCOUNT_ID", undefined, 'ACCOUNT_ID is "": it must be twelve digits.'],
  ["ACCOUNT_ID", "12345678901", 'ACCOUNT_ID is "12345678901": it must be twelve digits.'],
  ["CLUSTER_TAG_KEY", "", 'CLUSTER_TAG_KEY is "": it must be the key of a tag.'],
  ["CLUSTER_TAG_VALUE", undefined, 'CLUSTER_TAG_VALUE is "": it must be the value of a tag.'],
  ["HOOK_NAME", "", 'HOOK_NAME is "": it must be the name of a lifecycle hook.'],
  ["HOOK_HEARTBEAT_SECONDS", undefined, notSeconds("HOOK_HEARTBEAT_SECONDS", "", 7200, 30)],
  ["HOOK_HEARTBEAT_SECONDS", "29", outside("HOOK_HEARTBEAT_SECONDS", "29", 7200, 30)],
  ["HOOK_HEARTBEAT_SECONDS", "7201", outside("HOOK_HEARTBEAT_SECONDS", "7201", 7200, 30)],
  ["DRAIN_BUDGET_SECONDS", "", notSeconds("DRAIN_BUDGET_SECONDS", "", 90_000)],
  ["DRAIN_BUDGET_SECONDS", "0", outside("DRAIN_BUDGET_SECONDS", "0", 90_000)],
  ["DRAIN_BUDGET_SECONDS", "1.5", notSeconds("DRAIN_BUDGET_SECONDS", "1.5", 90_000)],
  ["DRAIN_BUDGET_SECONDS", "90001", outside("DRAIN_BUDGET_SECONDS", "90001", 90_000)],
  ["FAILURE_POLICY", undefined, 'FAILURE_POLICY is "": it must be continue, undo, retain.'],
  ["FAILURE_POLICY", "continued", 'FAILURE_POLICY is "continued": it must be continue, undo, retain.'],
  ["REBALANCE_PATIENCE_SECONDS", "-60", notSeconds("REBALANCE_PATIENCE_SECONDS", "-60", 86_400)],
  ["REBALANCE_PATIENCE_SECONDS", "86401", outside("REBALANCE_PATIENCE_SECONDS", "86401", 86_400)],
  ["QUEUE_URL", undefined, 'QUEUE_URL is "": it must be the URL of a queue.'],
  ["DEAD_LETTER_QUEUE_URL", "arn:aws:sqs", 'DEAD_LETTER_QUEUE_URL is "arn:aws:sqs": it must be the URL of a queue.'],
];

describe("parseDrainSettings", () => {
  it("reads a complete environment", () => {
    expect(parseDrainSettings({ ...environment })).to.deep.equal({
      scope: { accountId: "123456789012", region: "eu-west-1", hookName: "switchyard-drain" },
      lifecycle: { heartbeatSeconds: 900, budgetSeconds: 3600, failurePolicy: "continue" },
      rebalance: { patienceSeconds: 1800, budgetSeconds: 3600, failurePolicy: "continue" },
      clusterTag: { key: "switchyard:cluster", value: "prod" },
      queueUrls: { queueUrl: environment.QUEUE_URL, deadLetterQueueUrl: environment.DEAD_LETTER_QUEUE_URL },
    });
  });

  for (const failurePolicy of ["undo", "retain"]) {
    it(`reads the policy ${failurePolicy} for hooks and recommendations`, () => {
      const settings = parseDrainSettings({ ...environment, FAILURE_POLICY: failurePolicy });

      expect(settings.lifecycle.failurePolicy).to.equal(failurePolicy);
      expect(settings.rebalance.failurePolicy).to.equal(failurePolicy);
    });
  }

  for (const [name, value, problem] of bad) {
    it(`refuses ${name} = ${JSON.stringify(value)}`, () => {
      expect(problemsOf({ [name]: value })).to.equal(`The drain function can't start:\n${problem}`);
    });
  }

  it("reads gov regions and local endpoints", () => {
    expect(problemsOf({ AWS_REGION: "us-gov-west-1", QUEUE_URL: "http://127.0.0.1:4566/queue" })).to.equal("");
  });

  it("reads the regions of every partition", () => {
    for (const AWS_REGION of ["cn-north-1", "us-iso-east-1", "us-isob-east-1", "eusc-de-east-1"])
      expect(problemsOf({ AWS_REGION }), AWS_REGION).to.equal("");
  });

  it("lists every problem at once", () => {
    const nothing = Object.fromEntries(Object.keys(environment).map((name) => [name, undefined]));

    expect(problemsOf(nothing).split("\n")).to.have.length(12);
  });
});
