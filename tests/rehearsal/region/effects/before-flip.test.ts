import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { createBeforeFlipPorts } from "../../../../cutover/gate-ports";
import { runBeforeFlip } from "../../../../cutover/run-before-flip";
import { bundleApp, bundleDemoWorker } from "../../../../rehearsal/app/bundle-app";
import { TaskProcesses } from "../../../../rehearsal/region/effects/task-processes";
import { type Endpoint, startEndpoint } from "../../../../rehearsal/wire/endpoint";
import { RehearsedRegion, registerWeb, withFleet } from "../rehearsed-region";

const parameter = "/switchyard/shop/test/before-flip";

/** The gate's own clients against the region over the wire, with a process behind every task. */
describe("a task before the flip in the region", function () {
  this.timeout(20_000);
  let folder: string;
  let server: string;
  let rehearsed: RehearsedRegion;
  let endpoint: Endpoint;
  let processes: TaskProcesses;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "switchyard-once-"));
    server = await bundleApp(folder);
  });
  after(() => rm(folder, { recursive: true }));

  beforeEach(async () => {
    rehearsed = new RehearsedRegion();
    await withFleet(rehearsed, 1);
    await registerWeb(rehearsed);
    await rehearsed.call("ecs", "CreateService", {
      cluster: "main",
      serviceName: "web",
      taskDefinition: "web",
      desiredCount: 0,
      launchType: "EC2",
    });
    await rehearsed.call("ssm", "PutParameter", { Name: parameter, Type: "String", Value: "{}" });
    endpoint = await startEndpoint((service, operation, input) => rehearsed.region.call(service, operation, input));
    const bundleWorker = () => bundleDemoWorker(folder);
    processes = new TaskProcesses(rehearsed.region, { server, bundleWorker, endpointUrl: endpoint.url });
  });
  afterEach(async () => {
    await processes.close();
    await endpoint.close();
  });

  /** Runs an image's task as an update would; the region's clock goes on while the gate waits. */
  const run = (image: string, exitCode: number) => {
    const aws = {
      region: "eu-west-1",
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
      endpoints: { ecs: endpoint.url, ssm: endpoint.url },
      unsupported: [],
    };
    const clock = {
      now: () => rehearsed.now,
      after: () => new AbortController().signal,
      sleep: async (): Promise<void> => {
        for (let step = 0; step < 10; step += 1) {
          rehearsed.tick(200);
          processes.reconcile();
          await sleep(20);
        }
      },
    };
    return runBeforeFlip(
      {
        beforeFlip: { command: ["migrate", "50", String(exitCode)], timeoutSeconds: 120, logGroup: "web-logs" },
        service: "app",
        image,
        servingImage: "web:1",
        cluster: "main",
        ecsService: "web",
        stackKey: "a1b2c3d4",
      },
      createBeforeFlipPorts(aws, parameter),
      clock,
    );
  };

  it("ends with the exit code of its process, and runs once for an image that it suits", async () => {
    expect(await run("web:2", 3)).to.deep.include({ kind: "before-flip-failed", exitCode: 3 });
    expect(await run("web:2", 0)).to.equal(undefined);
    expect(await run("web:2", 0)).to.equal(undefined);
    expect(await run("web:1", 0)).to.equal(undefined);
    expect(rehearsed.tasks().map(({ exitCode, lastStatus }) => [lastStatus, exitCode])).to.deep.equal([
      ["STOPPED", 3],
      ["STOPPED", 0],
    ]);
  });

  it("is waited for by an update that finds it running", async () => {
    const [first, second] = await Promise.all([run("web:2", 0), sleep(100).then(() => run("web:2", 0))]);
    expect([first, second]).to.deep.equal([undefined, undefined]);
    expect(rehearsed.tasks()).to.have.length(1);
  });
});
