import type { AwsError } from "../region/operation";
import type { WireRequest, WireResponse } from "./http-message";
import type { OperationModel, ServiceModel } from "./service-model";

/** A request as the region takes it. */
export interface Decoded {
  readonly operation: OperationModel;
  /** The SDK's input shape. */
  readonly input: object;
}

/** What an answer depends on besides the output itself. */
export interface Answering {
  readonly request: WireRequest;
  readonly service: ServiceModel;
  readonly requestId: string;
}

/** The server's side of one wire format; `decode` throws {@link AwsError} where AWS would refuse the request itself. */
export interface Protocol {
  decode(request: WireRequest, service: ServiceModel): Decoded;
  encode(output: object, operation: OperationModel, answering: Answering): WireResponse;
  encodeError(error: AwsError, answering: Answering): WireResponse;
}
