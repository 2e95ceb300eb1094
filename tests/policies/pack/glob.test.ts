import { expect } from "chai";
import { matchesGlob } from "../../../policies/pack/glob";

describe("matchesGlob", () => {
  it("takes any letters for a star and one for a question mark, in any case", () => {
    expect(matchesGlob("sqs:Send*", "sqs:SendMessage")).to.equal(true);
    expect(matchesGlob("SQS:send?essage", "sqs:SendMessage")).to.equal(true);
    expect(matchesGlob("*", "anything:at/all")).to.equal(true);
  });

  it("matches the whole text, and everything else as it is written", () => {
    expect(matchesGlob("sqs:Send", "sqs:SendMessage")).to.equal(false);
    expect(matchesGlob("sqs.Send*", "sqs:SendMessage")).to.equal(false);
    expect(matchesGlob("arn:aws:s3:::a+b/(c)", "arn:aws:s3:::a+b/(c)")).to.equal(true);
  });
});
