import { expect } from "chai";
import { drainFitsTheSpotNotice } from "../../policies/drain-fits-the-spot-notice";
import { unknownValue } from "../../policies/pack/known-values";
import type { StackResource, Values } from "../../policies/pack/policy";
import { types } from "../../policies/pack/resource-types";
import { changed, member } from "./facts";

const definitionWith = (...containers: readonly object[]): StackResource =>
  member(types.taskDefinition, "web", { props: { containerDefinitions: JSON.stringify(containers) } });
const definition = definitionWith({ stopTimeout: 60 }, { stopTimeout: 10 });
const group = member(types.targetGroup, "web", { props: { arn: "arn:web", deregistrationDelay: 45 } });
const service = member(types.service, "web", {
  references: { loadBalancers: group, taskDefinition: definition },
});

const check = (resources: readonly StackResource[], config?: Values) => drainFitsTheSpotNotice.check(resources, config);
const violation = (delay: number, stop: number, total: number) => [
  {
    urn: service.urn,
    message:
      `Needs ${delay} s to deregister + ${stop} s to stop + 15 s to react = ${total} s, ` +
      "allowed: 120 s, the notice of a spot instance. Shorten them, or place the service on demand.",
  },
];

describe("policy drain-fits-the-spot-notice", () => {
  it("takes what needs exactly the notice: the slowest container counts", () => {
    expect(check([definition, group, service])).to.deep.equal([]);
    expect(drainFitsTheSpotNotice.level).to.equal("mandatory");
  });

  it("refuses one second more to deregister", () => {
    expect(check([definition, changed(group, { deregistrationDelay: "46" }), service])).to.deep.equal(
      violation(46, 60, 121),
    );
  });

  it("refuses one second more to stop", () => {
    expect(check([definitionWith({ stopTimeout: 61 }), group, service])).to.deep.equal(violation(45, 61, 121));
  });

  it("knows AWS's own delay and timeout", () => {
    const silent = changed(group, { deregistrationDelay: undefined });
    expect(check([definitionWith({}), silent, service])).to.deep.equal(violation(300, 30, 345));
  });

  it("finds the target group by its ARN too", () => {
    const named = member(types.service, "web", {
      props: { loadBalancers: [{ targetGroupArn: "arn:web" }] },
      references: { taskDefinition: definition },
    });
    const slow = changed(group, { deregistrationDelay: 100 });
    expect(check([definition, slow, named])).to.deep.equal(violation(100, 60, 175));
  });

  it("doesn't count what belongs to other services", () => {
    const other = changed(member(types.targetGroup, "other"), { arn: "arn:other", deregistrationDelay: 300 });
    expect(check([definition, group, service, other])).to.deep.equal([]);
  });

  it("lets services on on-demand instances take their time", () => {
    const expression = "attribute:switchyard.purchase == on-demand";
    const slow = changed(group, { deregistrationDelay: 300 });
    const placed = (constraint: unknown) => changed(service, { placementConstraints: constraint });
    expect(check([definition, slow, placed([{ type: "memberOf", expression }])])).to.deep.equal([]);
    expect(check([definition, slow, placed(unknownValue)])).to.deep.equal([]);
    expect(check([definition, slow, placed([{ expression: "attribute:x == y" }])])).to.deep.equal(
      violation(300, 60, 375),
    );
  });

  it("takes what isn't known yet for short", () => {
    const unknownDefinition = changed(definition, { containerDefinitions: unknownValue });
    const unknownDelay = changed(group, { deregistrationDelay: unknownValue });
    expect(check([unknownDefinition, unknownDelay, service])).to.deep.equal([]);
  });

  it("takes other figures from the config", () => {
    expect(check([definition, group, service], { noticeSeconds: 119 })[0]?.message).to.match(/= 120 s, allowed: 119 s/);
    expect(check([definition, group, service], { reactionSeconds: 16 })[0]?.message).to.match(/16 s to react = 121 s/);
  });
});
