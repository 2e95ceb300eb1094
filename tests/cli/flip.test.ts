import { expect } from "chai";
import { flip } from "../../cli/flip";
import { blueServiceUrn, CliModel, colorEntry, recordUrn, ruleUrn, stopOf } from "./cli-model";

describe("flip", () => {
  let model: CliModel;

  beforeEach(() => {
    model = new CliModel();
  });

  const flipTo = (to: "blue" | "green", yes = true, override?: string) =>
    flip({ to, yes, ...(override === undefined ? {} : { override }) }, model.ports);

  it("sets the config, updates rule and record alone, and reads the weights back", async () => {
    const { exitCode, report } = await flipTo("green");

    expect(exitCode).to.equal(0);
    expect(model.updates).to.deep.equal([
      { targets: [ruleUrn, recordUrn], message: "Flip to green, requested by bob" },
    ]);
    expect(report).to.deep.equal({
      stack: "staging",
      kind: "done",
      to: "green",
      weightsBefore: { blue: 100, green: 0 },
      weightsAfter: { blue: 0, green: 100 },
      updates: ["web-weighted", "record-declared"],
      cutoverId: 5,
      requestedBy: "bob",
      versions: { from: "1.1.0.RELEASE", to: "1.2.0.RELEASE" },
      notified: "told",
      seconds: { preview: 0, update: 7, total: 7 },
      commit: "git commit -m 'Flip staging to green' -- Pulumi.staging.yaml",
    });
    expect(model.switch).to.deep.equal(["green", 0]);
  });

  it("announces who asks under the id that the cutover will have", async () => {
    await flipTo("green");

    expect(model.note).to.include({ id: 5, requestedBy: "bob", approvedBy: null });
  });

  it("asks, and changes nothing where the answer is no", async () => {
    model.answer = false;
    const stop = await stopOf(flipTo("green", false));

    expect([stop.exitCode, stop.reason]).to.deep.equal([3, "declined"]);
    expect(model.questions).to.deep.equal(["Flip staging to green?"]);
    expect([model.switch, model.updates]).to.deep.equal([["blue", 0], []]);
  });

  it("wants --yes where nobody can be asked", async () => {
    model.answer = undefined;
    const stop = await stopOf(flipTo("green", false));

    expect([stop.exitCode, stop.reason]).to.deep.equal([2, "nobody-to-ask"]);
    expect([model.switch, model.updates]).to.deep.equal([["blue", 0], []]);
  });

  it("has nothing to do where the colour serves already", async () => {
    expect((await flipTo("blue")).report).to.deep.equal({ stack: "staging", kind: "nothing-to-do", to: "blue" });
    expect(model.updates).to.deep.equal([]);
  });

  it("refuses a preview that shows anything else, by name", async () => {
    model.others = [{ op: "replace", urn: "urn:pulumi:staging::switchyard::aws:ecs/service:Service::web-green" }];
    const stop = await stopOf(flipTo("green"));

    expect([stop.exitCode, stop.reason]).to.deep.equal([3, "not-allowed"]);
    expect(stop.message).to.include("replace web-green: a cutover only updates (replace)");
    expect([model.switch, model.updates]).to.deep.equal([["blue", 0], []]);
  });

  it("refuses where the program has lost what deployed resources stand on", async () => {
    model.undeclared = [blueServiceUrn];
    const stop = await stopOf(flipTo("green"));

    expect([stop.exitCode, stop.reason]).to.deep.equal([3, "program-moved-on"]);
    expect(stop.message).to.include(
      `no longer declares web-blue (${blueServiceUrn}), which web-weighted still depends on`,
    );
    expect([model.switch, model.updates]).to.deep.equal([["blue", 0], []]);
  });

  it("sets config and announcement back where the gate refuses, and says why", async () => {
    model.mode = "refused";
    const { note } = model;
    const stop = await stopOf(flipTo("green"));

    expect([stop.exitCode, stop.reason]).to.deep.equal([3, "update-refused"]);
    expect(stop.message).to.include("error: green is not ready");
    expect([model.switch, model.note]).to.deep.equal([["blue", 0], note]);
  });

  it("names the lock and the command that removes it, and leaves what its owner wrote meanwhile", async () => {
    model.mode = "locked";
    const stop = await stopOf(flipTo("green"));

    expect([stop.exitCode, stop.reason]).to.deep.equal([3, "locked"]);
    expect(stop.message.split("\n").slice(1)).to.deep.equal([
      "  file:///state/.pulumi/locks/organization/switchyard/staging/7.json: created by ann@laptop (pid 7) at 2026-11-21T12:00:00Z",
      "Wait for it; or, once that process is surely gone, remove the lock and repeat the same command:",
      "  pulumi cancel --yes --stack staging",
    ]);
    expect(model.switch).to.deep.equal(["blue", 0]);
    expect(model.note).to.include({ id: 4, requestedBy: "ann", notified: 4 });
  });

  it("names the lock also where the update that left it had moved requests already", async () => {
    model.config["switchyard:activeColor"] = "green";
    model.live = { blue: 0, green: 100 };
    model.mode = "locked";
    const stop = await stopOf(flipTo("green"));

    expect([stop.exitCode, stop.reason]).to.deep.equal([3, "locked"]);
    expect(model.switch).to.deep.equal(["green", 0]);
  });

  it("knows the lock of Pulumi Cloud, which doesn't say whose it is, by its own words", async () => {
    model.live = { blue: 60, green: 40 };
    model.config["switchyard:shift"] = "40";
    model.mode = "locked";
    model.lockText = "error: [409] Conflict: Another update is currently in progress.\n";
    const stop = await stopOf(flipTo("green"));

    expect([stop.exitCode, stop.reason]).to.deep.equal([3, "locked"]);
    expect(stop.message.split("\n").slice(1)).to.deep.equal([
      "Wait for it; or, once that process is surely gone, remove the lock and repeat the same command:",
      "  pulumi cancel --yes --stack staging",
    ]);
  });

  it("takes back who asked without what somebody else's update has marked meanwhile", async () => {
    model.mode = "refused";
    const { update } = model.ports.pulumi;
    const marking = async (asked: Parameters<typeof update>[0]) => {
      const result = await update(asked);
      model.note = { ...(model.note as object), notified: 5 } as CliModel["note"];
      return result;
    };
    Object.assign(model.ports.pulumi, { update: marking });
    await stopOf(flipTo("green"));

    expect(model.note).to.include({ id: 4, requestedBy: "ann", notified: 5 });
  });

  describe("past a stop", () => {
    beforeEach(() => {
      model.stop = "00c0ffee";
      model.live = { blue: 50, green: 50 };
    });

    it("says how to override it from here", async () => {
      const stop = await stopOf(flipTo("green"));

      expect([stop.exitCode, stop.reason]).to.deep.equal([3, "preview-failed"]);
      expect(stop.message.split("\n").at(-1)).to.equal(
        "The same from here, once:  npm run cli -- flip green --override 00c0ffee",
      );
      expect(model.switch).to.deep.equal(["blue", 0]);
    });

    it("hands the digits to preview and update alone, and says what they do", async () => {
      expect((await flipTo("green", true, "00c0ffee")).exitCode).to.equal(0);
      expect(model.updates).to.deep.equal([
        { targets: [ruleUrn, recordUrn], message: "Flip to green, requested by bob", override: "00c0ffee" },
      ]);
      expect(model.said[0]).to.match(/^Overriding the stop that printed 00c0ffee, in this update alone/);
      expect(model.live).to.deep.equal({ blue: 0, green: 100 });
    });

    it("is stopped all the same with other digits", async () => {
      expect((await stopOf(flipTo("green", true, "deadbeef"))).reason).to.equal("preview-failed");
    });
  });

  it("ends with 130 where Ctrl-C came before any request moved", async () => {
    model.mode = "interrupted";
    const stop = await stopOf(flipTo("green"));

    expect(stop.exitCode).to.equal(130);
    expect(model.switch).to.deep.equal(["blue", 0]);
  });

  it("keeps the config where requests have moved, so that the same command completes it", async () => {
    model.mode = "halfway";
    const halfway = await stopOf(flipTo("green"));

    expect([halfway.exitCode, halfway.reason]).to.deep.equal([1, "halfway"]);
    expect(halfway.message).to.include("web blue 60 %, green 40 %");
    expect(model.switch).to.deep.equal(["green", 0]);

    model.mode = "succeeds";
    expect((await flipTo("green")).exitCode).to.equal(0);
  });

  it("tells a crash between rule and record from one before the rule", async () => {
    model.mode = "before-record";

    expect((await stopOf(flipTo("green"))).message).to.include("after the load balancer followed");
  });

  it("warms a colour that isn't full before it gets requests", async () => {
    model.config["switchyard:blue"] = colorEntry("1");
    model.config["switchyard:activeColor"] = "green";
    model.config["switchyard:blue"] = colorEntry("1", { capacity: "min" });
    model.declared = { weights: { blue: 0, green: 100 }, activeColor: "green", version: 4 };
    model.live = model.declared.weights;
    const { exitCode } = await flipTo("blue");

    expect(exitCode).to.equal(0);
    expect(model.updates.map(({ targets }) => targets)).to.deep.equal([[blueServiceUrn], [ruleUrn, recordUrn]]);
    expect(model.config["switchyard:blue"]).to.deep.equal(colorEntry("1"));
    expect(model.said).to.include("  start     blue must be warmed first, as version 1.1.0.RELEASE");
  });

  it("gives up warming where the colour doesn't get as healthy as the other one", async () => {
    model.config["switchyard:activeColor"] = "green";
    model.config["switchyard:blue"] = colorEntry("1", { capacity: "off" });
    model.declared = { weights: { blue: 0, green: 100 }, activeColor: "green", version: 4 };
    model.live = model.declared.weights;
    model.healthy = { blue: 1, green: 3 };
    const stop = await stopOf(flipTo("blue"));

    expect([stop.exitCode, stop.reason]).to.deep.equal([1, "not-warm"]);
    expect(stop.message).to.include("web has 1 of 3 healthy");
    expect([model.live, model.switch]).to.deep.equal([{ blue: 0, green: 100 }, ["green", 0]]);
  });

  it("doesn't claim that nothing was changed where Ctrl-C comes while a colour is being started", async () => {
    model.config["switchyard:activeColor"] = "green";
    model.config["switchyard:blue"] = colorEntry("1", { capacity: "off" });
    model.declared = { weights: { blue: 0, green: 100 }, activeColor: "green", version: 4 };
    model.live = model.declared.weights;
    model.healthy = { blue: 1, green: 3 };
    model.events = [{ at: 10, happen: () => model.interrupt() }];
    const stop = await stopOf(flipTo("blue"));

    expect([stop.exitCode, stop.reason]).to.deep.equal([130, "interrupted"]);
    expect(stop.message).to.equal(
      "Interrupted while blue was being started; no request moved. Tasks of it that have started may stay. See: npm run cli -- status",
    );
    expect(model.updates.map(({ targets }) => targets)).to.deep.equal([[blueServiceUrn]]);
    expect(model.config["switchyard:blue"]).to.deep.equal(colorEntry("1", { capacity: "off" }));
    expect([model.live, model.switch]).to.deep.equal([{ blue: 0, green: 100 }, ["green", 0]]);
  });

  it("goes on where the announcement can't be written, and says so", async () => {
    model.note = "silent";
    const { exitCode, report, text } = await flipTo("green");

    expect([exitCode, report["notified"]]).to.deep.equal([0, "unknown"]);
    expect(text).to.include("not announced");
  });

  it("stops where nobody can say what is live", async () => {
    model.declared = undefined;
    const stop = await stopOf(flipTo("green"));

    expect([stop.exitCode, stop.reason]).to.deep.equal([3, "record-missing"]);
  });

  it("lets what was rolled back serve once more after it was brought in on purpose", async () => {
    model.note = { ...(model.note as object), rolledBackFrom: { color: "green", image: "x" } } as CliModel["note"];
    await flipTo("green");

    expect(model.note).to.include({ rolledBackFrom: null, notified: 5 });
  });
});
