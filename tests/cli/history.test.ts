import { expect } from "chai";
import { history } from "../../cli/history";
import { CliModel, colorEntry, pastUpdate } from "./cli-model";

describe("history", () => {
  const model = new CliModel();

  it("has a row for each update that moved requests, and for each attempt that failed", async () => {
    model.history = [
      pastUpdate("blue", 50, { message: "Roll back to blue, requested by bob" }),
      pastUpdate("green", 40, { message: "Flip to green, requested by ann\n\nmore" }),
      pastUpdate("green", 35, { result: "failed" }),
      pastUpdate("blue", 30, { shift: 25 }),
      pastUpdate("blue", 20, { green: colorEntry("2") }),
      pastUpdate("blue", 15, { kind: "refresh" }),
      pastUpdate("blue", 10),
    ];
    const { text, exitCode } = await history(model.ports.pulumi);

    expect(exitCode).to.equal(0);
    expect(text.split("\n")).to.deep.equal([
      "Cutovers of staging, newest first; npm run cli -- rollback --to <n> goes back to one.",
      "",
      "n  when (UTC)           what                         version        took  result     message",
      "7  2026-11-21 12:50:00  green -> blue                1.1.0.RELEASE  10 s  succeeded  Roll back to blue, requested by bob",
      "6  2026-11-21 12:40:00  blue 75 green 25 -> green    1.2.0.RELEASE  10 s  succeeded  Flip to green, requested by ann",
      "5  2026-11-21 12:35:00  (blue 75 green 25 -> green)  1.2.0.RELEASE  10 s  failed",
      "4  2026-11-21 12:30:00  blue -> blue 75 green 25     1.2.0.RELEASE  10 s  succeeded",
      "1  2026-11-21 12:10:00  nothing -> blue              1.1.0.RELEASE  10 s  succeeded",
    ]);
  });

  it("takes Pulumi Cloud's numbers where there are any", async () => {
    model.history = [pastUpdate("green", 40, { version: 12 }), pastUpdate("blue", 30, { version: 11 })];
    const { report } = await history(model.ports.pulumi);

    expect(report).to.deep.equal({
      stack: "staging",
      cutovers: [
        {
          number: 12,
          startTime: "2026-11-21T12:40:00.000Z",
          seconds: 10,
          result: "succeeded",
          kind: "cutover",
          from: { blue: 100, green: 0 },
          to: { blue: 0, green: 100 },
          version: "1.2.0.RELEASE",
          message: null,
          commit: null,
        },
        {
          number: 11,
          startTime: "2026-11-21T12:30:00.000Z",
          seconds: 10,
          result: "succeeded",
          kind: "first-deployment",
          from: null,
          to: { blue: 100, green: 0 },
          version: "1.1.0.RELEASE",
          message: null,
          commit: null,
        },
      ],
    });
  });

  it("doesn't take a config without a colour for a cutover", async () => {
    model.history = [pastUpdate("blue", 40, { config: {}, result: "failed" }), pastUpdate("blue", 30, { config: {} })];
    const { report } = await history(model.ports.pulumi);

    expect(report["cutovers"]).to.have.length(1);
    expect((report["cutovers"] as object[])[0]).to.include({ kind: "attempt", to: null, version: null });
  });

  it("says so where nothing has moved yet", async () => {
    model.history = [];

    expect((await history(model.ports.pulumi)).text).to.equal("No update of staging has moved requests yet.");
  });
});
