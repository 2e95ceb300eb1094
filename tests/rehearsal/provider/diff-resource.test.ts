import { PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import { expect } from "chai";
import { diffResource } from "../../../rehearsal/provider/diff-resource";
import { toDiffResponse } from "../../../rehearsal/provider/diff-response";

const targetGroup = "aws:lb/targetGroup:TargetGroup";
const auto = { name: "web-1234567", __defaults: ["name"] };

describe("diffResource", () => {
  it("finds nothing where inputs mean the same", () => {
    const olds = { ...auto, port: 80, tags: {} };
    expect(diffResource(targetGroup, olds, { ...auto, port: "80" })).to.deep.equal({
      differences: [],
      replaces: [],
      deletesBeforeReplace: false,
    });
  });

  it("updates in place what doesn't force a replacement", () => {
    const olds = { ...auto, healthCheck: { path: "/health", matcher: "200" } };
    const news = { ...auto, healthCheck: { path: "/healthz", matcher: "200" } };
    expect(diffResource(targetGroup, olds, news)).to.deep.equal({
      differences: [{ path: "healthCheck.path", kind: "update", isReplacement: false }],
      replaces: [],
      deletesBeforeReplace: false,
    });
  });

  it("replaces for a property that AWS can't change, the new one first", () => {
    expect(diffResource(targetGroup, { ...auto, port: 80 }, { ...auto, port: 81 })).to.deep.equal({
      differences: [{ path: "port", kind: "update", isReplacement: true }],
      replaces: ["port"],
      deletesBeforeReplace: false,
    });
  });

  it("deletes before it replaces where the program fixed the name", () => {
    const fixed = { name: "web", __defaults: [] };
    expect(diffResource(targetGroup, { ...fixed, port: 80 }, { ...fixed, port: 81 }).deletesBeforeReplace).to.equal(
      true,
    );
  });

  it("needs no deletion first where the name itself changes", () => {
    const { replaces, deletesBeforeReplace } = diffResource(
      targetGroup,
      { name: "web", __defaults: [] },
      { name: "www", __defaults: [] },
    );
    expect({ replaces, deletesBeforeReplace }).to.deep.equal({ replaces: ["name"], deletesBeforeReplace: false });
  });

  it("can replace what has no name", () => {
    const type = "aws:lb/listenerRule:ListenerRule";
    expect(diffResource(type, { listenerArn: "a" }, { listenerArn: "b" }).deletesBeforeReplace).to.equal(false);
  });

  it("replaces for another region", () => {
    expect(
      diffResource(targetGroup, { ...auto, region: "eu-west-1" }, { ...auto, region: "us-east-1" }).replaces,
    ).to.deep.equal(["region"]);
  });

  it("replaces a task definition for whatever it runs, in place for tags", () => {
    const type = "aws:ecs/taskDefinition:TaskDefinition";
    const olds = { family: "web", containerDefinitions: '[{"image":"a"}]', skipDestroy: true };
    const replaces = [
      { ...olds, containerDefinitions: '[{"image":"b"}]' },
      { ...olds, cpu: "256" },
      { ...olds, tags: { a: "b" } },
      { ...olds, skipDestroy: false },
      { ...olds, containerDefinitions: '[ {"image": "a"} ]' },
    ].map((news) => diffResource(type, olds, news).replaces);
    expect(replaces).to.deep.equal([["containerDefinitions"], ["cpu"], [], [], []]);
  });

  it("updates a spot fleet in place for its capacity alone", () => {
    const type = "aws:ec2/spotFleetRequest:SpotFleetRequest";
    const olds = { targetCapacity: 3, launchTemplateConfigs: [{ overrides: [{ instanceType: "m7g.large" }] }] };
    expect(diffResource(type, olds, { ...olds, targetCapacity: 4 }).replaces).to.deep.equal([]);
    expect(
      diffResource(type, olds, { ...olds, launchTemplateConfigs: [{ overrides: [{ instanceType: "c7g.large" }] }] })
        .replaces,
    ).to.deep.equal(["launchTemplateConfigs"]);
  });
});

describe("toDiffResponse", () => {
  it("says that there are no changes", () => {
    const response = toDiffResponse({ differences: [], replaces: [], deletesBeforeReplace: false }).toObject();
    expect(response).to.deep.equal({
      replacesList: [],
      stablesList: [],
      deletebeforereplace: false,
      changes: 1,
      diffsList: [],
      detaileddiffMap: [],
      hasdetaileddiff: true,
    });
  });

  it("names each leaf with its kind, and each property once", () => {
    const response = toDiffResponse({
      differences: [
        { path: "actions[0].weight", kind: "update", isReplacement: false },
        { path: "actions[1]", kind: "add", isReplacement: false },
        { path: "actions[2]", kind: "delete", isReplacement: false },
        { path: "port", kind: "update", isReplacement: true },
        { path: "vpcId", kind: "add", isReplacement: true },
        { path: "protocol", kind: "delete", isReplacement: true },
      ],
      replaces: ["port", "vpcId", "protocol"],
      deletesBeforeReplace: true,
    }).toObject();
    const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = PropertyDiff.Kind;
    expect(response).to.deep.equal({
      replacesList: ["port", "vpcId", "protocol"],
      stablesList: [],
      deletebeforereplace: true,
      changes: 2,
      diffsList: ["actions", "port", "vpcId", "protocol"],
      detaileddiffMap: [
        ["actions[0].weight", { kind: UPDATE, inputdiff: true }],
        ["actions[1]", { kind: ADD, inputdiff: true }],
        ["actions[2]", { kind: DELETE, inputdiff: true }],
        ["port", { kind: UPDATE_REPLACE, inputdiff: true }],
        ["protocol", { kind: DELETE_REPLACE, inputdiff: true }],
        ["vpcId", { kind: ADD_REPLACE, inputdiff: true }],
      ],
      hasdetaileddiff: true,
    });
  });
});
