import { expect } from "chai";
import { parsePattern } from "../../../../rehearsal/region/events/match-pattern";
import { AwsError } from "../../../../rehearsal/region/operation";

const event = {
  source: "aws.ec2",
  "detail-type": "EC2 Spot Instance Interruption Warning",
  resources: ["arn:aws:ec2:eu-west-1a:instance/i-1", "arn:b"],
  detail: { "instance-action": "terminate", count: 3, isLast: false, nothing: null },
};

describe("parsePattern", () => {
  const patterns: readonly (readonly [object, boolean])[] = [
    [{ source: ["aws.ec2"] }, true],
    [{ source: ["aws.ec"] }, false],
    [{ source: ["aws.s3", "aws.ec2"] }, true],
    [{ source: ["aws.ec2"], "detail-type": ["other"] }, false],
    [{ detail: { "instance-action": ["terminate"] } }, true],
    [{ detail: { "instance-action": ["stop"] } }, false],
    [{ detail: { count: [3] } }, true],
    [{ detail: { count: ["3"] } }, false],
    [{ detail: { isLast: [false], nothing: [null] } }, true],
    [{ resources: ["arn:b"] }, true],
    [{ resources: [{ prefix: "arn:aws:ec2" }] }, true],
    [{ source: [{ prefix: "aws." }] }, true],
    [{ source: [{ prefix: "ec2" }] }, false],
    [{ source: [{ "anything-but": ["aws.s3"] }] }, true],
    [{ source: [{ "anything-but": "aws.ec2" }] }, false],
    [{ detail: { state: [{ exists: false }] } }, true],
    [{ detail: { state: [{ exists: true }] } }, false],
    [{ detail: { "instance-action": [{ exists: true }] } }, true],
    [{ detail: { state: [{ "anything-but": ["x"] }] } }, false],
    [{ detail: { state: { name: ["x"] } } }, false],
  ];
  for (const [pattern, isMatching] of patterns) {
    it(`${isMatching ? "takes" : "leaves"} an event by ${JSON.stringify(pattern)}`, () => {
      expect(parsePattern(JSON.stringify(pattern))(event)).to.equal(isMatching);
    });
  }

  const refused: readonly (readonly [string, string, string])[] = [
    ["{", "InvalidEventPatternException", "is not JSON"],
    ["{}", "InvalidEventPatternException", "object with members"],
    ['{"source":"aws.ec2"}', "InvalidEventPatternException", "at least one value"],
    ['{"source":[]}', "InvalidEventPatternException", "at least one value"],
    ['{"source":[{"wildcard":"*"}]}', "NotModelled", "wildcard"],
    ['{"$or":[{"source":["a"]}]}', "NotModelled", "$or"],
    ['{"source":[{"anything-but":{"prefix":"a"}}]}', "NotModelled", "anything-but"],
    ['{"source":[{"prefix":{"equals-ignore-case":"a"}}]}', "NotModelled", "prefix"],
  ];
  for (const [text, code, part] of refused) {
    it(`refuses ${text}`, () => {
      expect(() => parsePattern(text))
        .to.throw(AwsError, part)
        .with.property("code", code);
    });
  }
});
