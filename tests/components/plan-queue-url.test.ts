import { expect } from "chai";
import { planQueueUrl } from "../../components/plan-queue-url";

describe("planQueueUrl", () => {
  for (const [arn, url] of [
    ["arn:aws:sqs:eu-central-1:123456789012:jobs", "https://sqs.eu-central-1.amazonaws.com/123456789012/jobs"],
    ["arn:aws-cn:sqs:cn-north-1:123456789012:jobs", "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/jobs"],
    ["arn:aws-us-gov:sqs:us-gov-west-1:123456789012:jobs", "https://sqs.us-gov-west-1.amazonaws.com/123456789012/jobs"],
  ] as const) {
    it(`is ${url}`, () => {
      expect(planQueueUrl(arn)).to.equal(url);
    });
  }
});
