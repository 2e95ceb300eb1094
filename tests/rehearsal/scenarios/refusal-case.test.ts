import { expect } from "chai";
import { overrideIn, reasonIn } from "../../../rehearsal/scenarios/refusal-case";

const output = (stdout: string, stderr = "") => ({ stdout, stderr });

describe("reasonIn", () => {
  it("names the reasons of a gate once each, also those that the engine prints again", () => {
    const refusal = [
      'error: before hook "gate-web" failed: web: green is not ready for more requests, so its rule stays as it is.',
      "      too-few-ready: 0 ready, 2 required",
      "      leaving: 2 targets on instances that go",
    ].join("\n");
    expect(reasonIn(`${refusal}\nDiagnostics:\n  aws:lb: x\n    ${refusal}\n`)).to.equal("too-few-ready, leaving");
  });

  it("gives the first line of any other error", () => {
    const text =
      "Diagnostics:\n  pulumi:pulumi:Stack (x):\n    error: green was rolled back, and more.\n    To go on: x";
    expect(reasonIn(text)).to.equal("green was rolled back, and more.");
  });

  it("gives nothing where nothing failed", () => {
    expect(reasonIn("Resources:\n    2 updated")).to.equal("");
  });
});

describe("overrideIn", () => {
  it("finds the override in either stream", () => {
    const line = "To override, once: SWITCHYARD_OVERRIDE=00c0ffee pulumi up --stack x";
    expect([overrideIn(output(line)), overrideIn(output("", line))]).to.deep.equal(["00c0ffee", "00c0ffee"]);
  });

  it("finds none where none is printed", () => {
    expect(overrideIn(output("SWITCHYARD_OVERRIDE=1 pulumi up"))).to.equal("");
  });
});
