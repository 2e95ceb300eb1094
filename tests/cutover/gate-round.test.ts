import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import type { GatedRule } from "../../cutover/gate-before";
import { GateRound } from "../../cutover/gate-round";

const never = pulumi.output(new Promise<string>(() => undefined));
const pair = { blue: never, green: never };
const ruleOf = (service: string): GatedRule => ({
  service,
  floor: 1,
  clusterArn: never,
  groupArns: pair,
  ecsServices: pair,
});

describe("GateRound", () => {
  it("has all services judged once, by the first one whose turn comes", async () => {
    const round = new GateRound();
    for (const service of ["web", "api", "shop"]) round.join(ruleOf(service));
    const asked: string[][] = [];
    const judge = async (others: readonly GatedRule[]) => {
      asked.push(others.map(({ service }) => service));
      return new Map();
    };
    const first = round.judge("api", judge);
    const second = round.judge("web", judge);
    expect(await second).to.equal(await first);
    expect(asked).to.deep.equal([["web", "shop"]]);
  });
});
