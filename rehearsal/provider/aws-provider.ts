import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import type { AwsCall } from "./aws-calls";
import { ProviderSession } from "./provider-session";
import { resourceProvider } from "./resource-provider";
import { type ProviderOperation, type ResourceCounts, ResourceRegistry } from "./resource-registry";

/** Where the provider's calls go. */
export interface AwsProviderOptions {
  /** For example `Region.call`. */
  readonly call: AwsCall;
  /** Milliseconds between two questions while something is waited for. @default 100 */
  readonly pollMs?: number;
}

/** A provider that engines attach to through `PULUMI_DEBUG_PROVIDERS=aws:<port>`. */
export interface AwsProvider {
  readonly port: number;
  /** Everything that engines asked for, oldest first. */
  readonly operations: readonly ProviderOperation[];
  /** How many resources exist now. */
  counts(): ResourceCounts;
  /** Ends the server and everything that waits. */
  close(): Promise<void>;
}

/** Pulumi messages hold whole checkpoints; the engine's own limit is the same 400 MiB. */
const messageBytes = 400 * 1024 * 1024;

/** Serves the `aws` package: live types through `call`, all others recorded. */
export const startAwsProvider = async ({ call, pollMs = 100 }: AwsProviderOptions): Promise<AwsProvider> => {
  const registry = new ResourceRegistry();
  const session = new ProviderSession({ call, pollMs, registry });
  const server = new Server({
    "grpc.max_receive_message_length": messageBytes,
    "grpc.max_send_message_length": messageBytes,
  });
  server.addService(ResourceProviderService, resourceProvider(session));
  const port = await bind(server);
  return {
    port,
    operations: registry.operations,
    counts: () => registry.counts(),
    close: async () => {
      session.cancel();
      server.forceShutdown();
    },
  };
};

const bind = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
      error === null ? resolve(port) : reject(error),
    );
  });
