import { expect } from "chai";
import { parseBeforeFlip } from "../../settings/before-flip";
import { Fields } from "../../settings/fields";
import { Problems } from "../../settings/problems";

const parse = (service: Readonly<Record<string, unknown>>) => {
  const problems = new Problems();
  return { ...parseBeforeFlip(new Fields("services.web", service, problems)), problems: problems.summary };
};

describe("parseBeforeFlip", () => {
  it("is nothing where it isn't set", () => {
    expect(parse({})).to.deep.equal({ problems: undefined });
  });

  it("waits five minutes by default", () => {
    expect(parse({ beforeFlip: { command: ["migrate", "up"] } })).to.deep.equal({
      beforeFlip: { command: ["migrate", "up"], timeoutSeconds: 300 },
      problems: undefined,
    });
  });

  it("waits as long as it is told to", () => {
    expect(parse({ beforeFlip: { command: ["migrate", 5], timeoutSeconds: "3600" } }).beforeFlip).to.deep.equal({
      command: ["migrate", "5"],
      timeoutSeconds: 3600,
    });
  });
});
