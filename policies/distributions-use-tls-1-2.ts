import { isTrue, recordsAt, textAt, textsAt, unknownValue, valueAt } from "./pack/known-values";
import { resourcePolicy, type Values } from "./pack/policy";
import { types } from "./pack/resource-types";

/** Whoever opens the frontend, and CloudFront on its way to the load balancer, uses a version of TLS that holds. */
export const distributionsUseTls12 = resourcePolicy({
  name: "distributions-use-tls-1-2",
  description: "Distributions take TLS 1.2 at least from viewers and towards origins, and lead viewers to HTTPS.",
  level: "mandatory",
  types: [types.distribution],
  defaults: {},
  check: ({ props }) => [...viewerProblems(props), ...originProblems(props), ...behaviorProblems(props)],
});

/** CloudFront's own certificate fixes the version by itself: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html */
const viewerProblems = (props: Values): readonly string[] => {
  const certificate = valueAt(props, "viewerCertificate");
  const version = valueAt(certificate, "minimumProtocolVersion");
  if (version === unknownValue || isTrue(valueAt(certificate, "cloudfrontDefaultCertificate"))) return [];
  return /^TLSv1\.[23]_/.test(String(version))
    ? []
    : [`minimumProtocolVersion is ${version ?? "TLSv1, the default"}, allowed: TLSv1.2_2021 or newer.`];
};

const originProblems = (props: Values): readonly string[] =>
  recordsAt(props, "origins")
    .map((origin) => textsAt(origin, "customOriginConfig", "originSslProtocols").filter((name) => name !== "TLSv1.2"))
    .filter((old) => old.length > 0)
    .map((old) => `originSslProtocols has ${old.join(", ")}, allowed: TLSv1.2 alone.`);

const behaviorProblems = (props: Values): readonly string[] =>
  [props["defaultCacheBehavior"], ...recordsAt(props, "orderedCacheBehaviors")]
    .map((behavior) => textAt(behavior, "viewerProtocolPolicy"))
    .filter((policy) => policy === "allow-all")
    .map((policy) => `viewerProtocolPolicy is ${policy}, allowed: redirect-to-https or https-only.`);
