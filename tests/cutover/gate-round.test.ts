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

  describe("when an update is stopped", () => {
    let now: number;
    let round: GateRound;
    const slept: number[] = [];

    beforeEach(() => {
      now = 0;
      slept.length = 0;
      round = new GateRound();
    });

    const wait = (services: readonly string[], whenAt: (at: number) => void = () => undefined): Promise<void> =>
      round.untilPassed(services, {
        now: () => now,
        sleep: async (milliseconds) => {
          slept.push(milliseconds);
          now += milliseconds;
          whenAt(now);
        },
      });

    it("lets those go first that move all the same, and the engine hear of it", async () => {
      round.pass("web");
      await wait(["web", "shop"], (at) => at === 300 && round.pass("shop"));
      expect(slept).to.deep.equal([100, 100, 100, 1000]);
    });

    it("waits ten seconds at most for one whose turn never comes", async () => {
      await wait(["web"]);
      expect(now).to.equal(11_000);
    });
  });
});
