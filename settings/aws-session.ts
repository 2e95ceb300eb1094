import type { AwsSessionSettings } from "../clients/aws-session";
import { type ConfigLookup, parsedJson } from "./fields";

/**
 * Keys of the `aws` namespace that change where or as whom the provider acts, and that SDK clients don't follow:
 * https://www.pulumi.com/registry/packages/aws/installation-configuration/
 */
const unsupportedKeys = [
  "assumeRoles",
  "assumeRoleWithWebIdentity",
  "customCaBundle",
  "ec2MetadataServiceEndpoint",
  "ec2MetadataServiceEndpointMode",
  "httpProxy",
  "httpsProxy",
  "insecure",
  "noProxy",
  "sharedConfigFiles",
  "sharedCredentialsFiles",
  "stsRegion",
  "useDualstackEndpoint",
  "useFipsEndpoint",
] as const;

/** Turns the `aws` namespace of a stack's config into what SDK clients need. No message ever holds a value of it. */
export const parseAwsSession = (lookup: ConfigLookup): AwsSessionSettings => {
  const region = textOf(lookup("region"));
  if (region === undefined) {
    throw new Error(
      "aws:region: got nothing, allowed: an AWS region. Set it with `pulumi config set aws:region eu-central-1`.",
    );
  }
  const profile = textOf(lookup("profile"));
  return {
    region,
    ...(profile === undefined ? {} : { profile }),
    ...parseCredentials(lookup),
    endpoints: parseEndpoints(lookup("endpoints")),
    unsupported: unsupportedKeys.filter((key) => isSet(lookup(key))),
  };
};

const parseCredentials = (lookup: ConfigLookup): Pick<AwsSessionSettings, "credentials"> => {
  const [accessKeyId, secretAccessKey] = [textOf(lookup("accessKey")), textOf(lookup("secretKey"))];
  if (accessKeyId === undefined && secretAccessKey === undefined) return {};
  if (accessKeyId === undefined || secretAccessKey === undefined)
    throw new Error(
      "aws:accessKey, aws:secretKey: got one of them, allowed: both or none. Set the other one, or remove it.",
    );
  const sessionToken = textOf(lookup("token"));
  return { credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) } };
};

/** The provider takes a list of objects, each from service names to URLs. */
const parseEndpoints = (raw: unknown): Readonly<Record<string, string>> => {
  const value = parsedJson(raw);
  if (!isSet(value)) return {};
  const blocks: unknown[] = Array.isArray(value) ? value : [value];
  const entries = blocks.flatMap((block) => (isObject(block) ? Object.entries(block) : [notAnEndpoint]));
  const urls = entries.filter(isEndpoint);
  if (urls.length < entries.length)
    throw new Error(
      'aws:endpoints: got something else, allowed: a list such as [{ecs: "http://127.0.0.1:4566"}]. Set it with `pulumi config set --path`.',
    );
  return Object.fromEntries(urls);
};

const notAnEndpoint: [string, unknown] = ["", undefined];

const isEndpoint = (entry: [string, unknown]): entry is [string, string] =>
  typeof entry[1] === "string" && URL.canParse(entry[1]);

const textOf = (raw: unknown): string | undefined => (typeof raw === "string" && raw !== "" ? raw : undefined);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A flag that is off changes nothing. */
const isSet = (raw: unknown): boolean =>
  raw !== undefined && raw !== null && raw !== "" && raw !== false && raw !== "false" && raw !== "[]";
