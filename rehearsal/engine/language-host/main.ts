import { Server, ServerCredentials } from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { ChildProcesses } from "./child-processes";
import { languageRuntime } from "./language-runtime";

/** Pulumi messages hold whole checkpoints; the engine's own limit is the same 400 MiB. */
const messageBytes = 400 * 1024 * 1024;

/**
 * Stands in for `pulumi-language-nodejs` where the official one isn't installed: serves the engine's LanguageRuntime protocol
 * and prints its port, which is how an engine finds a plugin that it started.
 */
const main = (): void => {
  const engineAddress = process.argv.slice(2).find((argument) => !argument.startsWith("-"));
  if (engineAddress === undefined)
    throw new Error("Expected the engine's address as argument; only an engine starts this.");
  const children = new ChildProcesses();
  leaveWithTheEngine(children);
  const limits = { "grpc.max_receive_message_length": messageBytes, "grpc.max_send_message_length": messageBytes };
  const server = new Server(limits);
  server.addService(LanguageRuntimeService, languageRuntime(engineAddress, children));
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    console.log(port);
  });
};

/** A killed engine can't say goodbye, but the pipe that it holds to our standard input closes. */
const leaveWithTheEngine = (children: ChildProcesses): void => {
  const leave = (): void => {
    children.kill();
    process.exit(0);
  };
  process.stdin.on("end", leave).on("error", leave).resume();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, leave);
};

main();
