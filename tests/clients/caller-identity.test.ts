import { expect } from "chai";
import { createCallerIdentity } from "../../clients/caller-identity";
import { type AwsStub, identityXml, startAwsStub } from "../support/aws-stub";

describe("createCallerIdentity", () => {
  let aws: AwsStub;
  beforeEach(async () => {
    aws = await startAwsStub();
  });
  afterEach(() => aws.close());

  it("tells the account of the credentials", async () => {
    aws.answer = () => ({ body: identityXml("123456789012") });
    expect(await createCallerIdentity(aws.settings).accountId(AbortSignal.timeout(60_000))).to.equal("123456789012");
  });

  it("refuses an answer without an account", async () => {
    aws.answer = () => ({ body: identityXml("").replace("<Account></Account>", "") });
    const failure: unknown = await createCallerIdentity(aws.settings)
      .accountId(AbortSignal.timeout(60_000))
      .catch((error: unknown) => error);
    expect(String(failure)).to.equal("Error: AWS STS named no account for these credentials.");
  });
});
