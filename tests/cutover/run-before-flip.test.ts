import { expect } from "chai";
import type { OneOffRun, OneOffStart, StartedTask } from "../../clients/one-off-tasks";
import { parseBeforeFlipNote } from "../../cutover/before-flip-note";
import { isBeforeFlipDue, runBeforeFlip } from "../../cutover/run-before-flip";

const subject = {
  beforeFlip: { command: ["migrate", "up"], timeoutSeconds: 60, logGroup: "web-logs" },
  service: "web",
  image: `x.io/web@sha256:${"9".repeat(64)}`,
  servingImage: `x.io/web@sha256:${"b".repeat(64)}`,
  cluster: "arn:cluster",
  ecsService: "web-green-1",
  stackKey: "a1b2c3d4",
};
const key = "9".repeat(16);
const source = { taskDefinition: "arn:task-definition/web-green:7", placementConstraints: [] };

/** An ECS whose tasks end after so many looks. */
class Tasks {
  public note = "{}";
  public now = 1_000;
  public runs: OneOffRun[] = [];
  public answer: OneOffStart = { kind: "started", arn: "t-1" };
  /** What each look shows; the last one stays. */
  public looks: readonly (readonly StartedTask[])[] = [[]];
  public looked = 0;
  /** Whatever is to fail. */
  public failing: string | undefined;

  public readonly ports = {
    readNote: async () => this.note,
    writeNote: async (value: string) => {
      this.note = value;
    },
    source: async () => source,
    list: async (place: object) => {
      expect(place).to.deep.equal({
        cluster: "arn:cluster",
        taskDefinition: source.taskDefinition,
        startedBy: `before-flip/web/${key}`,
      });
      this.looked += 1;
      return this.looks[this.looked - 1] ?? this.looks.at(-1) ?? [];
    },
    run: async (run: OneOffRun) => {
      this.runs.push(run);
      if (this.failing !== undefined) throw new Error(this.failing);
      return this.answer;
    },
  };
  public readonly clock = {
    now: () => this.now,
    sleep: async (milliseconds: number) => {
      this.now += milliseconds;
    },
    after: () => new AbortController().signal,
  };

  public run = () => runBeforeFlip(subject, this.ports, this.clock);
  public get entry() {
    return parseBeforeFlipNote(this.note)["web"]?.[key];
  }
}

const running: StartedTask = { arn: "t-1", lastStatus: "RUNNING" };
const ended = (exitCode: number): StartedTask => ({ arn: "t-1", lastStatus: "STOPPED", exitCode });

describe("runBeforeFlip", () => {
  let tasks: Tasks;

  beforeEach(() => {
    tasks = new Tasks();
  });

  it("runs the task with the standby's task definition, waits for it and remembers that it succeeded", async () => {
    tasks.looks = [[], [running], [ended(0)]];
    expect(await tasks.run()).to.equal(undefined);
    expect(tasks.runs).to.deep.equal([
      {
        ...source,
        cluster: "arn:cluster",
        container: "web",
        command: ["migrate", "up"],
        startedBy: `before-flip/web/${key}`,
        token: `a1b2c3d4-web-${key}-1`,
      },
    ]);
    expect(tasks.entry).to.deep.equal({ state: "succeeded", at: 5_000, attempt: 1 });
  });

  it("runs it once for an image", async () => {
    tasks.looks = [[], [ended(0)]];
    await tasks.run();
    tasks.looks = [[]];
    expect(await tasks.run()).to.equal(undefined);
    expect(tasks.runs).to.have.length(1);
  });

  it("remembers the image that serves, so that going back to it runs nothing", async () => {
    tasks.looks = [[], [ended(0)]];
    await tasks.run();
    const back = { ...subject, image: subject.servingImage, servingImage: subject.image };
    expect(await runBeforeFlip(back, { ...tasks.ports, list: async () => [] }, tasks.clock)).to.equal(undefined);
    expect(tasks.runs).to.have.length(1);
    expect(tasks.entry?.state).to.equal("succeeded");
  });

  it("refuses by its exit code, and runs it again with the next flip", async () => {
    tasks.looks = [[], [ended(3)]];
    expect(await tasks.run()).to.deep.equal({ kind: "before-flip-failed", exitCode: 3, task: "t-1" });
    tasks.answer = { kind: "started", arn: "t-2" };
    tasks.looks = [[ended(3)], [ended(3)], [ended(3), { ...ended(0), arn: "t-2" }]];
    tasks.looked = 0;
    expect(await tasks.run()).to.equal(undefined);
    expect(tasks.runs.map(({ token }) => token.at(-1))).to.deep.equal(["1", "2"]);
  });

  it("says that it is written down before it starts, so that a process that dies then starts nothing twice", async () => {
    tasks.failing = "killed";
    await tasks.run().catch(() => undefined);
    expect(tasks.entry).to.deep.equal({ state: "started", at: 1_000, attempt: 1 });
    tasks.failing = undefined;
    tasks.looks = [[], [ended(0)]];
    tasks.looked = 0;
    await tasks.run();
    expect(tasks.runs.map(({ token }) => token)).to.deep.equal([`a1b2c3d4-web-${key}-1`, `a1b2c3d4-web-${key}-1`]);
  });

  it("takes the task of an update that died for its own", async () => {
    tasks.looks = [[running], [running], [ended(0)]];
    expect(await tasks.run()).to.equal(undefined);
    expect(tasks.runs).to.deep.equal([]);
    expect(tasks.entry?.state).to.equal("succeeded");
  });

  it("waits no longer than it is told to, and leaves the task alone", async () => {
    tasks.looks = [[], [running]];
    expect(await tasks.run()).to.deep.equal({ kind: "before-flip-running", seconds: 60, task: "t-1" });
    expect(tasks.now).to.equal(61_000);
    expect(tasks.entry?.state).to.equal("started");
  });

  it("says what ECS had against it", async () => {
    tasks.answer = { kind: "refused", problem: "RESOURCE:MEMORY" };
    expect(await tasks.run()).to.deep.equal({ kind: "before-flip-not-started", problem: "RESOURCE:MEMORY" });
  });
});

describe("isBeforeFlipDue", () => {
  it("is so until the image's task has succeeded", async () => {
    const tasks = new Tasks();
    const isDue = () => isBeforeFlipDue(subject, tasks.ports, new AbortController().signal);
    expect(await isDue()).to.equal(true);
    tasks.looks = [[], [running]];
    await tasks.run();
    expect(await isDue()).to.equal(true);
    tasks.looks = [[ended(0)]];
    await tasks.run();
    expect(await isDue()).to.equal(false);
  });
});
