import { expect } from "chai";
import { iamChangesNameTheirResources } from "../../policies/iam-changes-name-their-resources";
import { unknownValue } from "../../policies/pack/known-values";
import { types } from "../../policies/pack/resource-types";
import { resource } from "./facts";

const named = { Effect: "Allow", Action: ["ecs:UpdateService"], Resource: "arn:aws:ecs:eu-west-1:1:service/c/web" };
const check = (statement: object, config = {}) =>
  iamChangesNameTheirResources.check(
    resource(types.rolePolicy, { policy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }) }),
    config,
  );
const everywhere = (actions: string): string[] => [
  `Allows ${actions} on every resource ("*"): name the resources, or bind them by their tags.`,
];

describe("policy iam-changes-name-their-resources", () => {
  it("takes named actions on named resources", () => {
    expect(check(named)).to.deep.equal([]);
    expect(iamChangesNameTheirResources.level).to.equal("mandatory");
  });

  for (const action of ["ec2:DescribeInstances", "ecs:List*", "s3:GetObject", "ecr:BatchGetImage"]) {
    it(`takes the reading ${action} on *`, () => {
      expect(check({ ...named, Action: action, Resource: "*" })).to.deep.equal([]);
    });
  }

  it("refuses a change on *", () => {
    expect(check({ ...named, Resource: "*" })).to.deep.equal(everywhere("ecs:UpdateService"));
    expect(check({ ...named, Resource: ["arn:aws:s3:::x", "*"] })).to.deep.equal(everywhere("ecs:UpdateService"));
  });

  for (const action of ["secretsmanager:GetSecretValue", "ssm:GetParameters", "kms:Decrypt"]) {
    it(`refuses ${action} on *: it reads secrets`, () => {
      expect(check({ ...named, Action: action, Resource: "*" })).to.deep.equal(everywhere(action));
    });
  }

  it("refuses changing actions with wildcards, even on named resources", () => {
    for (const action of ["*", "ecs:*", "ecs:Update*", "ssm:Get*"])
      expect(check({ ...named, Action: action })).to.deep.equal([
        `Allows ${action}, allowed: actions by their full names.`,
      ]);
  });

  it("takes * where a condition binds the resources", () => {
    const bind = (key: string) => ({ ...named, Resource: "*", Condition: { StringEquals: { [key]: "x" } } });
    for (const key of ["aws:ResourceTag/cluster", "ec2:ResourceTag/cluster", "ecs:cluster"])
      expect(check(bind(key))).to.deep.equal([]);
    expect(check(bind("aws:SourceIp"))).to.deep.equal(everywhere("ecs:UpdateService"));
  });

  it("refuses what names only what it is not about", () => {
    const inverted = ["Allows everything but what NotAction or NotResource names: name what is allowed instead."];
    expect(check({ Effect: "Allow", NotAction: "iam:*", Resource: "*" })).to.deep.equal(inverted);
    expect(check({ ...named, NotResource: "arn:x" })).to.deep.equal(inverted);
  });

  it("takes actions that AWS offers no resources for, and more of them from the config", () => {
    expect(check({ ...named, Action: "ssmmessages:OpenDataChannel", Resource: "*" })).to.deep.equal([]);
    const config = { actionsWithoutResources: ["ecs:UpdateService"] };
    expect(check({ ...named, Resource: "*" }, config)).to.deep.equal([]);
  });

  it("takes denials of anything", () => {
    expect(check({ Effect: "Deny", Action: "*", Resource: "*" })).to.deep.equal([]);
  });

  it("looks into roles, and at documents that are objects", () => {
    const policy = { Statement: { ...named, Resource: "*" } };
    const role = resource(types.role, { inlinePolicies: [{ policy }] });
    expect(iamChangesNameTheirResources.check(role)).to.deep.equal(everywhere("ecs:UpdateService"));
  });

  it("says nothing about documents that aren't known yet, or no JSON", () => {
    for (const policy of [unknownValue, "{", undefined])
      expect(iamChangesNameTheirResources.check(resource(types.managedPolicy, { policy }))).to.deep.equal([]);
  });
});
