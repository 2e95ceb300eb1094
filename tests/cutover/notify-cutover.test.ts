import { expect } from "chai";
import { type CutoverNote, emptyCutoverNote } from "../../cutover/cutover-note";
import { formatDeclared } from "../../cutover/declared";
import type { SlackMessage } from "../../cutover/message";
import {
  type NotifyFacts,
  type NotifyOutcome,
  type NotifyPorts,
  notifyBudget,
  notifyCutover,
} from "../../cutover/notify-cutover";
import { planWeights } from "../../cutover/plan-weights";

const declare = (activeColor: "blue" | "green", shift = 0): string =>
  formatDeclared({
    ruleArns: { web: "arn:rule" },
    groupArns: { web: { blue: "arn:blue", green: "arn:green" } },
    weights: planWeights(activeColor, shift),
  });

const flip: NotifyFacts = {
  stack: { project: "shop", stack: "staging" },
  operation: "updated",
  previousText: declare("blue"),
  declaredText: declare("green"),
  id: 7,
  previousId: 6,
  activeColor: "green",
  releases: { blue: { version: "1", images: {} }, green: { version: "2", images: {} } },
  operator: "ada",
  startedAt: 1_000,
  hasSlack: true,
};

/** Work that never ends, whatever its signal says. */
const never = <Value>(): Promise<Value> => new Promise(() => undefined);

/** A world in which time passes only when told. */
class World {
  public readonly events: string[] = [];
  public readonly warnings: string[] = [];
  public readonly messages: SlackMessage[] = [];
  public note: CutoverNote = emptyCutoverNote;
  private now = 5_000;
  private timers: { readonly at: number; readonly controller: AbortController }[] = [];

  public readonly ports: NotifyPorts = {
    note: {
      read: async () => {
        this.events.push("read note");
        return this.note;
      },
      write: async (note) => {
        this.events.push("write note");
        this.note = note;
      },
    },
    rules: {
      describe: async (ruleArns) => {
        this.events.push(`describe ${ruleArns.join()}`);
        const groups = [
          { groupArn: "arn:blue", weight: 0 },
          { groupArn: "arn:green", weight: 100 },
        ];
        return [{ ruleArn: "arn:rule", groups }];
      },
    },
    slack: {
      post: async (message) => {
        this.events.push("post");
        this.messages.push(message);
        return { kind: "posted" };
      },
    },
    clock: {
      now: () => this.now,
      after: (milliseconds) => {
        const controller = new AbortController();
        this.timers.push({ at: this.now + milliseconds, controller });
        return controller.signal;
      },
    },
    warn: (line) => this.warnings.push(line),
  };

  /** Lets time pass until the notification ends; returns how it ended and after how many milliseconds. */
  public async run(facts: NotifyFacts, ports: Partial<NotifyPorts> = {}): Promise<[NotifyOutcome, number]> {
    const start = this.now;
    let outcome: NotifyOutcome | undefined;
    const done = notifyCutover(facts, { ...this.ports, ...ports }).then((result) => {
      outcome = result;
    });
    while (outcome === undefined && this.now - start <= 10_000) {
      await new Promise((resolve) => setImmediate(resolve));
      if (outcome === undefined) this.pass(100);
    }
    if (outcome === undefined) throw new Error("the notification never ended");
    await done;
    return [outcome, this.now - start];
  }

  private pass(milliseconds: number): void {
    this.now += milliseconds;
    for (const { controller } of this.timers.filter(({ at }) => at <= this.now)) controller.abort();
    this.timers = this.timers.filter(({ at }) => at > this.now);
  }
}

