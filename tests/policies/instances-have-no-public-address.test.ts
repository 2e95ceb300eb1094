import { expect } from "chai";
import { instancesHaveNoPublicAddress } from "../../policies/instances-have-no-public-address";
import { unknownValue } from "../../policies/pack/known-values";
import { types } from "../../policies/pack/resource-types";
import { resource } from "./facts";

const check = (type: string, props: Readonly<Record<string, unknown>>) =>
  instancesHaveNoPublicAddress.check(resource(type, props));
const refused = [
  "Has a public address, allowed: a private one in a private subnet, reached through the load balancer or SSM.",
];

describe("policy instances-have-no-public-address", () => {
  it("takes private instances and tasks", () => {
    expect(check(types.launchTemplate, {})).to.deep.equal([]);
    expect(check(types.launchTemplate, { networkInterfaces: [{ associatePublicIpAddress: "false" }] })).to.deep.equal(
      [],
    );
    expect(check(types.service, { networkConfiguration: { assignPublicIp: false } })).to.deep.equal([]);
    expect(instancesHaveNoPublicAddress.level).to.equal("mandatory");
  });

  it("refuses a launch template that asks for a public address", () => {
    const networkInterfaces = [{ associatePublicIpAddress: "false" }, { associatePublicIpAddress: "true" }];
    expect(check(types.launchTemplate, { networkInterfaces })).to.deep.equal(refused);
  });

  it("refuses an instance that asks for one", () => {
    expect(check(types.instance, { associatePublicIpAddress: true })).to.deep.equal(refused);
  });

  it("refuses a service whose tasks get one", () => {
    expect(check(types.service, { networkConfiguration: { assignPublicIp: true } })).to.deep.equal(refused);
  });

  it("says nothing about what isn't known yet", () => {
    expect(check(types.instance, { associatePublicIpAddress: unknownValue })).to.deep.equal([]);
  });
});
