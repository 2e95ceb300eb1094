import { expect } from "chai";
import { AnnouncementQueue } from "../../components/announcement-queue";
import { DrainQueue } from "../../components/drain-queue";
import { keyOf, recordResources, resourceOf } from "../support/pulumi";

const component = "switchyard:index:AnnouncementQueue announce";
const policyType = "aws:sqs/queuePolicy:QueuePolicy";
const targetType = "aws:cloudwatch/eventTarget:EventTarget";

const record = async () => {
  const { resources } = await recordResources(() => {
    const { rules } = new DrainQueue("drain", { groupName: "base", hookName: "hook", visibilityTimeoutSeconds: 35 });
    return new AnnouncementQueue("announce", { rules, visibilityTimeoutSeconds: 35 });
  });
  return resources;
};

describe("AnnouncementQueue", () => {
  it("gets the events of the drain's own rules in a queue of its own", async () => {
    const resources = await record();
    const own = resources.filter(({ parent }) => parent === component);
    expect(own.map(keyOf)).to.have.members([
      "aws:sqs/queue:Queue announce",
      `${policyType} announce-policy`,
      ...["interruption", "rebalance", "termination"].map((role) => `${targetType} announce-${role}-target`),
    ]);
    expect(resourceOf(resources, "aws:sqs/queue:Queue", "announce").inputs).to.deep.equal({
      visibilityTimeoutSeconds: 35,
      messageRetentionSeconds: 345_600,
      sqsManagedSseEnabled: true,
    });
    const targets = own.filter(({ type }) => type === targetType);
    expect(targets.map(({ inputs }) => inputs)).to.deep.equal(
      ["interruption", "rebalance", "termination"].map((role) => ({
        rule: `drain-${role}-name`,
        arn: "arn:announce:Queue",
        retryPolicy: { maximumEventAgeInSeconds: 300, maximumRetryAttempts: 185 },
      })),
    );
    for (const { dependsOn } of targets) expect(dependsOn).to.include(`${policyType} announce-policy`);
  });

  it("lets EventBridge send for these rules, and nobody for others", async () => {
    const { queueUrl, policy } = resourceOf(await record(), policyType, "announce-policy").inputs;
    expect([queueUrl, JSON.parse(String(policy))]).to.deep.equal([
      "https://sqs.example.com/announce",
      {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: "sqs:SendMessage",
            Resource: "arn:announce:Queue",
            Condition: {
              ArnEquals: {
                "aws:SourceArn": ["interruption", "rebalance", "termination"].map(
                  (role) => `arn:drain-${role}:EventRule`,
                ),
              },
            },
          },
        ],
      },
    ]);
  });
});
