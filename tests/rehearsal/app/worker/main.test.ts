import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { formatDeclared } from "../../../../cutover/declared";
import { planWeights } from "../../../../cutover/plan-weights";
import { bundleDemoWorker } from "../../../../rehearsal/app/bundle-app";
import { valuesIn } from "../../../../rehearsal/region/dynamodb/buckets";
import { Region } from "../../../../rehearsal/region/region";
import { type Endpoint, startEndpoint } from "../../../../rehearsal/wire/endpoint";
import { creation } from "../../region/dynamodb/dynamo-region";

const declaredAs = (activeColor: "blue" | "green"): string =>
  formatDeclared({ ruleArns: {}, groupArns: {}, weights: planWeights(activeColor, 0), activeColor });

/** The worker's own bundle against the region over the wire, as a container of each colour runs it. */
describe("the demo worker", function () {
  this.timeout(30_000);
  let folder: string;
  let bundle: string;
  let region: Region;
  let endpoint: Endpoint;
  const workers: ReturnType<typeof fork>[] = [];

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "switchyard-worker-"));
    bundle = await bundleDemoWorker(folder);
  });
  after(() => rm(folder, { recursive: true }));

  beforeEach(async () => {
    region = new Region();
    endpoint = await startEndpoint(region.call.bind(region), (caller) => region.as(caller));
    await region.call("dynamodb", "CreateTable", creation);
    await region.call("sqs", "CreateQueue", { QueueName: "jobs" });
    await region.call("ssm", "PutParameter", { Name: "/declared", Type: "String", Value: declaredAs("blue") });
  });
  afterEach(async () => {
    for (const worker of workers.splice(0)) worker.kill("SIGKILL");
    await endpoint.close();
  });

  const start = (color: "blue" | "green") => {
    const worker = fork(bundle, [], {
      env: {
        SWITCHYARD_SERVICE: "bot",
        SWITCHYARD_COLOR: color,
        SWITCHYARD_TABLE: "jobs",
        SWITCHYARD_DECLARED: "/declared",
        SWITCHYARD_QUEUE_URL: `${endpoint.url}/123456789012/jobs`,
        DEMO_LEASE: "short",
        AWS_REGION: "eu-west-1",
        AWS_ENDPOINT_URL: endpoint.url,
        AWS_ACCESS_KEY_ID: color,
        AWS_SECRET_ACCESS_KEY: "secret",
        AWS_CONFIG_FILE: "/dev/null",
        AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      },
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      execArgv: [],
    });
    workers.push(worker);
    return worker;
  };
  const send = (MessageBody: string) =>
    region.call("sqs", "SendMessage", { QueueUrl: "https://sqs/123456789012/jobs", MessageBody });
  const effects = (): readonly unknown[] =>
    Object.values(region.state.dynamodb.tables)
      .flatMap(({ items }) => valuesIn(items))
      .filter(({ id }) => id?.S?.startsWith("effect#"));
  const until = async (condition: () => boolean): Promise<void> => {
    const deadline = Date.now() + 20_000;
    while (!condition()) {
      if (Date.now() > deadline) throw new Error(`Nothing came of ${condition}.`);
      await sleep(20);
    }
  };
  const receivers = () =>
    new Set(region.calls.filter(({ operation }) => operation === "ReceiveMessage").map(({ caller }) => caller));

  it("has an effect once, and leaves the queue to the other colour when that is declared", async () => {
    const [blue] = [start("blue"), start("green")];
    await send("one");
    await until(() => effects().length === 1);
    expect([...receivers()]).to.deep.equal(["blue"]);
    const change = { Name: "/declared", Value: declaredAs("green"), Overwrite: true };
    await region.call("ssm", "PutParameter", change);
    await until(() => receivers().has("green"));
    await send("two");
    await until(() => effects().length === 2);
    expect(effects()).to.have.deep.members([
      { id: { S: "effect#bot#one" }, times: { N: "1" } },
      { id: { S: "effect#bot#two" }, times: { N: "1" } },
    ]);
    const ended = once(blue, "exit");
    blue.kill("SIGTERM");
    expect(await ended).to.deep.equal([0, null]);
  });
});
