import { expect } from "chai";
import { parseScaleOutSettings } from "../../../functions/scale-out-fleet/settings";

const complete = {
  CLUSTER_ARN: "arn:aws:ecs:eu-central-1:123456789012:cluster/main",
  FLEET_ID: "sfr-73fbd2ce-aa30-494c-8788-1cee40000000",
  PURCHASE_ATTRIBUTE: "switchyard.purchase",
  MAXIMUM_TARGET: "12",
  SPARE_TASKS: "1",
};

const problemsOf = (environment: Readonly<Record<string, string | undefined>>): string => {
  try {
    parseScaleOutSettings(environment);
    return "";
  } catch (error) {
    return String(error);
  }
};

const refused: readonly [keyof typeof complete, string | undefined, string][] = [
  ["CLUSTER_ARN", undefined, 'CLUSTER_ARN is "": it must be the ARN of a cluster.'],
  ["CLUSTER_ARN", "main", 'CLUSTER_ARN is "main": it must be the ARN of a cluster.'],
  ["FLEET_ID", "fleet-1", 'FLEET_ID is "fleet-1": it must be the id of a Spot Fleet request.'],
  ["PURCHASE_ATTRIBUTE", "", 'PURCHASE_ATTRIBUTE is "": it must be the name of an attribute.'],
  ["MAXIMUM_TARGET", undefined, 'MAXIMUM_TARGET is "": it must be a whole number from 0 to 1000.'],
  ["MAXIMUM_TARGET", "1.5", 'MAXIMUM_TARGET is "1.5": it must be a whole number from 0 to 1000.'],
  ["MAXIMUM_TARGET", "1001", 'MAXIMUM_TARGET is "1001": it must be at most 1000.'],
  ["SPARE_TASKS", "-1", 'SPARE_TASKS is "-1": it must be a whole number from 0 to 100.'],
  ["SPARE_TASKS", "101", 'SPARE_TASKS is "101": it must be at most 100.'],
];

describe("parseScaleOutSettings", () => {
  it("reads a complete environment", () => {
    expect(parseScaleOutSettings(complete)).to.deep.equal({
      clusterArn: complete.CLUSTER_ARN,
      fleetId: complete.FLEET_ID,
      purchaseAttribute: "switchyard.purchase",
      limits: { maximumTarget: 12, spareTasks: 1 },
    });
  });

  it("reads the smallest and the largest figures", () => {
    const limitsOf = (MAXIMUM_TARGET: string, SPARE_TASKS: string) =>
      parseScaleOutSettings({ ...complete, MAXIMUM_TARGET, SPARE_TASKS }).limits;
    expect(limitsOf("0", "0")).to.deep.equal({ maximumTarget: 0, spareTasks: 0 });
    expect(limitsOf("1000", "100")).to.deep.equal({ maximumTarget: 1000, spareTasks: 100 });
  });

  for (const [name, value, problem] of refused)
    it(`refuses ${name} = ${JSON.stringify(value)}`, () => {
      expect(problemsOf({ ...complete, [name]: value })).to.equal(
        `Error: The scale-out function can't start:\n${problem}`,
      );
    });

  it("lists every problem at once", () => {
    expect(problemsOf({}).split("\n")).to.have.length(6);
  });
});
