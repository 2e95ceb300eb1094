import { type handleUnaryCall, status, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { GetRequiredPackagesResponse, GetRequiredPluginsResponse } from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { version } from "@pulumi/pulumi/version";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { ChildProcesses } from "./child-processes";
import { runPlugin } from "./run-plugin";
import { runProgram } from "./run-program";

/** The engine's LanguageRuntime protocol, as far as `preview`, `up` and `destroy` use it; the rest is refused by name. */
export const languageRuntime = (engineAddress: string, children: ChildProcesses): UntypedServiceImplementation => ({
  ...refuseEverything(),
  getPluginInfo: answer(() => {
    const info = new PluginInfo();
    info.setVersion(version);
    return info;
  }),
  // Providers are attached, never installed: there is nothing that the engine would have to fetch.
  getRequiredPackages: answer(() => new GetRequiredPackagesResponse()),
  getRequiredPlugins: answer(() => new GetRequiredPluginsResponse()),
  run: runProgram(engineAddress, children),
  runPlugin: runPlugin(children),
  cancel: answer(() => {
    children.kill();
    return new Empty();
  }),
});

const answer =
  <Response>(make: () => Response): handleUnaryCall<unknown, Response> =>
  (_call, done) =>
    done(null, make());

const refuseEverything = (): UntypedServiceImplementation =>
  Object.fromEntries(
    Object.keys(LanguageRuntimeService).map((operation) => [
      operation,
      (_call: unknown, done: (refusal: { code: status; message: string }) => void): void =>
        done({ code: status.UNIMPLEMENTED, message: `The rehearsal's language host doesn't offer ${operation}.` }),
    ]),
  );
