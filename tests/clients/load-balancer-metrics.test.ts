import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { expect } from "chai";
import { createLoadBalancerMetrics } from "../../clients/load-balancer-metrics";
import { fakeAwsClient } from "../support/fake-aws-client";

const range = { from: 60_000, to: 240_000 };
const metric = { metricName: "RequestCount", loadBalancer: "app/edge/1" };

const read = (answers: readonly object[], asked: object = metric) => {
  const { client, sent } = fakeAwsClient<CloudWatchClient>((_command, index) => answers[index] ?? {});
  return { values: createLoadBalancerMetrics(client).values({ ...metric, ...asked }, range), sent };
};

const page = (Values: readonly number[], StatusCode: string, NextToken?: string) => ({
  MetricDataResults: [{ Values, StatusCode }],
  NextToken,
});

describe("createLoadBalancerMetrics", () => {
  it("reads the sums of each minute, of the load balancer or of one group, page after page", async () => {
    const { values, sent } = read([page([1, 2], "PartialData", "more"), page([3], "Complete")], {
      targetGroup: "targetgroup/web/1",
    });
    expect(await values).to.deep.equal([1, 2, 3]);
    const query = (Dimensions: readonly object[]) => ({
      Id: "value",
      MetricStat: {
        Metric: { Namespace: "AWS/ApplicationELB", MetricName: "RequestCount", Dimensions },
        Period: 60,
        Stat: "Sum",
      },
    });
    const loadBalancer = { Name: "LoadBalancer", Value: "app/edge/1" };
    const asked = {
      MetricDataQueries: [query([{ Name: "TargetGroup", Value: "targetgroup/web/1" }, loadBalancer])],
      StartTime: new Date(60_000),
      EndTime: new Date(240_000),
    };
    expect(sent.map(({ input }) => input)).to.deep.equal([
      { ...asked, NextToken: undefined },
      { ...asked, NextToken: "more" },
    ]);

    const whole = read([page([], "Complete")]);
    expect(await whole.values).to.deep.equal([]);
    expect(whole.sent[0]?.input).to.have.deep.property("MetricDataQueries", [query([loadBalancer])]);
  });

  for (const [title, answers, problem] of [
    ["an error inside", [page([], "InternalError")], "InternalError"],
    ["a page that may not be seen", [page([1], "PartialData", "more"), page([], "Forbidden")], "Forbidden"],
    ["a page that isn't the last", [page([1], "PartialData")], "its answer is not complete"],
    ["no result", [{}], "its answer is not complete"],
  ] as const)
    it(`takes ${title} for no answer, and never for no requests`, async () => {
      const error = await read(answers).values.catch((reason: unknown) => reason);
      expect(error).to.have.property("message", `CloudWatch doesn't tell RequestCount: ${problem}.`);
    });
});
