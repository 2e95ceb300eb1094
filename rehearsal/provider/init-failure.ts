import { Metadata } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import type { PartialFailure } from "./partial-failure";
import { toStruct } from "./property-struct";

/** gRPC's code for an error that has details of its own. */
const unknownCode = 2;

/** The metadata by which the engine learns that a resource exists although its creation or update failed. */
export const initFailureMetadata = ({ resource, message }: PartialFailure): Metadata => {
  const detail = new ErrorResourceInitFailed();
  detail.setId(resource.id);
  detail.setProperties(toStruct(resource.state));
  detail.setInputs(toStruct(resource.inputs));
  detail.setReasonsList([message]);
  const any = new Any();
  any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new Status();
  status.setCode(unknownCode);
  status.setMessage(message);
  status.addDetails(any);
  const metadata = new Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return metadata;
};
