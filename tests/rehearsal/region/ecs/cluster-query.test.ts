import { expect } from "chai";
import { matchesQuery } from "../../../../rehearsal/region/ecs/cluster-query";
import { AwsError } from "../../../../rehearsal/region/operation";

const instance = {
  ec2InstanceId: "i-1",
  registeredAt: Date.parse("2026-01-01T12:00:00Z"),
  attributes: [
    { name: "lifecycle", value: "spot" },
    { name: "ecs.instance-type", value: "m7g.large" },
  ],
};

describe("matchesQuery", () => {
  const matching = [
    "ec2InstanceId == i-1",
    "ec2InstanceId in [i-1, i-2]",
    "ec2InstanceId != i-2",
    "ec2InstanceId not_in [i-2]",
    "attribute:lifecycle == spot",
    "attribute:lifecycle equals spot",
    "attribute:ecs.instance-type =~ m7g.*",
    "attribute:ecs.instance-type !~ t3.*",
    "attribute:lifecycle exists",
    "attribute:gpu !exists",
    "not attribute:gpu exists",
    "agentConnected == true",
    "registeredAt > 2026-01-01T11:59:59+00:00",
    "registeredAt < 2026-01-01T12:00:01+00:00",
    "attribute:lifecycle == spot and ec2InstanceId == i-1",
    "attribute:lifecycle == other || ec2InstanceId == i-1",
    "attribute:lifecycle == other and ec2InstanceId == i-2 or ec2InstanceId == i-1",
    "!(attribute:lifecycle == other && ec2InstanceId == i-1)",
  ];
  for (const expression of matching) {
    it(`takes an instance by ${expression}`, () => {
      expect(matchesQuery(expression, instance)).to.equal(true);
      expect(matchesQuery(`not (${expression})`, instance)).to.equal(false);
    });
  }

  it("matches a pattern as a whole", () => {
    expect(matchesQuery("attribute:ecs.instance-type =~ m7g", instance)).to.equal(false);
  });

  const invalid = [
    "",
    "ec2InstanceId",
    "ec2InstanceId ==",
    "ec2InstanceId in i-1",
    "ec2InstanceId == i-1 i-2",
    "(ec2InstanceId == i-1",
    "ec2InstanceId ~~ i-1",
  ];
  for (const expression of invalid) {
    it(`refuses ${JSON.stringify(expression)}`, () => {
      expect(() => matchesQuery(expression, instance)).to.throw(AwsError, /Invalid expression/);
    });
  }

  it("refuses a subject that it doesn't model by its name", () => {
    expect(() => matchesQuery("agentVersion == 1", instance)).to.throw(
      AwsError,
      "The rehearsal's region does not model the query subject agentVersion; use ec2InstanceId, registeredAt, agentConnected or attribute:<name>.",
    );
  });
});
