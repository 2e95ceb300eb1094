import { expect } from "chai";
import { createTargetGroups } from "../../clients/target-health";
import { type AwsStub, errorXml, startAwsStub } from "../support/aws-stub";

const { signal } = new AbortController();

const healthXml = (targets: readonly string[]): string =>
  `<DescribeTargetHealthResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"><DescribeTargetHealthResult><TargetHealthDescriptions>${targets
    .map((target) => `<member>${target}</member>`)
    .join("")}</TargetHealthDescriptions></DescribeTargetHealthResult></DescribeTargetHealthResponse>`;

describe("createTargetGroups", () => {
  let aws: AwsStub;
  beforeEach(async () => {
    aws = await startAwsStub();
  });
  afterEach(() => aws.close());

  const health = () => createTargetGroups(aws.settings).health("arn:group", signal);

  it("reads every target with its port and state", async () => {
    aws.answer = () => ({
      body: healthXml([
        "<Target><Id>i-1</Id><Port>32768</Port></Target><TargetHealth><State>healthy</State></TargetHealth>",
        "<Target><Id>i-1</Id><Port>32769</Port></Target><TargetHealth><State>unused</State></TargetHealth>",
      ]),
    });
    expect(await health()).to.deep.equal([
      { instanceId: "i-1", port: 32768, state: "healthy" },
      { instanceId: "i-1", port: 32769, state: "unused" },
    ]);
    expect(aws.calls.map(({ operation, input }) => [operation, input])).to.deep.equal([
      ["DescribeTargetHealth", { TargetGroupArn: "arn:group" }],
    ]);
  });

  it("reads an empty group as no targets", async () => {
    aws.answer = () => ({ body: healthXml([]) });
    expect(await health()).to.deep.equal([]);
  });

  it("takes a target that AWS says nothing about for unknown, never for healthy", async () => {
    aws.answer = () => ({ body: healthXml(["<Target><Id>i-1</Id></Target>", ""]) });
    expect(await health()).to.deep.equal([
      { instanceId: "i-1", port: 0, state: "unknown" },
      { instanceId: "", port: 0, state: "unknown" },
    ]);
  });

  it("passes on a refusal, also where the group is gone: gone is not empty", async () => {
    aws.answer = () => ({ status: 400, body: errorXml("TargetGroupNotFound", "One or more target groups not found") });
    const failure = await health().catch((error: Error) => error);
    expect(failure).to.have.property("name", "TargetGroupNotFoundException");
  });
});
