import type { SSMClient } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { createSecretParameter } from "../../clients/secret-parameter";
import { awsError, fakeAwsClient } from "../support/fake-aws-client";

describe("createSecretParameter", () => {
  it("decrypts once, however often it is asked", async () => {
    const { client, sent } = fakeAwsClient<SSMClient>(() => ({ Parameter: { Value: "xoxb-1" } }));
    const read = createSecretParameter(client, "/token");
    expect(await Promise.all([read(), read()])).to.deep.equal(["xoxb-1", "xoxb-1"]);
    expect(sent).to.deep.equal([{ operation: "GetParameter", input: { Name: "/token", WithDecryption: true } }]);
  });

  it("tries again after a failure, and after an answer without a value", async () => {
    const answers = [awsError("ThrottlingException", "slow down"), {}, { Parameter: { Value: "xoxb-1" } }];
    const { client } = fakeAwsClient<SSMClient>((_call, index) => answers[index] ?? {});
    const read = createSecretParameter(client, "/token");
    const messageOf = (error: Error): string => error.message;
    expect([await read().catch(messageOf), await read().catch(messageOf), await read()]).to.deep.equal([
      "slow down",
      "AWS answered without a value for the parameter /token.",
      "xoxb-1",
    ]);
  });
});
