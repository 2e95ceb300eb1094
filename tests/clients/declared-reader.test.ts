import { ParameterNotFound, type SSMClient } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { createDeclaredReader } from "../../clients/declared-reader";
import { awsError, fakeAwsClient } from "../support/fake-aws-client";

const read = (answer: object | Error) => {
  const { client, sent } = fakeAwsClient<SSMClient>(() => answer);
  return { value: createDeclaredReader(client, "/declared")().catch((error: Error) => error.message), sent };
};

describe("createDeclaredReader", () => {
  it("reads the value, and when AWS took it", async () => {
    const { value, sent } = read({ Parameter: { Value: "{}", LastModifiedDate: new Date(1_234), Version: 3 } });
    expect(await value).to.deep.equal({ value: "{}", modifiedAt: 1_234 });
    expect(sent).to.deep.equal([{ operation: "GetParameter", input: { Name: "/declared" } }]);
  });

  it("is undefined where there is none", async () => {
    expect(await read(new ParameterNotFound({ message: "none", $metadata: {} })).value).to.equal(undefined);
  });

  it("passes on every other refusal", async () => {
    expect(await read(awsError("ThrottlingException", "slow down")).value).to.equal("slow down");
  });

  for (const Parameter of [undefined, { Value: "{}" }, { LastModifiedDate: new Date(0) }]) {
    it(`refuses the answer ${JSON.stringify(Parameter)}`, async () => {
      expect(await read({ Parameter }).value).to.equal(
        "AWS answered without a value or a date for the parameter /declared.",
      );
    });
  }
});
