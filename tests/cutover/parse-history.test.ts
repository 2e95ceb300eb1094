import { expect } from "chai";
import { parseHistory } from "../../cutover/parse-history";

const printed = [
  {
    version: 0,
    kind: "update",
    startTime: "2026-11-21T14:11:15.000Z",
    message: "",
    environment: { "pulumi.version": "v3.255.0" },
    config: {
      "switchyard:activeColor": { value: "green", secret: false },
      "switchyard:blue": {
        value: '{"images":{"web":"x/y:1"},"version":"1.0.0.RELEASE"}',
        objectValue: { images: { web: "x/y:1" }, version: "1.0.0.RELEASE" },
        secret: false,
      },
      "other:activeColor": { value: "blue", secret: false },
    },
    result: "succeeded",
    endTime: "2026-11-21T14:11:17.000Z",
    resourceChanges: { same: 1 },
  },
];

describe("parseHistory", () => {
  it("keeps colour, entries, result and times of this project's configuration", () => {
    expect(parseHistory(JSON.stringify(printed), "switchyard")).to.deep.equal([
      {
        version: 0,
        kind: "update",
        result: "succeeded",
        startTime: "2026-11-21T14:11:15.000Z",
        endTime: "2026-11-21T14:11:17.000Z",
        activeColor: "green",
        entries: { blue: { images: { web: "x/y:1" }, version: "1.0.0.RELEASE" }, green: undefined },
      },
    ]);
  });

  it("keeps the numbers that Pulumi Cloud gives", () => {
    const numbered = [{ ...printed[0], version: 17 }];

    expect(parseHistory(JSON.stringify(numbered), "switchyard")[0]?.version).to.equal(17);
  });

  it("takes no third colour for a colour", () => {
    const odd = [{ ...printed[0], config: { "switchyard:activeColor": { value: "purple", secret: false } } }];

    expect(parseHistory(JSON.stringify(odd), "switchyard")[0]?.activeColor).to.equal(undefined);
  });

  it("tells a shift, a message and the commit where there are any", () => {
    const { environment, config } = { ...printed[0] };
    const told = {
      ...printed[0],
      message: "flip to green",
      environment: { ...environment, "git.head": "8268463a" },
      config: { ...config, "switchyard:shift": { value: "25", secret: false } },
    };
    const [entry] = parseHistory(JSON.stringify([told]), "switchyard");

    expect([entry?.shift, entry?.message, entry?.commit]).to.deep.equal([25, "flip to green", "8268463a"]);
  });

  it("refuses what is no history", () => {
    expect(() => parseHistory("{}", "switchyard")).to.throw("Expected a JSON array of updates, got object.");
    expect(() => parseHistory("no JSON", "switchyard")).to.throw(SyntaxError);
  });
});
