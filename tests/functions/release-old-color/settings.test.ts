import { expect } from "chai";
import { parseReleaseOldSettings, type ReleaseOldEnvironment } from "../../../functions/release-old-color/settings";

const environment: ReleaseOldEnvironment = {
  DECLARED_PARAMETER: "/switchyard/shop/prod/declared",
  STANDBY_PARAMETER: "/switchyard/shop/prod/standby",
  CLUSTER_NAME: "main",
  LOAD_BALANCER: "app/edge/1",
  HOLD_SECONDS: "7200",
  AFTER_HOLD: "min",
  MAX_DISCONNECTS: "1000",
  SERVICES: '{"web":[1,4,"web-blue-1","web-green-1"]}',
};

const problemsOf = (changed: Readonly<Record<string, string | undefined>>): string => {
  try {
    parseReleaseOldSettings({ ...environment, ...changed });
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : "not an error";
  }
};

const servicesProblem = 'SERVICES must be JSON such as {"web":[1,4,"web-blue-1","web-green-1"]}.';

describe("parseReleaseOldSettings", () => {
  it("reads everything", () => {
    expect(parseReleaseOldSettings({ ...environment })).to.deep.equal({
      declaredParameter: "/switchyard/shop/prod/declared",
      standbyParameter: "/switchyard/shop/prod/standby",
      clusterName: "main",
      loadBalancer: "app/edge/1",
      holdSeconds: 7200,
      afterHold: "min",
      maxDisconnects: 1000,
      services: [{ name: "web", count: { min: 1, max: 4 }, ecsServices: { blue: "web-blue-1", green: "web-green-1" } }],
    });
  });

  it("takes a stack whose services are all queue workers", () => {
    expect(parseReleaseOldSettings({ ...environment, SERVICES: "{}" }).services).to.deep.equal([]);
  });

  const bad: readonly (readonly [keyof ReleaseOldEnvironment, string | undefined, string])[] = [
    ["DECLARED_PARAMETER", undefined, 'DECLARED_PARAMETER is "": it must be the name of a parameter.'],
    ["STANDBY_PARAMETER", "standby", 'STANDBY_PARAMETER is "standby": it must be the name of a parameter.'],
    ["CLUSTER_NAME", "", 'CLUSTER_NAME is "": it must be the name of a cluster.'],
    ["LOAD_BALANCER", "edge", 'LOAD_BALANCER is "edge": it must be app/<name>/<id>.'],
    ["HOLD_SECONDS", undefined, 'HOLD_SECONDS is "": it must be a whole number from 0 to 604800.'],
    ["HOLD_SECONDS", "1.5", 'HOLD_SECONDS is "1.5": it must be a whole number from 0 to 604800.'],
    ["HOLD_SECONDS", "604801", 'HOLD_SECONDS is "604801": it must be a whole number from 0 to 604800.'],
    ["MAX_DISCONNECTS", "0", 'MAX_DISCONNECTS is "0": it must be a whole number from 1 to 1000000.'],
    ["AFTER_HOLD", "gone", 'AFTER_HOLD is "gone": it must be full, min, off.'],
    ["SERVICES", undefined, servicesProblem],
    ["SERVICES", "{", servicesProblem],
    ["SERVICES", "[]", servicesProblem],
    ["SERVICES", '{"web":{}}', servicesProblem],
    ["SERVICES", '{"web":[1,4,"web-blue-1"]}', servicesProblem],
    ["SERVICES", '{"web":["1",4,"web-blue-1","web-green-1"]}', servicesProblem],
    ["SERVICES", '{"web":[1,4.5,"web-blue-1","web-green-1"]}', servicesProblem],
    ["SERVICES", '{"web":[1,4,1,"web-green-1"]}', servicesProblem],
    ["SERVICES", '{"web":[1,4,"web-blue-1",2]}', servicesProblem],
  ];
  for (const [name, value, problem] of bad)
    it(`refuses ${name} ${JSON.stringify(value)}`, () => {
      expect(problemsOf({ [name]: value })).to.equal(`The function release-old-color can't start:\n${problem}`);
    });

  it("lists every problem at once", () => {
    expect(problemsOf({ AFTER_HOLD: "", SERVICES: "", CLUSTER_NAME: "" }).split("\n")).to.have.length(4);
  });
});
