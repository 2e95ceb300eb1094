import { expect } from "chai";
import { createParameters } from "../../clients/parameters";
import { type AwsStub, startAwsStub } from "../support/aws-stub";

const { signal } = new AbortController();

describe("createParameters", () => {
  let aws: AwsStub;
  beforeEach(async () => {
    aws = await startAwsStub();
  });
  afterEach(() => aws.close());

  it("reads value and version", async () => {
    aws.answer = () => ({ body: JSON.stringify({ Parameter: { Name: "/a", Value: "{}", Version: 3 } }) });
    expect(await createParameters(aws.settings).get("/a", signal)).to.deep.equal({ value: "{}", version: 3 });
    expect(aws.calls.map(({ operation, input }) => ({ operation, input }))).to.deep.equal([
      { operation: "GetParameter", input: { Name: "/a" } },
    ]);
  });

  it("signs with the config's credentials and region", async () => {
    aws.answer = () => ({ body: JSON.stringify({ Version: 4 }) });
    await createParameters(aws.settings).put({ name: "/a", value: "b" }, signal);
    expect(aws.calls[0]?.authorization).to.match(/Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/ssm\/aws4_request/);
  });

  it("overwrites and tells the new version, without touching the type", async () => {
    aws.answer = () => ({ body: JSON.stringify({ Version: 4, Tier: "Standard" }) });
    expect(await createParameters(aws.settings).put({ name: "/a", value: "b" }, signal)).to.equal(4);
    expect(aws.calls.map(({ operation, input }) => ({ operation, input }))).to.deep.equal([
      { operation: "PutParameter", input: { Name: "/a", Value: "b", Overwrite: true } },
    ]);
  });

  it("passes AWS's refusal on by its name", async () => {
    aws.answer = () => ({ status: 400, body: JSON.stringify({ __type: "ParameterNotFound" }) });
    const failure: unknown = await createParameters(aws.settings)
      .get("/a", signal)
      .catch((error: unknown) => error);
    expect(failure).to.have.property("name", "ParameterNotFound");
  });

  it("doesn't take an empty answer for a value or a version", async () => {
    aws.answer = () => ({ body: "{}" });
    const parameters = createParameters(aws.settings);
    const failures = await Promise.allSettled([
      parameters.get("/a", signal),
      parameters.put({ name: "/a", value: "b" }, signal),
    ]);
    expect(failures.map((one) => (one.status === "rejected" ? String(one.reason) : "answered"))).to.deep.equal([
      "Error: AWS answered without a value for the parameter /a.",
      "Error: AWS answered without a version for the parameter /a.",
    ]);
  });
});
