import { asList, asRecord } from "../../../cli/as-record";
import type { EdgeBehavior } from "../../region/effects/edge-location";

/** The managed policies that the edge here follows: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html */
const modelledPolicies = {
  bucket: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  api: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
} as const;

/** A frontend as it was deployed. */
export interface DeployedDistribution {
  readonly behaviors: readonly EdgeBehavior[];
  /** Of the one function. */
  readonly functionSource: string;
  readonly keyValueStoreArn: string;
  readonly bucket: string;
}

type Resource = Readonly<Record<string, unknown>>;

/** Reads the distribution with its origins and its function from what `pulumi stack export` prints. */
export const parseDistribution = (text: string): DeployedDistribution => {
  const { resources } = asRecord(asRecord(JSON.parse(text))["deployment"]);
  const all = asList(resources).map(asRecord);
  const find = (type: string): Resource => {
    const found = all.find((resource) => resource["type"] === type);
    if (found === undefined) throw new Error(`The stack has no ${type}: deploy it with exposure cloudfront.`);
    return asRecord(found["outputs"]);
  };
  const distribution = find("aws:cloudfront/distribution:Distribution");
  const parts = { bucket: find("aws:s3/bucket:Bucket"), edgeFunction: find("aws:cloudfront/function:Function") };
  const headers = responseHeadersOf(find("aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy"));
  const { targets, functionOf } = readerOf(distribution, parts);
  const behavior = (pathPattern: unknown, declared: Resource): EdgeBehavior => {
    const origin = targets.get(textOf(declared["targetOriginId"]));
    if (origin === undefined) throw new Error(`The behavior ${String(pathPattern)} has no origin that is modelled.`);
    const policy = modelledPolicies[origin === "api" ? "api" : "bucket"];
    if (declared["cachePolicyId"] !== policy)
      throw new Error(`The edge doesn't model ${String(declared["cachePolicyId"])}.`);
    const responseHeaders = declared["responseHeadersPolicyId"] === undefined ? {} : { responseHeaders: headers };
    return { pathPattern: textOf(pathPattern), origin, ...functionOf(declared), ...responseHeaders };
  };
  const ordered = asList(distribution["orderedCacheBehaviors"]).map(asRecord);
  return {
    behaviors: [
      ...ordered.map((declared) => behavior(declared["pathPattern"], declared)),
      behavior("*", asRecord(distribution["defaultCacheBehavior"])),
    ],
    functionSource: textOf(parts.edgeFunction["code"]),
    keyValueStoreArn: textOf(asList(parts.edgeFunction["keyValueStoreAssociations"])[0]),
    bucket: textOf(parts.bucket["bucket"]),
  };
};

const readerOf = (
  distribution: Resource,
  { bucket, edgeFunction }: Readonly<Record<"bucket" | "edgeFunction", Resource>>,
) => {
  const origins = asList(distribution["origins"]).map(asRecord);
  const targets = new Map<string, EdgeBehavior["origin"]>();
  for (const { originId, domainName, originPath, vpcOriginConfig } of origins) {
    if (vpcOriginConfig !== undefined) targets.set(textOf(originId), "api");
    else if (domainName === bucket["bucketRegionalDomainName"]) {
      targets.set(textOf(originId), { bucket: textOf(bucket["bucket"]), path: textOf(originPath) });
    }
  }
  return {
    targets,
    functionOf: (declared: Resource): Pick<EdgeBehavior, "functionSource"> => {
      const [association] = asList(declared["functionAssociations"]).map(asRecord);
      if (association === undefined) return {};
      if (association["functionArn"] === edgeFunction["arn"]) return { functionSource: textOf(edgeFunction["code"]) };
      throw new Error(`A behavior runs ${String(association["functionArn"])}, which is no function of the stack.`);
    },
  };
};

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html */
const responseHeadersOf = (policy: Resource): Readonly<Record<string, string>> => {
  const { strictTransportSecurity, contentTypeOptions, referrerPolicy, frameOptions, contentSecurityPolicy } = asRecord(
    policy["securityHeadersConfig"],
  );
  const headers = {
    "strict-transport-security": textOf(asRecord(strictTransportSecurity)["accessControlMaxAgeSec"], "max-age="),
    "x-content-type-options": contentTypeOptions === undefined ? "" : "nosniff",
    "referrer-policy": textOf(asRecord(referrerPolicy)["referrerPolicy"]),
    "x-frame-options": textOf(asRecord(frameOptions)["frameOption"]),
    "content-security-policy": textOf(asRecord(contentSecurityPolicy)["contentSecurityPolicy"]),
  };
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ""));
};

/** A text or number, after `before`; empty where it is left out. */
const textOf = (value: unknown, before = ""): string =>
  typeof value === "string" || typeof value === "number" ? `${before}${value}` : "";
