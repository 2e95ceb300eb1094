import { expect } from "chai";
import { logGroupsExpire } from "../../policies/log-groups-expire";
import { unknownValue } from "../../policies/pack/known-values";
import { types } from "../../policies/pack/resource-types";
import { resource } from "./facts";

const check = (retentionInDays: unknown, config = {}) =>
  logGroupsExpire.check(resource(types.logGroup, { retentionInDays }), config);

describe("policy log-groups-expire", () => {
  it("takes a retention, and is advisory", () => {
    expect([...check(30), ...check("365"), ...check(3653)]).to.deep.equal([]);
    expect(logGroupsExpire.level).to.equal("advisory");
  });

  it("refuses none, which is for ever", () => {
    const message = "retentionInDays: got nothing, which is for ever, allowed: 1 to 3653.";
    expect([check(undefined), check(0)]).to.deep.equal([[message], [message]]);
  });

  it("refuses more days than the config allows", () => {
    expect(check(31, { maximumDays: 30 })).to.deep.equal(["retentionInDays: got 31, allowed: 1 to 30."]);
    expect(check(30, { maximumDays: 30 })).to.deep.equal([]);
  });

  it("says nothing about what isn't known yet", () => {
    expect(check(unknownValue)).to.deep.equal([]);
  });
});
