import type { SSMClient } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { createDatedParameters } from "../../clients/dated-parameters";
import { fakeAwsClient } from "../support/fake-aws-client";

const parameter = { Value: "{}", Version: 3, LastModifiedDate: new Date(5_000) };

describe("createDatedParameters", () => {
  it("reads value, version and date", async () => {
    const { client, sent } = fakeAwsClient<SSMClient>(() => ({ Parameter: parameter }));
    expect(await createDatedParameters(client).get("/a")).to.deep.equal({ value: "{}", version: 3, changedAt: 5_000 });
    expect(sent).to.deep.equal([{ operation: "GetParameter", input: { Name: "/a" } }]);
  });

  for (const key of ["Value", "Version", "LastModifiedDate"] as const)
    it(`refuses an answer without ${key}`, async () => {
      const { client } = fakeAwsClient<SSMClient>(() => ({ Parameter: { ...parameter, [key]: undefined } }));
      const error = await createDatedParameters(client)
        .get("/a")
        .catch((reason: unknown) => reason);
      expect(error).to.have.property("message").that.includes("for the parameter /a.");
    });

  it("replaces a value", async () => {
    const { client, sent } = fakeAwsClient<SSMClient>(() => ({ Version: 4 }));
    await createDatedParameters(client).put("/a", "b");
    expect(sent).to.deep.equal([{ operation: "PutParameter", input: { Name: "/a", Value: "b", Overwrite: true } }]);
  });
});
