import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import type * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { bundleFunction } from "../../../functions/bundle-function";

const clusterArn = "arn:aws:ecs:eu-central-1:123456789012:cluster/main";
const environment = {
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "wJalrEXAMPLE",
  CLUSTER_ARN: clusterArn,
  FLEET_ID: "sfr-1",
  PURCHASE_ATTRIBUTE: "switchyard.purchase",
  MAXIMUM_TARGET: "6",
  SPARE_TASKS: "1",
};

/** The answers of a cluster with one task that has no place, and no instance. */
const answers: Readonly<Record<string, string>> = {
  ListServices: JSON.stringify({ serviceArns: ["web"] }),
  DescribeServices: JSON.stringify({
    services: [{ deployments: [{ id: "ecs-svc/1", status: "PRIMARY", desiredCount: 1, taskDefinition: "web:1" }] }],
  }),
  ListContainerInstances: JSON.stringify({ containerInstanceArns: [] }),
  DescribeTaskDefinition: JSON.stringify({ taskDefinition: { containerDefinitions: [{ cpu: 256, memory: 512 }] } }),
  DescribeSpotFleetRequests: `<DescribeSpotFleetRequestsResponse><spotFleetRequestConfigSet><item>
    <spotFleetRequestId>sfr-1</spotFleetRequestId>
    <spotFleetRequestConfig><targetCapacity>0</targetCapacity></spotFleetRequestConfig>
    </item></spotFleetRequestConfigSet></DescribeSpotFleetRequestsResponse>`,
  ModifySpotFleetRequest: "<ModifySpotFleetRequestResponse><return>true</return></ModifySpotFleetRequestResponse>",
};

const startAws = async () => {
  const bodies = new Map<string, string>();
  const server = http.createServer(async (request, response) => {
    const body = (await request.toArray()).join("");
    const target = request.headers["x-amz-target"];
    const operation = `${target ?? ""}`.split(".")[1] ?? new URLSearchParams(body).get("Action") ?? "";
    bodies.set(operation, body);
    response.writeHead(200, { "content-type": target === undefined ? "text/xml" : "application/x-amz-json-1.1" });
    response.end(answers[operation] ?? "{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { bodies, url: `http://127.0.0.1:${port}`, close: () => server.close() };
};

describe("the bundle of scale-out-fleet", () => {
  let folder = "";
  let bundle = "";
  let code = "";

  // What fails is shown with the bundle's one line, twice.
  const run = (script: string, env: Readonly<Record<string, string>>) =>
    promisify(execFile)(process.execPath, ["-e", script], { env: { ...env, BUNDLE: bundle }, maxBuffer: 4_000_000 });

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), "scale-out-"));
    bundle = path.join(folder, "index.js");
    const files = (await bundleFunction("scale-out-fleet").assets) as Record<string, pulumi.asset.StringAsset>;
    code = (await files["index.js"]?.text) ?? "";
    await writeFile(bundle, code);
  });

  after(() => rm(folder, { recursive: true }));

  it("is smaller than a megabyte, and packed than 300 kilobytes", () => {
    expect(code.length).to.be.lessThan(1_000_000);
    expect(gzipSync(code).length).to.be.lessThan(300_000);
  });

  it("raises the fleet's target through the real SDK", async () => {
    const server = await startAws();
    const script = "require(process.env.BUNDLE).handler().then((answer) => console.log(answer))";

    const { stdout } = await run(script, { ...environment, AWS_ENDPOINT_URL: server.url });
    server.close();

    expect(stdout.trim().split("\n")).to.deep.equal([
      JSON.stringify({
        event: "scale-out",
        plan: { kind: "raise", target: 1, reason: "no-room" },
        target: 0,
        spotInstances: 0,
        missing: 1,
      }),
      "undefined",
    ]);
    const change = new URLSearchParams(server.bodies.get("ModifySpotFleetRequest"));
    expect(Object.fromEntries(change)).to.deep.equal({
      Action: "ModifySpotFleetRequest",
      Version: "2016-11-15",
      SpotFleetRequestId: "sfr-1",
      TargetCapacity: "1",
      ExcessCapacityTerminationPolicy: "noTermination",
    });
    expect(JSON.parse(server.bodies.get("ListServices") ?? "")).to.deep.equal({ cluster: clusterArn, maxResults: 100 });
  });

  it("fails its cold start on a bad environment, naming every problem", async () => {
    // Uncaught, Node would print the bundle's one long line first, and a pipe may end before the message.
    const script = "try { require(process.env.BUNDLE) } catch (error) { console.log(error.message) }";
    const { stdout } = await run(script, {});

    expect(stdout).to.include("The scale-out function can't start").and.include("FLEET_ID");
  });
}).timeout(20_000);
