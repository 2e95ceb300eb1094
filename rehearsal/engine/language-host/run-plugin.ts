import { createRequire } from "node:module";
import { join } from "node:path";
import { env } from "node:process";
import type { handleServerStreamingCall } from "@grpc/grpc-js";
import { type RunPluginRequest, RunPluginResponse } from "@pulumi/pulumi/proto/language_pb";
import type { ChildProcesses } from "./child-processes";

/**
 * Answers `RunPlugin`: runs a policy pack (kind "analyzer") or a provider written for Node. The engine reads the plugin's port
 * from the standard output that is streamed back.
 */
export const runPlugin =
  (children: ChildProcesses): handleServerStreamingCall<RunPluginRequest, RunPluginResponse> =>
  (call) => {
    const { request } = call;
    const directory = request.getInfo()?.getProgramDirectory() ?? request.getPwd();
    const child = children.spawnNode(pluginArguments(request, directory), {
      cwd: directory,
      env: { ...env, ...Object.fromEntries(request.getEnvList().map(splitVariable)) },
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout?.on("data", (chunk: Buffer) => call.write(respond((response) => response.setStdout(chunk))));
    child.stderr?.on("data", (chunk: Buffer) => call.write(respond((response) => response.setStderr(chunk))));
    child.once("error", (error) => call.destroy(error));
    child.once("close", (code) => {
      call.write(respond((response) => response.setExitcode(code ?? 1)));
      call.end();
    });
    call.on("cancelled", () => child.kill());
  };

/** The two runners of the SDK take the plugin's folder and the engine's arguments in opposite orders. */
const pluginArguments = (request: RunPluginRequest, directory: string): string[] => {
  const { resolve } = createRequire(join(directory, "index.js"));
  const args = request.getArgsList();
  return request.getKind() === "analyzer"
    ? [resolve("@pulumi/pulumi/cmd/run-policy-pack"), ...args, directory]
    : [resolve("@pulumi/pulumi/cmd/run-plugin"), directory, ...args];
};

const splitVariable = (variable: string): [string, string] => {
  const position = variable.indexOf("=");
  return [variable.slice(0, position), variable.slice(position + 1)];
};

const respond = (fill: (response: RunPluginResponse) => void): RunPluginResponse => {
  const response = new RunPluginResponse();
  fill(response);
  return response;
};
