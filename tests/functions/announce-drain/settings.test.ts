import { expect } from "chai";
import { parseAnnounceSettings } from "../../../functions/announce-drain/settings";

const complete = {
  AWS_REGION: "eu-central-1",
  ACCOUNT_ID: "123456789012",
  CLUSTER_ARN: "arn:aws:ecs:eu-central-1:123456789012:cluster/main",
  INSTANCE_TAG_KEY: "switchyard:cluster",
  INSTANCE_TAG_VALUE: "main",
  HOOK_NAME: "switchyard-drain",
  DRAIN_BUDGET_SECONDS: "975",
  REBALANCE_PATIENCE_SECONDS: "1800",
  STACK: "switchyard/staging",
  QUEUE_URL: "https://sqs.eu-central-1.amazonaws.com/123456789012/announce",
  TABLE_NAME: "threads",
  SLACK_CHANNEL: "#releases",
  SLACK_API_URL: "https://slack.com/api/",
  SLACK_TOKEN_PARAMETER: "/switchyard/switchyard/staging/slack-token",
};

const problemsOf = (environment: Readonly<Record<string, string | undefined>>): string => {
  try {
    parseAnnounceSettings(environment);
    return "";
  } catch (error) {
    return String(error);
  }
};

const refused: readonly [keyof typeof complete, string | undefined, string][] = [
  ["AWS_REGION", undefined, 'AWS_REGION is "": it must be an AWS region.'],
  ["ACCOUNT_ID", "1234", 'ACCOUNT_ID is "1234": it must be twelve digits.'],
  ["CLUSTER_ARN", "main", 'CLUSTER_ARN is "main": it must be the ARN of a cluster.'],
  ["INSTANCE_TAG_KEY", "", 'INSTANCE_TAG_KEY is "": it must be the key of a tag.'],
  ["INSTANCE_TAG_VALUE", "", 'INSTANCE_TAG_VALUE is "": it must be the value of a tag.'],
  ["HOOK_NAME", "", 'HOOK_NAME is "": it must be the name of a lifecycle hook.'],
  ["DRAIN_BUDGET_SECONDS", "1.5", 'DRAIN_BUDGET_SECONDS is "1.5": it must be whole seconds from 60 to 172800.'],
  ["DRAIN_BUDGET_SECONDS", "59", 'DRAIN_BUDGET_SECONDS is "59": it must be from 60 to 172800 seconds.'],
  [
    "REBALANCE_PATIENCE_SECONDS",
    "86401",
    'REBALANCE_PATIENCE_SECONDS is "86401": it must be from 60 to 86400 seconds.',
  ],
  ["STACK", "", 'STACK is "": it must be the name of a project and a stack.'],
  ["QUEUE_URL", "queue", 'QUEUE_URL is "queue": it must be the URL of a queue.'],
  ["TABLE_NAME", "", 'TABLE_NAME is "": it must be the name of a table.'],
  ["SLACK_CHANNEL", "", 'SLACK_CHANNEL is "": it must be the name or the id of a Slack channel.'],
  ["SLACK_API_URL", "slack", 'SLACK_API_URL is "slack": it must be the URL of Slack\'s Web API.'],
  ["SLACK_TOKEN_PARAMETER", "", 'SLACK_TOKEN_PARAMETER is "": it must be the name of a parameter.'],
];

describe("parseAnnounceSettings", () => {
  it("reads a complete environment", () => {
    expect(parseAnnounceSettings(complete)).to.deep.equal({
      scope: { accountId: "123456789012", region: "eu-central-1", hookName: "switchyard-drain" },
      limits: { budgetSeconds: 975, patienceSeconds: 1800 },
      clusterArn: complete.CLUSTER_ARN,
      instanceTag: { key: "switchyard:cluster", value: "main" },
      stack: "switchyard/staging",
      place: {
        tableName: "threads",
        queueUrl: complete.QUEUE_URL,
        channel: "#releases",
        apiUrl: "https://slack.com/api/",
        tokenParameter: complete.SLACK_TOKEN_PARAMETER,
      },
    });
  });

  it("reads the regions of every partition", () => {
    for (const AWS_REGION of ["us-gov-west-1", "cn-north-1", "us-iso-east-1", "eusc-de-east-1"])
      expect(problemsOf({ ...complete, AWS_REGION }), AWS_REGION).to.equal("");
  });

  for (const [name, value, problem] of refused) {
    it(`refuses ${name} = ${JSON.stringify(value)}`, () => {
      expect(
        problemsOf({ ...complete, [name]: value })
          .split("\n")
          .slice(1),
      ).to.include(problem);
    });
  }

  it("names every problem at once", () => {
    expect(problemsOf({}).split("\n")[0]).to.equal("Error: The announce function can't start:");
    for (const name of Object.keys(complete)) expect(problemsOf({})).to.include(`${name} is`);
  });
});
