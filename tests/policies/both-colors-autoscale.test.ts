import { expect } from "chai";
import { bothColorsAutoscale } from "../../policies/both-colors-autoscale";
import { unknownValue } from "../../policies/pack/known-values";
import { types } from "../../policies/pack/resource-types";
import { changed, member } from "./facts";

const blue = member(types.service, "web-blue", { props: { name: "web-blue-1" } });
const green = member(types.service, "web-green", { props: { name: "web-green-1" } });
const scaledBlue = member(types.scalableTarget, "web-blue", {
  props: { scalableDimension: "ecs:service:DesiredCount", resourceId: unknownValue },
  references: { resourceId: blue },
});
const scaledGreen = member(types.scalableTarget, "web-green", {
  props: { scalableDimension: "ecs:service:DesiredCount", resourceId: "service/cluster/web-green-1" },
});
const violation = (urn: string) => ({
  urn,
  message: "No scalable target follows its desired count: add one, for the other colour as well.",
});

describe("policy both-colors-autoscale", () => {
  it("takes services with a target each, found by reference or by name", () => {
    expect(bothColorsAutoscale.check([blue, green, scaledBlue, scaledGreen])).to.deep.equal([]);
    expect(bothColorsAutoscale.level).to.equal("mandatory");
  });

  it("refuses one colour without a target", () => {
    expect(bothColorsAutoscale.check([blue, green, scaledBlue])).to.deep.equal([violation(green.urn)]);
    expect(bothColorsAutoscale.check([blue, green, scaledGreen])).to.deep.equal([violation(blue.urn)]);
  });

  it("refuses a target of something else than the number of tasks", () => {
    const other = changed(scaledGreen, { scalableDimension: "ec2:spot-fleet-request:TargetCapacity" });
    expect(bothColorsAutoscale.check([green, other])).to.deep.equal([violation(green.urn)]);
  });

  it("refuses a service whose name isn't known where no target refers to it", () => {
    const nameless = changed(blue, { name: unknownValue });
    const elsewhere = { ...scaledBlue, references: {} };
    expect(bothColorsAutoscale.check([nameless, elsewhere])).to.deep.equal([violation(blue.urn)]);
    expect(bothColorsAutoscale.check([nameless, scaledBlue])).to.deep.equal([]);
  });

  it("takes exceptions by their logical name", () => {
    expect(bothColorsAutoscale.check([blue], { exceptions: ["web-blue"] })).to.deep.equal([]);
  });
});
