import { expect } from "chai";
import type { Style } from "../../cli/format-status";
import { Stop } from "../../cli/outcome";
import { status } from "../../cli/status";
import type { ObjectStore } from "../../clients/object-store";
import { emptyCutoverNote } from "../../cutover/cutover-note";
import { withRamp } from "../../cutover/ramp-note";
import { CliModel, colorEntry, pastUpdate } from "./cli-model";

const plain: Style = { color: (_color, text) => text, bad: (text) => `! ${text}`, strong: (text) => text };

describe("status", () => {
  let model: CliModel;

  beforeEach(() => {
    model = new CliModel();
    model.history = [pastUpdate("blue", 20), pastUpdate("green", 10), pastUpdate("blue", 1)];
  });

  const ask = () => status(model.ports, plain);

  it("tells all that is known, and changes nothing", async () => {
    const before = JSON.stringify([model.config, model.note, model.live]);
    const { exitCode, text } = await ask();

    expect(exitCode).to.equal(0);
    expect(text.split("\n").slice(1)).to.deep.equal([
      "",
      "  service  live              blue healthy  green healthy",
      "  web      blue 100 green 0  2 of 2        2 of 2",
      "",
      "  blue         1.1.0.RELEASE, capacity full",
      "  green        1.2.0.RELEASE, capacity full",
      "  declared     blue 100 %, green 0 %",
      "  cutover      id 4, requested by ann",
      "  notification sent",
      "  way back     to green: instant, about 10 s, the median of the last 2 cutovers' updates; the load balancer's nodes follow within a minute more",
      "  standby      2 tasks reserve 0.50 vCPU and 1024 MiB of the shared instances",
    ]);
    expect(JSON.stringify([model.config, model.note, model.live])).to.equal(before);
    expect(model.updates).to.deep.equal([]);
  });

  describe("of a stack with a frontend", () => {
    const askWith = async (get: () => Promise<string>) => {
      const { deployment } = JSON.parse(await model.ports.pulumi.state()) as { deployment: { resources: object[] } };
      const outputs = { releaseBucket: "bucket-1", pointerStoreArn: "arn:store" };
      const frontend = { urn: "urn:frontend", type: "switchyard:index:StaticFrontend", outputs };
      const text = JSON.stringify({ deployment: { resources: [...deployment.resources, frontend] } });
      const pulumi = { ...model.ports.pulumi, state: async () => text };
      const connectReleases = () => ({ store: {} as ObjectStore, pointer: { get } });
      return status({ ...model.ports, pulumi, connectReleases }, plain);
    };
    const pointerTo = (c: "blue" | "green") => async () => JSON.stringify({ v: 1, c, r: `frontend_${c}`, x: [] });

    it("tells the release that viewers get", async () => {
      const { exitCode, report, text } = await askWith(pointerTo("blue"));

      expect(exitCode).to.equal(0);
      expect(report["frontend"]).to.deep.equal({ color: "blue", release: "frontend_blue", isDrifted: false });
      expect(text).to.include("\n  frontend     frontend_blue of blue\n");
    });

    it("ends with 4 where viewers get the frontend of the colour that doesn't serve, and says what helps", async () => {
      const { exitCode, report, text } = await askWith(pointerTo("green"));

      expect(exitCode).to.equal(4);
      expect(report["frontend"]).to.deep.equal({ color: "green", release: "frontend_green", isDrifted: true });
      expect(text).to.include(
        "  frontend     frontend_green of green (drift)\n" +
          "               ! Viewers get the frontend of green, but blue serves. Write it again: pulumi up --refresh --target '**::frontend-active'\n",
      );
    });

    it("says so where CloudFront doesn't tell", async () => {
      for (const get of [async () => "no pointer", () => Promise.reject(new Error("no answer"))]) {
        const { exitCode, text } = await askWith(get);

        expect(exitCode).to.equal(0);
        expect(text).to.include("  frontend     unknown, CloudFront doesn't say which release is live\n");
      }
    });
  });

  it("tells autoscaling's bounds, and that a colour must be warmed that was let go", async () => {
    const suspended = { scaleIn: false, scaleOut: false, scheduled: false };
    model.bounds = {
      "service/cluster-1/web-blue-9": { min: 2, max: 8, suspended },
      "service/cluster-1/web-green-9": { min: 2, max: 2, suspended },
    };
    const { text, report } = await ask();

    expect(report["bounds"]).to.deep.equal({ web: { blue: { min: 2, max: 8 }, green: { min: 2, max: 2 } } });
    expect(text).to.include("  green        1.2.0.RELEASE, capacity full, web 2 to 2 tasks\n");
    expect(text).to.include("to green: needs warming, since web may have 2 tasks, the active colour 8\n");
    model.config["switchyard:green"] = colorEntry("2", { capacity: "min" });
    expect((await ask()).report["rollback"]).to.deep.include({ lacking: ["green.capacity is min"] });
    model.bounds = "silent";
    expect((await ask()).report).not.to.have.property("bounds");
  });

  it("tells what the standby costs where the config has a price, whatever its capacity", async () => {
    model.config["switchyard:standby"] = { price: { vcpuHour: 0.02, gibHour: 0.004 } };
    const costOf = async () => (await ask()).report["standby"];
    expect(await costOf()).to.deep.equal({ tasks: 2, cpu: 512, memory: 1024, costPerHour: 0.014 });
    expect((await ask()).text).to.include(", 0.0140 an hour at the configured price");
    model.healthy = { blue: 2, green: 0 };
    expect(await costOf()).to.deep.equal({ tasks: 0, cpu: 0, memory: 0, costPerHour: 0 });
  });

  it("counts the age from the end of the last cutover that succeeded", async () => {
    await model.ports.clock.sleep(Date.UTC(2026, 10, 21, 14, 25, 10) - model.ports.clock.now());
    model.history = [pastUpdate("green", 40, { result: "failed" }), ...model.history];

    expect((await ask()).text.split("\n")[0]).to.equal("staging: blue serves, version 1.1.0.RELEASE, for 2 h 5 min");
  });

  it("ends with 4, names the drift and leaves the repair to Pulumi, where somebody changed a rule", async () => {
    model.live = { blue: 50, green: 50 };
    const { exitCode, report, text } = await ask();

    expect([exitCode, report["isDrifted"]]).to.deep.equal([4, true]);
    expect(report["services"]).to.deep.equal([
      {
        service: "web",
        weights: { blue: 50, green: 50 },
        drift: "weights-differ",
        health: { blue: { healthy: 2, total: 2 }, green: { healthy: 2, total: 2 } },
      },
    ]);
    expect(text).to.include("web      blue 50 green 50 (drift)");
    expect(text).to.include("! The load balancer does something else");
  });

  it("tells an update that ended halfway from a change by hand", async () => {
    model.config["switchyard:activeColor"] = "green";
    model.live = { blue: 0, green: 100 };
    const { exitCode, report, text } = await ask();

    expect([exitCode, report["isDrifted"], report["isHalfway"]]).to.deep.equal([4, true, true]);
    expect(text).to.include("! An update ended halfway; the same one again completes it");
    expect(text).to.not.include("does something else");
  });

  it("tells a config that isn't applied yet, which is no drift", async () => {
    model.config["switchyard:activeColor"] = "green";
    const { exitCode, report, text } = await ask();

    expect([exitCode, report["isPending"], report["isDrifted"]]).to.deep.equal([0, true, false]);
    expect(text).to.include("! The config wants blue 0 %, green 100 %");
  });

  const wayBack: readonly [string, (stack: CliModel) => void, object][] = [
    [
      "needs warming where the other colour has fewer healthy tasks",
      (stack) => {
        stack.healthy = { blue: 3, green: 2 };
      },
      { kind: "needs-warming", lacking: ["web has 2 of 3 healthy"], seconds: null },
    ],
    [
      "needs warming where the other colour isn't full",
      (stack) => {
        stack.config["switchyard:green"] = colorEntry("2", { capacity: "min" });
      },
      { kind: "needs-warming", lacking: ["green.capacity is min"], seconds: null },
    ],
    [
      "needs warming where the other colour has less than the configured minimum",
      (stack) => {
        stack.healthy = { blue: 0, green: 1 };
      },
      { kind: "needs-warming", lacking: ["web has 1 of 2 healthy"], seconds: null },
    ],
    [
      "is unknown where AWS doesn't say",
      (stack) => {
        stack.healthy = { blue: 2, green: "silent" };
      },
      { kind: "unknown", seconds: null },
    ],
    [
      "is instant, without a figure, where no cutover was measured",
      (stack) => {
        stack.history = [pastUpdate("blue", 1)];
      },
      { kind: "instant", lacking: [], seconds: null, from: "no cutover of this stack has been measured yet" },
    ],
  ];
  for (const [title, arrange, expected] of wayBack) {
    it(`says that the way back ${title}`, async () => {
      arrange(model);

      expect((await ask()).report["rollback"]).to.deep.include({ to: "green", ...expected });
    });
  }

  const notifications: readonly [string, (stack: CliModel) => void][] = [
    ["told", () => undefined],
    [
      "not-told",
      (stack) => {
        if (stack.note !== "silent") stack.note = { ...stack.note, notified: 3 };
      },
    ],
    [
      "no-channel",
      (stack) => {
        stack.config["switchyard:slackChannel"] = "";
      },
    ],
    [
      "unknown",
      (stack) => {
        stack.note = "silent";
      },
    ],
  ];
  for (const [state, arrange] of notifications) {
    it(`knows the notification as ${state}`, async () => {
      arrange(model);

      expect((await ask()).report["notification"]).to.equal(state);
    });
  }

  it("says who asked only of the cutover that the note speaks of", async () => {
    if (model.note !== "silent") model.note = { ...model.note, id: 3 };

    expect((await ask()).report["cutover"]).to.include({ id: 4, requestedBy: null });
  });

  it("names no standby in the middle of a ramp", async () => {
    model.declared = { weights: { blue: 75, green: 25 }, activeColor: "blue", version: 5 };
    model.live = model.declared.weights;
    model.config["switchyard:shift"] = 25;
    const { report, text } = await ask();

    expect(report["standby"]).to.equal(null);
    expect(text).to.include("none, both colours have requests");
  });

  it("says of a ramp that nobody drives any more where it stands, and both ways on", async () => {
    model.declared = { weights: { blue: 75, green: 25 }, activeColor: "blue", version: 5 };
    model.live = model.declared.weights;
    model.config["switchyard:shift"] = 25;
    const ramp = { id: "ann 1", to: "green", steps: [1, 25], bakeSeconds: 60, percent: 25, stalled: null } as const;
    const note = { ...emptyCutoverNote, id: 5, notified: 5 };
    model.note = withRamp(note, { ...ramp, drivenAt: 880_000, dueAt: 910_000 });
    const dead = await ask();

    expect(dead.exitCode).to.equal(0);
    expect(dead.report["ramp"]).to.deep.equal({
      to: "green",
      percent: 25,
      steps: [1, 25],
      bakeSeconds: 60,
      silentSeconds: 120,
      state: "stalled",
      reason: "nobody drives it any more",
      goOn: "npm run cli -- flip green --steps 1,25,100 --bake 60 --stack staging",
      back: "npm run cli -- rollback --stack staging",
    });
    expect(dead.text).to.include("STALLED at 25 % on green: nobody drives it any more; last sign of life 2 min ago");
    expect(dead.text).to.include("go on:  npm run cli -- flip green --steps 1,25,100 --bake 60 --stack staging");

    model.note = withRamp(note, { ...ramp, drivenAt: 999_000, dueAt: 1_030_000 });
    const alive = await ask();
    expect(alive.text).to.include("25 % on green, driven; last sign of life 1 s ago");
    expect(alive.text).not.to.include("go on:");
  });

  it("says what to do where nothing is deployed", async () => {
    model.isDeployed = false;

    expect(await ask().catch((error: unknown) => String(error))).to.include("Deploy it first: pulumi up");
  });

  it("stops where the record is gone", async () => {
    model.declared = undefined;
    const error = await ask().catch((reason: unknown) => reason);

    expect(error).to.be.instanceOf(Stop).and.to.include({ exitCode: 3, reason: "record-missing" });
  });
});
