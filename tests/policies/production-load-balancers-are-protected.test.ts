import { expect } from "chai";
import { unknownValue } from "../../policies/pack/known-values";
import { types } from "../../policies/pack/resource-types";
import { productionLoadBalancersAreProtected } from "../../policies/production-load-balancers-are-protected";
import { resource } from "./facts";

const check = (stack: string, enableDeletionProtection: unknown, config = {}) =>
  productionLoadBalancersAreProtected.check(
    resource(types.loadBalancer, { enableDeletionProtection }, { stack }),
    config,
  );
const refused = (stack: string) => [
  `enableDeletionProtection: got false, allowed in the stack ${stack}: true (config production: true).`,
];

describe("policy production-load-balancers-are-protected", () => {
  it("takes a protected one in production, and any elsewhere", () => {
    expect([...check("prod", true), ...check("staging", false), ...check("staging", undefined)]).to.deep.equal([]);
    expect(productionLoadBalancersAreProtected.level).to.equal("mandatory");
  });

  it("refuses one without protection in production", () => {
    expect(check("prod", false)).to.deep.equal(refused("prod"));
    expect(check("production", undefined)).to.deep.equal(refused("production"));
  });

  it("takes the names of production stacks from the config", () => {
    expect(check("live", false, { productionStacks: ["live"] })).to.deep.equal(refused("live"));
    expect(check("prod", false, { productionStacks: ["live"] })).to.deep.equal([]);
  });

  it("says nothing about what isn't known yet", () => {
    expect(check("prod", unknownValue)).to.deep.equal([]);
  });
});