describe("notifyCutover", () => {
  let world: World;
  beforeEach(() => {
    world = new World();
  });

  const title = (): (string | undefined)[] => world.messages.map(({ text }) => text);

  it("marks the cutover before it posts, and counts from the start of the update", async () => {
    expect(await world.run(flip)).to.deep.equal(["posted", 0]);
    expect(world.events).to.deep.equal(["describe arn:rule", "read note", "write note", "post"]);
    expect(title()).to.deep.equal(["Cutover confirmed: blue → green (staging)"]);
    expect(JSON.stringify(world.messages)).to.contain("4.0 s");
  });

  it("names who asked and who approved where the note is about this cutover", async () => {
    world.note = { ...emptyCutoverNote, id: 7, requestedBy: "grace", approvedBy: "alan" };
    await world.run(flip);
    expect(world.note).to.deep.equal({
      ...emptyCutoverNote,
      id: 7,
      requestedBy: "grace",
      approvedBy: "alan",
      notified: 7,
      notifiedWeights: { blue: 0, green: 100 },
    });
  });

  it("names them also where the update was killed and repeated before anybody was told", async () => {
    world.note = { ...emptyCutoverNote, id: 7, requestedBy: "grace", approvedBy: "alan" };
    await world.run({ ...flip, id: 8 });
    expect([world.note.requestedBy, world.note.approvedBy, world.note.notified]).to.deep.equal(["grace", "alan", 8]);
  });

  for (const id of [6, 8, null]) {
    it(`names the operator where the note is about cutover ${id}, keeping everything else`, async () => {
      const rolledBackFrom = { color: "green", image: "x" } as const;
      world.note = {
        ...emptyCutoverNote,
        id,
        requestedBy: "grace",
        approvedBy: "alan",
        rolledBackFrom,
        other: { a: 1 },
      };
      await world.run(flip);
      expect(world.note).to.deep.equal({
        id: 7,
        requestedBy: "ada",
        approvedBy: null,
        notified: 7,
        notifiedWeights: { blue: 0, green: 100 },
        rolledBackFrom,
        other: { a: 1 },
      });
    });
  }

  it("posts once however often it runs", async () => {
    const outcomes = [await world.run(flip), await world.run(flip), await world.run({ ...flip, id: 8 })];
    expect([outcomes.map(([outcome]) => outcome), title().length]).to.deep.equal([["posted", "skipped", "skipped"], 1]);
  });

  it("touches nothing where nobody is to be told", async () => {
    await world.run({ ...flip, hasSlack: false });
    await world.run({ ...flip, previousText: flip.declaredText });
    expect([world.events, world.warnings]).to.deep.equal([[], []]);
  });

  it("posts without a comparison where the record before can't be read", async () => {
    await world.run({ ...flip, previousText: "live=blue" });
    expect(title()).to.deep.equal(["Weights confirmed: green serves (staging)"]);
  });

  const seeIt = "See it with: pulumi stack history --stack staging";
  const failing = (message: string) => () => Promise.reject(new Error(message));
  const cases: readonly (readonly [
    string,
    (ports: NotifyPorts) => Partial<NotifyPorts>,
    NotifyOutcome,
    string | undefined,
    number,
  ])[] = [
    [
      "the note can't be read",
      ({ note }) => ({ note: { ...note, read: failing("AccessDenied") } }),
      "not-posted",
      "nobody was told, since the note of this cutover could not be read: AccessDenied",
      0,
    ],
    [
      "reading the note hangs",
      ({ note }) => ({ note: { ...note, read: never } }),
      "not-posted",
      "nobody was told, since the note of this cutover could not be read: no answer in time",
      notifyBudget.aws,
    ],
    [
      "the note can't be written",
      ({ note }) => ({ note: { ...note, write: failing("Throttled") } }),
      "not-posted",
      "nobody was told, since this cutover could not be marked as told: Throttled",
      0,
    ],
    [
      "writing the note hangs",
      ({ note }) => ({ note: { ...note, write: never } }),
      "not-posted",
      "nobody was told, since this cutover could not be marked as told: no answer in time",
      notifyBudget.aws,
    ],
    ["the rules can't be read", () => ({ rules: { describe: failing("AccessDenied") } }), "posted", undefined, 0],
    ["reading the rules hangs", () => ({ rules: { describe: never } }), "posted", undefined, notifyBudget.aws],
    [
      "Slack refuses",
      () => ({ slack: { post: async () => ({ kind: "refused", reason: "is_archived" }) } }),
      "not-posted",
      "Slack refused the message: is_archived",
      0,
    ],
    [
      "Slack fails",
      () => ({ slack: { post: failing("socket hang up") } }),
      "unknown",
      "it is unknown whether Slack has the message: socket hang up",
      0,
    ],
    [
      "Slack hangs",
      () => ({ slack: { post: never } }),
      "unknown",
      "it is unknown whether Slack has the message: no answer in time",
      notifyBudget.total,
    ],
    [
      "the rules and Slack hang",
      () => ({ rules: { describe: never }, slack: { post: never } }),
      "unknown",
      "it is unknown whether Slack has the message: no answer in time",
      notifyBudget.total,
    ],
  ];
  for (const [title, breakPorts, outcome, line, milliseconds] of cases) {
    it(`is ${outcome} after ${milliseconds} ms when ${title}`, async () => {
      expect(await world.run(flip, breakPorts(world.ports))).to.deep.equal([outcome, milliseconds]);
      expect(world.warnings).to.deep.equal(
        line === undefined ? [] : [`Cutover 7 of staging is done, but ${line}. ${seeIt}`],
      );
    });
  }

  it("leaves less than the 3 s that an update may lose", () => {
    expect(notifyBudget).to.deep.equal({ total: 2800, aws: 1500 });
  });

  it("warns of a record that isn't one", async () => {
    await world.run({ ...flip, declaredText: "{}" });
    expect([world.warnings.length, world.events]).to.deep.equal([1, []]);
    expect(world.warnings[0]).to.match(/^Cutover 7 of staging is done, but nobody was told: The parameter "declared"/);
  });

  it("says what is behind a failure, on one line", async () => {
    const cause = new Error("connect ECONNREFUSED\n127.0.0.1:1", { cause: new Error("refused") });
    const slack = { post: () => Promise.reject(new TypeError("fetch failed", { cause })) };
    await world.run(flip, { slack });
    expect(world.warnings[0]).to.contain("has the message: fetch failed: refused. See");
  });

  it("survives what throws without being an error", async () => {
    const slack = { post: () => Promise.reject("no") };
    expect(await world.run(flip, { slack })).to.deep.equal(["unknown", 0]);
  });
});
