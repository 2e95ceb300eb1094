import { expect } from "chai";
import { policiesResult } from "../../../rehearsal/scenarios/policies-report";

const policies = [
  { name: "weights-total-100", level: "mandatory" },
  { name: "log-groups-expire", level: "advisory" },
] as const;

const violation = (policy: string, name = policy) => ({
  policy,
  urn: `urn:pulumi:s::p::aws:x/y:Y::${name}`,
  message: "wrong",
  level: "advisory",
});

const sound = {
  policies,
  broken: [violation("weights-total-100"), violation("log-groups-expire")],
  real: { staging: [], prod: [] },
};

const rows = (...flags: readonly [boolean, boolean][]) =>
  flags.map(([fires, clean], index) => ({ name: policies[index]?.name, fires, clean }));

describe("policiesResult", () => {
  it("is sound where every policy fires on its own resource and on no real stack", () => {
    const { report, ok, text } = policiesResult(sound);
    expect(report).to.deep.equal({ scenario: "policies", policies: rows([true, true], [true, true]) });
    expect(ok).to.equal(true);
    expect(text).to.include("All 2 policies fire on what breaks them, and on nothing in staging, prod.");
    expect(text).to.match(/log-groups-expire +advisory +fires {3}clean/);
  });

  it("isn't sound where a policy stays silent", () => {
    const { report, ok, text } = policiesResult({ ...sound, broken: [violation("weights-total-100")] });
    expect(report["policies"]).to.deep.equal(rows([true, true], [false, true]));
    expect(ok).to.equal(false);
    expect(text).to.match(/log-groups-expire +advisory +SILENT {3}clean/);
  });

  it("isn't sound where a policy fires on a real stack, and says where", () => {
    const real = { staging: [], prod: [violation("log-groups-expire", "logs")] };
    const { report, ok, text } = policiesResult({ ...sound, real });
    expect(report["policies"]).to.deep.equal(rows([true, true], [true, false]));
    expect(ok).to.equal(false);
    expect(text).to.include("unexpected: log-groups-expire on aws:x/y:Y logs: wrong");
    expect(text).to.match(/log-groups-expire +advisory +fires {3}NOT CLEAN/);
  });

  it("isn't sound where a policy fires on another policy's resource: then it would fire on what is right", () => {
    const stray = violation("log-groups-expire", "weights-total-100");
    const { report, ok, text } = policiesResult({ ...sound, broken: [...sound.broken, stray] });
    expect(report["policies"]).to.deep.equal(rows([true, true], [true, true]));
    expect(ok).to.equal(false);
    expect(text).to.include("unexpected: log-groups-expire on aws:x/y:Y weights-total-100: wrong");
  });
});
