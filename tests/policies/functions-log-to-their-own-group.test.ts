import { expect } from "chai";
import { functionsLogToTheirOwnGroup } from "../../policies/functions-log-to-their-own-group";
import { unknownValue } from "../../policies/pack/known-values";
import { types } from "../../policies/pack/resource-types";
import { resource } from "./facts";

const check = (loggingConfig: unknown) =>
  functionsLogToTheirOwnGroup.check(resource(types.function, { loggingConfig }));

describe("policy functions-log-to-their-own-group", () => {
  it("takes a named group, known or not, and is advisory", () => {
    for (const logGroup of ["drain-logs-0a1b2c3", unknownValue])
      expect(check({ logFormat: "JSON", logGroup })).to.deep.equal([]);
    expect(functionsLogToTheirOwnGroup.level).to.equal("advisory");
  });

  it("refuses none", () => {
    const message = "loggingConfig.logGroup: got nothing, allowed: a LogGroup of the stack with a retention.";
    expect([check(undefined), check({ logFormat: "JSON" })]).to.deep.equal([[message], [message]]);
  });
});
