import { expect } from "chai";
import { parseState } from "../../cli/parse-state";
import { planAlarms } from "../../cli/plan-alarms";

const arn = (name: string): string => `arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/${name}`;
const groupArns = { web: { blue: arn("web-blue/1"), green: arn("web-green/2") } };

const resources = (...dimensions: readonly (object | undefined)[]) =>
  parseState(
    JSON.stringify({
      deployment: {
        resources: [
          { urn: "urn:pulumi:prod::switchyard::pulumi:pulumi:Stack::switchyard-prod", type: "pulumi:pulumi:Stack" },
          ...dimensions.map((of, index) => ({
            urn: `urn:pulumi:prod::switchyard::aws:cloudwatch/metricAlarm:MetricAlarm::alarm-${index}`,
            type: "aws:cloudwatch/metricAlarm:MetricAlarm",
            id: `alarm-${index}-abc`,
            inputs: of === undefined ? {} : { dimensions: of },
          })),
        ],
      },
    }),
  ).resources;

describe("planAlarms", () => {
  it("takes every alarm about the groups of the record by AWS's name for it, whoever declared it", () => {
    const found = planAlarms(
      resources(
        { TargetGroup: "targetgroup/web-blue/1" },
        { TargetGroup: "targetgroup/web-green/2" },
        { TargetGroup: "targetgroup/web-green/2", LoadBalancer: "app/edge/3" },
        { TargetGroup: "targetgroup/web-green/22" },
        { TargetGroup: "web-green/2" },
        { QueueName: "dead-letters" },
        undefined,
      ),
      groupArns,
    );
    expect(found).to.deep.equal({
      alarms: [
        { name: "alarm-0-abc", color: "blue" },
        { name: "alarm-1-abc", color: "green" },
        { name: "alarm-2-abc", color: "green" },
      ],
      missing: [],
    });
  });

  it("names each colour of each service that nothing would ring for", () => {
    const both = { ...groupArns, api: { blue: arn("api-blue/1"), green: arn("api-green/2") } };
    const { missing } = planAlarms(
      resources({ TargetGroup: "targetgroup/web-blue/1" }, { TargetGroup: "targetgroup/api-green/2" }),
      both,
    );
    expect(missing).to.deep.equal(["green of web", "blue of api"]);
  });
});
