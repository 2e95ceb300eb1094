import type { SSMClient } from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { createPassingParameter } from "../../clients/passing-parameter";
import { awsError, fakeAwsClient } from "../support/fake-aws-client";

describe("createPassingParameter", () => {
  it("is written, read and removed", async () => {
    const { client, sent } = fakeAwsClient<SSMClient>(() => ({ Parameter: { Value: "text" } }));
    const parameter = createPassingParameter(client, "/roll");
    await parameter.write("text");
    expect(await parameter.read()).to.equal("text");
    await parameter.remove();
    expect(sent).to.deep.equal([
      { operation: "PutParameter", input: { Name: "/roll", Value: "text", Type: "String", Overwrite: true } },
      { operation: "GetParameter", input: { Name: "/roll" } },
      { operation: "DeleteParameter", input: { Name: "/roll" } },
    ]);
  });

  it("is nothing while it isn't there, which removes nothing", async () => {
    const { client } = fakeAwsClient<SSMClient>(() => awsError("ParameterNotFound"));
    const parameter = createPassingParameter(client, "/roll");
    expect(await parameter.read()).to.equal(undefined);
    await parameter.remove();
  });

  it("passes on every other failure", async () => {
    const { client } = fakeAwsClient<SSMClient>(() => awsError("AccessDeniedException", "no"));
    const parameter = createPassingParameter(client, "/roll");
    const failures = await Promise.all(
      [parameter.read(), parameter.remove()].map((call) => call.catch((error: Error) => error.message)),
    );
    expect(failures).to.deep.equal(["no", "no"]);
  });
});
