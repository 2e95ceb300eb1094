import { expect } from "chai";
import { unknownValue } from "../../../policies/pack/known-values";
import { referAlike, refersTo, resourcesOf } from "../../../policies/pack/references";
import { changed, member } from "../facts";

const group = member("group", "one", { props: { arn: "arn:one", name: "one-1", id: unknownValue } });
const other = member("group", "other");
const rule = member("rule", "rule", { references: { groupArn: group } });

describe("references between resources", () => {
  it("are told by the engine, even where values aren't known", () => {
    expect([refersTo(rule, "groupArn", group), refersTo(rule, "groupArn", other)]).to.deep.equal([true, false]);
    expect(refersTo(rule, "otherArn", group)).to.equal(false);
  });

  it("are found by ARN and by name", () => {
    const plain = member("rule", "plain", {
      props: { groupArn: "arn:one", groupName: "one-1", groupNames: ["one-1"] },
    });
    for (const property of ["groupArn", "groupName", "groupNames"])
      expect([refersTo(plain, property, group), refersTo(plain, property, other)]).to.deep.equal([true, false]);
  });

  it("don't come from values that nobody knows", () => {
    const unknown = member("rule", "unknown", { props: { groupArn: unknownValue } });
    expect(refersTo(unknown, "groupArn", changed(group, { arn: unknownValue }))).to.equal(false);
  });

  it("are alike where the values are, or the references", () => {
    const same = member("rule", "same", { references: { groupArn: group } });
    const elsewhere = member("rule", "elsewhere", { references: { groupArn: other } });
    expect([referAlike(rule, same, "groupArn"), referAlike(rule, elsewhere, "groupArn")]).to.deep.equal([true, false]);
    expect(referAlike(changed(rule, { groupArn: "a" }), changed(elsewhere, { groupArn: "a" }), "groupArn")).to.equal(
      true,
    );
    expect(referAlike(changed(rule, { groupArn: "a" }), changed(same, { groupArn: "b" }), "groupArn")).to.equal(false);
    expect(referAlike(rule, rule, "nothing")).to.equal(true);
  });

  it("lead to the resources of a type", () => {
    expect(resourcesOf([group, rule, other], "group")).to.deep.equal([group, other]);
  });
});
