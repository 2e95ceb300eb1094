import { type handleUnaryCall, type ServiceError, status, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { type CheckRequest, CheckResponse, type DiffRequest, DiffResponse } from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { diffResource } from "./diff-resource";
import { toDiffResponse } from "./diff-response";
import { initFailureMetadata } from "./init-failure";
import { PartialFailure } from "./partial-failure";
import { fromStruct } from "./property-struct";
import { type ProviderSession, subjectOf } from "./provider-session";

/** The release of `@pulumi/aws` that programs use. */
const providerVersion = "7.48.0";

/** The engine's ResourceProvider protocol; what a rehearsal doesn't offer is refused by name. */
export const resourceProvider = (session: ProviderSession): UntypedServiceImplementation => ({
  ...refuseEverything(),
  attach: answer(() => new Empty()),
  cancel: answer(() => session.cancel()),
  check: answer(session.check.bind(session)),
  checkConfig: answer(acceptConfig),
  configure: answer(session.configure.bind(session)),
  create: answer(session.create.bind(session)),
  delete: answer(session.delete.bind(session)),
  diff: answer(diff),
  diffConfig: answer(() => new DiffResponse()),
  getPluginInfo: answer(pluginInfo),
  invoke: answer(session.invoke.bind(session)),
  read: answer(session.read.bind(session)),
  update: answer(session.update.bind(session)),
});

const answer =
  <Request, Response>(act: (request: Request) => Response | Promise<Response>): handleUnaryCall<Request, Response> =>
  async ({ request }, done) => {
    try {
      done(null, await act(request));
    } catch (error) {
      done(toServiceError(error));
    }
  };

const toServiceError = (error: unknown): Partial<ServiceError> => {
  const details = error instanceof Error ? error.message : String(error);
  const failure = { code: status.UNKNOWN, details };
  return error instanceof PartialFailure ? { ...failure, metadata: initFailureMetadata(error) } : failure;
};

const refuseEverything = (): UntypedServiceImplementation =>
  Object.fromEntries(
    Object.keys(ResourceProviderService).map((operation) => [
      operation,
      (_call: unknown, done: (refusal: Partial<ServiceError>) => void): void =>
        done({ code: status.UNIMPLEMENTED, details: `The rehearsal's AWS provider doesn't offer ${operation}.` }),
    ]),
  );

const pluginInfo = (): PluginInfo => {
  const info = new PluginInfo();
  info.setVersion(providerVersion);
  return info;
};

/** Endpoints and credentials are other people's business: no change of them replaces anything. */
const acceptConfig = (request: CheckRequest): CheckResponse => {
  const response = new CheckResponse();
  response.setInputs(request.getNews());
  return response;
};

const diff = (request: DiffRequest): DiffResponse => {
  const { type } = subjectOf(request);
  return toDiffResponse(diffResource(type, fromStruct(request.getOldInputs()), fromStruct(request.getNews())));
};
