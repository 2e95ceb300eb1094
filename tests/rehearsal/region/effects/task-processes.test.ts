import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { bundleApp, bundleDemoWorker } from "../../../../rehearsal/app/bundle-app";
import { TaskProcesses } from "../../../../rehearsal/region/effects/task-processes";
import { RehearsedRegion, registerWeb, withFleet } from "../rehearsed-region";

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe("TaskProcesses", () => {
  let folder: string;
  let bundle: string;
  let rehearsed: RehearsedRegion;
  let processes: TaskProcesses;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "switchyard-app-"));
    bundle = await bundleApp(folder);
  });

  after(() => rm(folder, { recursive: true }));

  beforeEach(async () => {
    rehearsed = new RehearsedRegion();
    await withFleet(rehearsed, 1);
    processes = new TaskProcesses(rehearsed.region, {
      server: bundle,
      bundleWorker: () => bundleDemoWorker(folder),
      endpointUrl: "http://127.0.0.1:9",
    });
  });

  afterEach(() => processes.close());

  const create = async (container: object = {}, desiredCount = 1): Promise<void> => {
    await registerWeb(rehearsed, container);
    const input = { cluster: "main", serviceName: "web", taskDefinition: "web", desiredCount, launchType: "EC2" };
    await rehearsed.call("ecs", "CreateService", input);
  };

  const scaleTo = (desiredCount: number) =>
    rehearsed.call("ecs", "UpdateService", { cluster: "main", service: "web", desiredCount });

  /** Real time passes for the processes, none for the region; gives up before the test's own time is over. */
  const until = async (condition: () => boolean): Promise<void> => {
    const deadline = Date.now() + 4000;
    while (!condition()) {
      if (Date.now() > deadline) throw new Error(`Nothing came of ${condition}.`);
      rehearsed.tick();
      processes.reconcile();
      await sleep(10);
    }
  };

  const ports = (): readonly number[] => rehearsed.tasks("RUNNING").flatMap(({ hostPort }) => hostPort ?? []);

  it("runs a process for each task, with the container's environment, on a port of its own", async () => {
    await create({ environment: [{ name: "SWITCHYARD_COLOR", value: "green" }] }, 2);
    await until(() => ports().length === 2);
    const answers = await Promise.all(
      ports().map(async (port) =>
        (await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: "close" } })).json(),
      ),
    );

    expect(answers).to.deep.equal(
      rehearsed
        .tasks("RUNNING")
        .map(({ taskArn }) => ({ color: "green", version: "0.0.0", task: taskArn.split("/").at(-1) })),
    );
    expect(processes.pids).to.have.length(2);
  });

  it("passes a parameter's newest value as a secret, and nothing of this machine's environment", async () => {
    for (const Value of ["1.0.0", "2.0.0"]) {
      await rehearsed.call("ssm", "PutParameter", {
        Name: "/web/version",
        Value,
        Type: "SecureString",
        Overwrite: true,
      });
    }
    const valueFrom = "arn:aws:ssm:eu-west-1:123456789012:parameter/web/version";
    await create({ secrets: [{ name: "SWITCHYARD_VERSION", valueFrom }] });
    await until(() => ports().length === 1);
    const answer = await fetch(`http://127.0.0.1:${ports()[0]}/`, { headers: { connection: "close" } });

    expect(await answer.json()).to.include({ version: "2.0.0", color: "none" });
  });

  const refusals = [
    [
      "an image that isn't the demo app's",
      { image: "nginx:1" },
      "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref nginx:1: nginx:1: not found",
    ],
    [
      "a secret that isn't there",
      { secrets: [{ name: "TOKEN", valueFrom: "/web/token" }] },
      "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid parameters: /web/token",
    ],
  ] as const;
  for (const [what, container, stoppedReason] of refusals) {
    it(`starts no process for ${what}`, async () => {
      await create(container);
      await until(() => rehearsed.tasks("STOPPED").length === 1);

      const [task] = rehearsed.tasks("STOPPED");
      expect([task?.stopCode, task?.stoppedReason]).to.deep.equal(["TaskFailedToStart", stoppedReason]);
      expect(processes.pids).to.deep.equal([]);
    });
  }

  it("tells the exit code of a version that is broken", async () => {
    await create({ image: "switchyard-demo:1-broken" });
    await until(() => rehearsed.tasks("STOPPED").length === 1);

    const [task] = rehearsed.tasks("STOPPED");
    expect([task?.stopCode, task?.exitCode, task?.startedAt]).to.deep.equal(["EssentialContainerExited", 1, undefined]);
  });

  it("answers 503 to the health check of a version that is sick", async () => {
    await create({ image: "switchyard-demo:1-sick" });
    await until(() => ports().length === 1);
    const { status } = await fetch(`http://127.0.0.1:${ports()[0]}/health`, { headers: { connection: "close" } });

    expect(status).to.equal(503);
  });

  it("asks a task to stop and takes its exit code", async () => {
    await create();
    await until(() => ports().length === 1);
    await scaleTo(0);
    await until(() => rehearsed.tasks("STOPPED").length === 1);

    expect(rehearsed.tasks()[0]?.exitCode).to.equal(0);
    expect(processes.pids).to.deep.equal([]);
  });

  it("kills a task that doesn't end within its stop timeout by the region's clock", async () => {
    await create({ stopTimeout: 5 });
    await until(() => ports().length === 1);
    const [pid = 0] = processes.pids;
    // A stopped process keeps SIGTERM waiting, as one that ignores it would.
    process.kill(pid, "SIGSTOP");
    await scaleTo(0);
    await until(() => rehearsed.tasks("STOPPING").length === 1);
    processes.reconcile();
    rehearsed.tick(4_999);
    processes.reconcile();
    await sleep(50);
    expect(isAlive(pid)).to.equal(true);
    rehearsed.tick(1);
    await until(() => rehearsed.tasks("STOPPED").length === 1);

    expect(rehearsed.tasks()[0]?.exitCode).to.equal(137);
  });

  it("kills at once what ran on an instance that is gone", async () => {
    await create();
    await until(() => ports().length === 1);
    const [pid = 0] = processes.pids;
    await rehearsed.call("ec2", "TerminateInstances", { InstanceIds: [rehearsed.tasks()[0]?.ec2InstanceId] });
    await until(() => !isAlive(pid));

    expect(rehearsed.tasks()[0]?.stoppedReason).to.match(/^Host EC2/);
  });

  it("replaces a process that dies", async () => {
    await create();
    await until(() => ports().length === 1);
    const [pid = 0] = processes.pids;
    process.kill(pid, "SIGKILL");
    await until(() => ports().length === 1 && rehearsed.tasks("STOPPED").length === 1);

    expect(rehearsed.tasks("STOPPED")[0]?.exitCode).to.equal(137);
    expect(processes.pids).to.not.include(pid);
  });

  it("runs a task with a command of its own until it ends", async () => {
    const taskDefinition = await registerWeb(rehearsed);
    const overrides = { containerOverrides: [{ name: "app", command: ["migrate", "10", "3"] }] };
    await rehearsed.call("ecs", "RunTask", { cluster: "main", taskDefinition, launchType: "EC2", overrides });
    await until(() => rehearsed.tasks("STOPPED").length === 1);

    expect(rehearsed.tasks()[0]?.exitCode).to.equal(3);
  });

  it("runs a task without a port as a queue worker, which ends when it is asked to", async () => {
    await create({ portMappings: [] });
    await until(() => rehearsed.tasks("RUNNING").length === 1);
    const [task] = rehearsed.tasks();
    expect(processes.pidOf(task?.taskArn ?? "")).to.equal(processes.pids[0]);
    expect(processes.pidOf("none")).to.equal(undefined);
    await scaleTo(0);
    await until(() => rehearsed.tasks("STOPPED").length === 1);

    expect(rehearsed.tasks()[0]?.exitCode).to.equal(0);
  });

  it("leaves nothing behind when it is closed", async () => {
    await create({}, 2);
    await until(() => ports().length === 2);
    const { pids } = processes;
    await processes.close();
    await scaleTo(3);
    rehearsed.tick();
    expect(rehearsed.tasks("PENDING")).to.have.length(1);
    processes.reconcile();

    expect(pids.map(isAlive)).to.deep.equal([false, false]);
    expect(processes.pids).to.deep.equal([]);
  });

  it("runs an app that ends when whoever started it is gone", async () => {
    const child = fork(bundle, [], { env: { PORT: "0" }, stdio: ["ignore", "ignore", "ignore", "ipc"], execArgv: [] });
    await once(child, "message");
    const exited = once(child, "exit");
    child.disconnect();

    expect(await exited).to.deep.equal([0, null]);
  });
});
