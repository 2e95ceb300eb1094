import { AwsError } from "../region/operation";
import type { WireRequest } from "./http-message";
import { type ServiceEntry, type ServiceKey, services } from "./services";

/** As entries, so that optional members can be asked for. */
const entries = Object.entries(services) as [ServiceKey, ServiceEntry][];

/**
 * Says which service a request is for.
 *
 * All clients share one address, so neither host nor path tells: the credential scope of the signature does, for
 * SigV4 (`key/date/region/service/aws4_request`) and SigV4A (the same without a region) alike, in the `Authorization`
 * header or in a presigned URL's `X-Amz-Credential`. It is the same for every host, so S3's bucket in front of the host
 * and the key value store's account id in front of it don't matter here. Where the scope names no service that the wire
 * speaks, `X-Amz-Target` may. The signature itself isn't checked.
 */
export const recognizeService = (request: WireRequest): ServiceKey => {
  const signingName = readSigningName(request);
  const target = request.headers["x-amz-target"];
  const entry =
    entries.find(([, service]) => service.signingName === signingName) ??
    entries.find(([, service]) => service.target !== undefined && target?.startsWith(`${service.target}.`));
  if (entry !== undefined) return entry[0];
  throw new AwsError(
    "NotModelled",
    `The rehearsal's wire doesn't speak the service that signs as ${JSON.stringify(signingName)}; it speaks ${Object.keys(services).join(", ")}.`,
    501,
  );
};

/** Unsigned requests are refused as AWS does: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/CommonErrors.html. */
const readSigningName = ({ headers, query }: WireRequest): string => {
  const authorization = headers["authorization"];
  const credential = authorization?.match(/\bCredential=([^,\s]+)/)?.[1] ?? query.get("X-Amz-Credential");
  if (authorization === undefined && credential === null) {
    throw new AwsError("MissingAuthenticationToken", "The request is not signed: it has no Authorization header.", 403);
  }
  const scope = credential?.split("/") ?? [];
  if (scope.at(-1) === "aws4_request" && scope.length >= 4) return scope.at(-2) ?? "";
  throw new AwsError(
    "IncompleteSignature",
    "The Authorization header has no credential scope <key>/<date>/<region>/<service>/aws4_request.",
    400,
  );
};
