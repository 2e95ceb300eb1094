import { expect } from "chai";
import { formatHelp, parseRequest } from "../../rehearsal/arguments";
import type { Scenario } from "../../rehearsal/scenarios/scenario";

const scenario = (name: string): Scenario => ({
  name,
  summary: `about ${name}`,
  run: async () => ({ report: {}, text: "", ok: true }),
});
const flip = scenario("flip");
const drift = scenario("drift");
const parse = (...argv: string[]) => parseRequest(argv, [flip, drift]);

describe("parseRequest", () => {
  it("finds the scenario and its switches in any order", () => {
    expect(parse("flip")).to.deep.equal({ kind: "run", scenario: flip, json: false, keep: false });
    expect(parse("--json", "drift", "--keep")).to.deep.equal({ kind: "run", scenario: drift, json: true, keep: true });
  });

  it("answers --help before anything else", () => {
    expect(parse("--help", "nonsense")).to.deep.equal({ kind: "help" });
    expect(parse("-h")).to.deep.equal({ kind: "help" });
  });

  it("refuses a missing, an unknown and a second scenario by naming what is allowed", () => {
    expect(parse()).to.deep.equal({ kind: "refused", message: "No scenario given. Allowed: flip, drift." });
    expect(parse("flap")).to.deep.equal({
      kind: "refused",
      message: 'Unknown scenario "flap". Allowed: flip, drift.',
    });
    expect(parse("flip", "drift")).to.deep.equal({
      kind: "refused",
      message: "One scenario at a time, got 2: flip drift.",
    });
  });

  it("refuses an unknown switch", () => {
    const request = parse("flip", "--jsno");

    expect(request).to.include({ kind: "refused" });
    expect(request)
      .to.have.property("message")
      .that.matches(/--jsno.*Allowed: --json, --keep, --help\.$/s);
  });
});

describe("formatHelp", () => {
  it("lists every scenario with its summary", () => {
    expect(formatHelp([flip, drift])).to.match(/ {2}flip {8}about flip\n {2}drift {7}about drift\n/);
  });
});
