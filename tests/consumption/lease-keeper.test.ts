import { expect } from "chai";
import type { DatedValue } from "../../clients/declared-reader";
import type { LeaseAnswer } from "../../clients/worker-table";
import { LeaseKeeper } from "../../consumption/lease-keeper";
import type { LeaseTimes } from "../../consumption/plan-lease";
import { formatDeclared } from "../../cutover/declared";
import { type Color, planWeights } from "../../cutover/plan-weights";

const times: LeaseTimes = { lease: 30, renewal: 8, look: 5, retry: 1, poll: 4, margin: 2 };
const idle = { inFlight: 0, isStopping: false };
const refused: LeaseAnswer = { kind: "refused", color: "green", fence: 1, renewals: 3 };

const declared = (color: Color, modifiedAt = 7): DatedValue => ({
  value: formatDeclared({ ruleArns: {}, groupArns: {}, weights: planWeights(color, 0), activeColor: color }),
  modifiedAt,
});

/** A blue task whose surroundings the test decides. */
class KeptLease {
  public now = 100;
  public parameter: DatedValue | undefined | Error = declared("blue");
  public answer: LeaseAnswer | Error = { kind: "held" };
  public readonly calls: unknown[] = [];
  public readonly logged: unknown[] = [];
  public readonly keeper = new LeaseKeeper(
    { color: "blue", service: "bot", task: "t-1", times },
    {
      declared: async () => {
        this.calls.push("look");
        if (this.parameter instanceof Error) throw this.parameter;
        return this.parameter;
      },
      table: {
        renew: async (holder, { heldUntil, takeOver }) => {
          this.calls.push(["renew", holder.fence, heldUntil, takeOver]);
          if (this.answer instanceof Error) throw this.answer;
          return this.answer;
        },
        release: async (holder) => {
          this.calls.push(["release", holder]);
          if (this.answer instanceof Error) throw this.answer;
        },
      },
      clock: { now: () => this.now, date: () => 1_000 + this.now, sleep: async () => undefined },
      log: ({ service: _service, color: _color, task: _task, ...entry }) => this.logged.push(entry),
    },
  );

  /** What comes of it after so much time, and the calls it took. */
  public async after(milliseconds: number, situation = idle): Promise<readonly unknown[]> {
    this.now += milliseconds;
    this.calls.length = 0;
    const plan = await this.keeper.next(situation);
    return [plan.kind === "wait" ? plan.reason : plan.kind, ...this.calls];
  }
}

describe("LeaseKeeper", () => {
  let kept: KeptLease;

  beforeEach(() => {
    kept = new KeptLease();
  });

  it("looks, asks for the lease and may receive", async () => {
    expect(kept.keeper.fence).to.equal(undefined);
    expect(await kept.after(0)).to.deep.equal(["receive", "look", ["renew", 7, 1_130, undefined]]);
    expect(kept.keeper.fence).to.equal(7);
    expect(kept.logged).to.deep.equal([
      { event: "declared", active: "blue" },
      { event: "lease-held", fence: 7, takeOver: undefined },
    ]);
  });

  it("looks and renews when it is time, and says nothing of it", async () => {
    await kept.after(0);
    kept.logged.length = 0;
    expect(await kept.after(4)).to.deep.equal(["receive"]);
    expect(await kept.after(1)).to.deep.equal(["receive", "look"]);
    expect(await kept.after(4)).to.deep.equal(["receive", ["renew", 7, 1_139, undefined]]);
    expect(kept.logged).to.deep.equal([]);
  });

  it("waits for another colour's lease, and takes it over when nobody has renewed it for its length", async () => {
    kept.answer = refused;
    expect(await kept.after(0)).to.deep.equal(["no-lease", "look", ["renew", 7, 1_130, undefined]]);
    expect(await kept.after(31)).to.deep.equal(["no-lease", "look", ["renew", 7, 1_161, undefined]]);
    kept.answer = { ...refused, renewals: 4 };
    await kept.after(1);
    expect(await kept.after(31)).to.deep.equal(["no-lease", "look", ["renew", 7, 1_193, undefined]]);
    kept.answer = { kind: "held" };
    expect(await kept.after(1)).to.deep.equal(["receive", ["renew", 7, 1_194, 4]]);
  });

  it("releases when the other colour is declared, once its messages are settled", async () => {
    await kept.after(0);
    kept.parameter = declared("green", 8);
    expect(await kept.after(5, { ...idle, inFlight: 1 })).to.deep.equal(["finishing-messages", "look"]);
    expect(kept.keeper.fence).to.equal(7);
    const release = ["release", { key: "lease#bot", color: "blue", task: "t-1" }];
    expect(await kept.after(1)).to.deep.equal(["other-color-declared", release]);
    expect(kept.keeper.fence).to.equal(undefined);
    expect(kept.logged.slice(2)).to.deep.equal([{ event: "declared", active: "green" }, { event: "lease-released" }]);
  });

  it("releases when it is told to end", async () => {
    await kept.after(0);
    const [reason, release] = await kept.after(0, { ...idle, isStopping: true });
    expect([reason, release]).to.deep.equal([
      "stopping",
      ["release", { key: "lease#bot", color: "blue", task: "t-1" }],
    ]);
  });

  it("holds nothing once a release isn't heard: the lease runs out", async () => {
    await kept.after(0);
    kept.answer = new Error("down");
    expect((await kept.after(0, { ...idle, isStopping: true }))[0]).to.equal("stopping");
    expect(kept.keeper.fence).to.equal(undefined);
    expect(kept.logged.at(-1)).to.deep.equal({ event: "lease-unanswered", problem: "down" });
  });

  it("goes on with what it knows while SSM is silent, and lets go when that is too old", async () => {
    await kept.after(0);
    kept.parameter = new Error("down");
    expect((await kept.after(5))[0]).to.equal("receive");
    expect(kept.logged.at(-1)).to.deep.equal({ event: "declared-unreadable", problem: "down" });
    for (let passed = 10; passed < 30; passed += 5) await kept.after(5);
    expect((await kept.after(5))[0]).to.equal("declared-unreadable");
    expect(kept.keeper.fence).to.equal(undefined);
  });

  it("goes on with its hold while DynamoDB is silent, and receives nothing that may come after it", async () => {
    await kept.after(0);
    kept.answer = new Error("down");
    expect((await kept.after(8))[0]).to.equal("receive");
    expect((await kept.after(16))[0]).to.equal("receive");
    expect((await kept.after(1))[0]).to.equal("lease-ends-too-soon");
  });

  it("loses its hold to the other colour, and keeps it beside a newer fence of its own", async () => {
    await kept.after(0);
    kept.answer = { ...refused, color: "blue", fence: 8 };
    expect((await kept.after(8))[0]).to.equal("receive");
    kept.answer = refused;
    expect((await kept.after(8))[0]).to.equal("no-lease");
    expect(kept.keeper.fence).to.equal(undefined);
  });

  it("asks for everything anew when it has reason to doubt it", async () => {
    await kept.after(0);
    kept.parameter = declared("blue", 8);
    kept.keeper.doubt();
    expect(await kept.after(0)).to.deep.equal(["receive", "look", ["renew", 8, 1_130, undefined]]);
  });

  it("waits until something is declared", async () => {
    kept.parameter = undefined;
    expect(await kept.after(0)).to.deep.equal(["nothing-declared", "look"]);
  });
});
