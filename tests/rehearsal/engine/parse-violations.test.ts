import { expect } from "chai";
import { parseViolations } from "../../../rehearsal/engine/parse-violations";

const event = (more: object = {}): string =>
  JSON.stringify({
    sequence: 7,
    policyEvent: {
      resourceUrn: "urn:pulumi:s::p::aws:lb/listenerRule:ListenerRule::web",
      message: "Weights total 100.\nThe weights 90 + 20 total 110.\n",
      policyName: "weights-total-100",
      enforcementLevel: "mandatory",
      ...more,
    },
  });

const violation = {
  policy: "weights-total-100",
  urn: "urn:pulumi:s::p::aws:lb/listenerRule:ListenerRule::web",
  message: "The weights 90 + 20 total 110.",
  level: "mandatory",
};

describe("parseViolations", () => {
  it("reads what policies found, without their descriptions", () => {
    expect(parseViolations([event(), event({ message: "bad" })].join("\n"))).to.deep.equal([
      violation,
      { ...violation, message: "bad" },
    ]);
  });

  it("leaves out every other event, and a last line that was cut off", () => {
    const other = JSON.stringify({ stdoutEvent: { message: 'says "policyEvent"' } });
    expect(parseViolations([other, event(), event().slice(0, 60), ""].join("\n"))).to.deep.equal([violation]);
  });
});
