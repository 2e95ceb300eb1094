import { expect } from "chai";
import type { RequestSample } from "../../../cutover/receipt";
import type { HttpLoad } from "../../../rehearsal/load/http-load";
import { type RampCase, rampCase } from "../../../rehearsal/scenarios/ramp-case";
import type { Stage } from "../../../rehearsal/scenarios/stage";

const sample = (status: number, color: string): RequestSample => ({
  at: 0,
  latencyMs: 1,
  status,
  color,
  ok: status === 200,
});

const report = (more: object) => ({
  exitCode: 1,
  stdout: `progress\n${JSON.stringify({ kind: "taken-back", reason: "alarm", ...more })}\n`,
  stderr: "what it said",
  durationMs: 1,
  isInterrupted: false,
});

/** A stage that does as it is told. */
class FakeStage {
  public live: readonly [number, number] = [100, 0];
  public declared = { weights: { blue: 100, green: 0 } };
  public alarms: Record<string, { stateValue: string }> = {};
  public messages: { metadata: object }[] = [];
  public readonly waited: string[] = [];
  public readonly samples: RequestSample[] = [sample(500, "blue")];

  public get rehearsal() {
    return { slack: { messages: this.messages }, region: { state: { cloudwatch: { alarms: this.alarms } } } };
  }
  public readRecord = async () => undefined;
  public weights = async () => this.live;
  public untilHealth = async (color: string) => this.waited.push(color);
  public until = async (what: string, isSo: () => Promise<boolean>) => this.waited.push(`${what}: ${await isSo()}`);

  public run(changes: Partial<RampCase>) {
    const tried: RampCase = {
      name: "a case",
      act: async () => report({}),
      exitCode: 1,
      says: { kind: "taken-back" },
      weightsAfter: [100, 0],
      ...changes,
    };
    return rampCase(tried).run(this as unknown as Stage, { samples: this.samples } as unknown as HttpLoad);
  }
}

describe("rampCase", () => {
  let stage: FakeStage;

  beforeEach(() => {
    stage = new FakeStage();
  });

  const act = async () => {
    stage.samples.push(sample(200, "blue"), sample(500, "green"), sample(500, "blue"), sample(502, "green"));
    return report({});
  };

  it("is as it should be where code, words, weights, record and messages are, and waits for what comes next", async () => {
    stage.alarms = { one: { stateValue: "ALARM" } };
    expect(await stage.run({})).to.deep.equal({
      name: "a case",
      ok: true,
      refused: true,
      reason: "alarm",
      weightsBefore: [100, 0],
      weightsAfter: [100, 0],
      requests: 0,
      failedRequests: 0,
      injectedErrors: 0,
    });
    expect(stage.waited).to.deep.equal(["blue", "green", "no alarm rings: false"]);
  });

  it("counts only requests of its own, and only the errors that were asked for as injected", async () => {
    const all = await stage.run({ act });
    expect([all.ok, all.requests, all.failedRequests]).to.deep.equal([false, 4, 3]);
    const some = await stage.run({ act, failingColor: "green" });
    expect(some).to.include({ requests: 4, failedRequests: 2, injectedErrors: 1 });
  });

  it("names everything that isn't as it should be", async () => {
    stage.messages = [{ metadata: { id: 1 } }, { metadata: { id: 1 } }];
    const result = await stage.run({
      act: async () => {
        stage.live = [75, 25];
        return report({});
      },
      exitCode: 130,
      says: { reason: "cancelled" },
      problems: async () => ["more"],
      repair: async () => {
        stage.live = [100, 0];
      },
    });
    expect(result.ok).to.equal(false);
    expect(result.reason).to.equal(
      'alarm; exit code 1 instead of 130: what it said; reason is "alarm" instead of "cancelled"; weights 75/25; declared 100/0; a cutover was told twice; more',
    );
  });

  it("ends the scenario where a case isn't repaired", async () => {
    const act = async () => {
      stage.live = [75, 25];
      return report({});
    };
    expect(await stage.run({ act }).catch(String)).to.equal("Error: A case left other weights than it found.");
  });

  it("gives no reason where all went through", async () => {
    const act = async () => ({ ...report({ kind: "done" }), exitCode: 0 });
    const result = await stage.run({ act, exitCode: 0, says: { kind: "done" } });
    expect([result.ok, result.refused, result.reason]).to.deep.equal([true, false, ""]);
  });
});
