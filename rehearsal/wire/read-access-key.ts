import type { WireRequest } from "./http-message";

/** Whose keys signed the request, undefined where it isn't signed: what CloudTrail calls `accessKeyId`. */
export const readAccessKey = ({ headers, query }: WireRequest): string | undefined => {
  const signed = headers["authorization"]?.match(/\bCredential=([^,\s]+)/)?.[1];
  return (signed ?? query.get("X-Amz-Credential") ?? undefined)?.split("/")[0];
};
