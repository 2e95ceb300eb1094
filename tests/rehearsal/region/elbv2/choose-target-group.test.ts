import type { ForwardActionConfig } from "@aws-sdk/client-elastic-load-balancing-v2";
import { expect } from "chai";
import fc from "fast-check";
import { chooseTargetGroup, type TargetGroupChoice } from "../../../../rehearsal/region/elbv2/choose-target-group";

const now = 1_000_000;

const choose = (config: ForwardActionConfig, ask: { cookie?: string; dice?: number; at?: number } = {}) => {
  const { cookie, dice = 0.5, at = now } = ask;
  return chooseTargetGroup(config, { headers: { cookie } }, { now: at, random: () => dice });
};
const weighted = (...weights: readonly number[]): ForwardActionConfig => ({
  TargetGroups: weights.map((Weight, index) => ({ TargetGroupArn: `group-${index}`, Weight })),
});
const sticky = (...weights: readonly number[]): ForwardActionConfig => ({
  ...weighted(...weights),
  TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 60 },
});
/** The cookie as a browser sends it back, beside another one. */
const returned = (choice: TargetGroupChoice | undefined): string => `other=1; ${choice?.cookie?.split(";", 1)[0]}`;

describe("chooseTargetGroup", () => {
  it("always finds a group with a weight above 0, if there is one", () => {
    const weights = fc.array(fc.integer({ min: 0, max: 999 }), { minLength: 1, maxLength: 5 });
    const dice = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(weights, dice, (all, thrown) => {
        const choice = choose(weighted(...all), { dice: thrown });
        const index = all.findIndex((_, candidate) => choice?.targetGroupArn === `group-${candidate}`);
        if (all.every((weight) => weight === 0)) expect(choice).to.equal(undefined);
        else expect(all[index]).to.be.greaterThan(0);
      }),
    );
  });

  it("sets no cookie and heeds none while stickiness is off", () => {
    const cookie = returned(choose(sticky(1, 0)));
    expect(choose(weighted(0, 1), { cookie })).to.deep.equal({ targetGroupArn: "group-1" });
  });

  it("sets a cookie that expires with the duration", () => {
    const { targetGroupArn, cookie } = choose(sticky(1, 0)) ?? {};
    expect(targetGroupArn).to.equal("group-0");
    expect(cookie).to.match(/^AWSALBTG=[\w-]+; Expires=Thu, 01 Jan 1970 00:17:40 GMT; Path=\/$/);
  });

  it("holds a client to its group even at weight 0, and sets no second cookie", () => {
    const cookie = returned(choose(sticky(1, 0)));
    expect(choose(sticky(0, 1), { cookie, at: now + 59_999 })).to.deep.equal({ targetGroupArn: "group-0" });
  });

  it("lets go of the client when the duration is over", () => {
    const cookie = returned(choose(sticky(1, 0)));
    expect(choose(sticky(0, 1), { cookie, at: now + 60_000 })?.targetGroupArn).to.equal("group-1");
  });

  it("chooses anew where the cookie names a group that left the rule, or says nothing", () => {
    const cookie = returned(choose(sticky(0, 0, 1)));
    expect(choose(sticky(0, 1), { cookie })?.targetGroupArn).to.equal("group-1");
    expect(choose(sticky(0, 1), { cookie: "AWSALBTG=garbage" })?.targetGroupArn).to.equal("group-1");
  });
});
