import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { credentials } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { expect } from "chai";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { startAwsxProvider } from "../../../rehearsal/provider/awsx-provider";

const isListening = async (port: number): Promise<boolean> => {
  const socket = connect(port, "127.0.0.1");
  const listens = await once(socket, "connect").then(
    () => true,
    () => false,
  );
  socket.destroy();
  return listens;
};

const versionOf = (port: number): Promise<string> => {
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
  return new Promise<string>((resolve, reject) => {
    client.getPluginInfo(new Empty(), (error, info) => (error === null ? resolve(info.getVersion()) : reject(error)));
  }).finally(() => client.close());
};

describe("startAwsxProvider", function () {
  // It loads Pulumi's SDK in a process of its own.
  this.timeout(30_000);

  it("serves the awsx package until it is closed", async () => {
    const provider = await startAwsxProvider();
    expect(await versionOf(provider.port)).to.equal("3.9.0");
    await provider.close();
    await provider.close();
    expect(await isListening(provider.port)).to.equal(false);
  });

  it("ends when the process that started it is killed", async () => {
    const file = JSON.stringify(join(__dirname, "../../../rehearsal/provider/awsx-provider"));
    const script = `require(${file}).startAwsxProvider().then(({ port }) => console.log(port)); setInterval(() => {}, 1e6);`;
    const parent = spawn(process.execPath, ["-r", "ts-node/register/transpile-only", "-e", script]);
    const [line] = (await once(createInterface({ input: parent.stdout }), "line")) as [string];
    const port = Number(line);
    expect(await isListening(port)).to.equal(true);
    parent.kill("SIGKILL");
    while (await isListening(port)) await sleep(20);
  });
});
