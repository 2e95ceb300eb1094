import { expect } from "chai";
import { instanceTypeOf, registeredResources } from "../../../../rehearsal/region/ec2/instance-types";
import { AwsError } from "../../../../rehearsal/region/operation";

describe("instanceTypeOf", () => {
  const types = [
    ["m7g.large", 2, 8, "arm64"],
    ["m7g.medium", 1, 4, "arm64"],
    ["c6i.xlarge", 4, 8, "x86_64"],
    ["c7gd.2xlarge", 8, 16, "arm64"],
    ["r5.large", 2, 16, "x86_64"],
    ["m6a.16xlarge", 64, 256, "x86_64"],
    ["t3.micro", 2, 1, "x86_64"],
    ["t4g.medium", 2, 4, "arm64"],
  ] as const;
  for (const [name, vcpus, gib, architecture] of types) {
    it(`knows ${name}`, () => {
      expect(instanceTypeOf(name)).to.deep.equal({ vcpus, memoryMiB: gib * 1024, architecture });
    });
  }

  for (const name of ["", "m7g", "m7g.huge", "m4.large", "t3.2xlarge", "p5.48xlarge"]) {
    it(`refuses ${JSON.stringify(name)} by its name`, () => {
      expect(() => instanceTypeOf(name)).to.throw(AwsError, `does not know the instance type ${name};`);
    });
  }
});

describe("registeredResources", () => {
  it("offers all CPU units and what the system leaves of the memory", () => {
    expect(registeredResources(instanceTypeOf("m7g.large"))).to.deep.equal({ cpu: 2048, memory: 7782 });
  });
});
