/** How the Pulumi program reaches AWS (`aws:*` in the stack's config), for SDK clients that must reach the same place. */
export interface AwsSessionSettings {
  /** For example `eu-west-1`. */
  readonly region: string;
  /** A profile of the shared AWS files. @default the SDK's own search for credentials, which is the provider's too */
  readonly profile?: string;
  /** Keys written in the config. @default the profile's, or the SDK's own search */
  readonly credentials?: AwsCredentials;
  /** `aws:endpoints`: the provider's service names to URLs. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** Config keys that are set and change where or as whom the provider acts, but that an SDK client doesn't follow. */
  readonly unsupported: readonly string[];
}

/** Long-term or temporary keys. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The AWS services that hooks and commands speak to. */
export type AwsService = keyof typeof endpointKeys;

/** What every SDK client's constructor takes. */
export interface AwsClientConfig {
  readonly region: string;
  readonly profile?: string;
  readonly credentials?: AwsCredentials;
  readonly endpoint?: string;
  readonly maxAttempts: number;
  readonly requestHandler: {
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
    readonly throwOnRequestTimeout: true;
  };
}

/** The names that the provider's `aws:endpoints` has for each service. */
const endpointKeys = {
  "application-autoscaling": ["appautoscaling", "applicationautoscaling"],
  autoscaling: ["autoscaling"],
  cloudwatch: ["cloudwatch"],
  "cloudfront-keyvaluestore": ["cloudfrontkeyvaluestore"],
  ec2: ["ec2"],
  ecs: ["ecs"],
  elbv2: ["elbv2", "elasticloadbalancingv2"],
  s3: ["s3", "s3api"],
  ssm: ["ssm"],
  sts: ["sts"],
} as const;

/** Without a bound a lost connection would hold a hook until the deadline, with no time left to say so. Milliseconds. */
const connectionTimeout = 1000;
const requestTimeout = 2000;

/**
 * The configuration of an SDK client that reaches what the provider reaches.
 * Throws where the config asks for something that such a client would not do.
 */
export const clientConfig = (settings: AwsSessionSettings, service: AwsService): AwsClientConfig => {
  refuseUnsupported(settings.unsupported);
  const { region, profile, credentials, endpoints } = settings;
  const endpoint = endpointKeys[service].map((key) => endpoints[key]).find((url) => url !== undefined);
  return {
    region,
    maxAttempts: 3,
    requestHandler: { connectionTimeout, requestTimeout, throwOnRequestTimeout: true },
    ...(profile === undefined ? {} : { profile }),
    ...(credentials === undefined ? {} : { credentials }),
    ...(endpoint === undefined ? {} : { endpoint }),
  };
};

const refuseUnsupported = (keys: readonly string[]): void => {
  if (keys.length === 0) return;
  throw new Error(
    `The stack's config sets ${keys.map((key) => `aws:${key}`).join(", ")}, which Switchyard's own AWS calls don't follow. ` +
      "Use aws:profile, aws:region, aws:accessKey, aws:secretKey, aws:token and aws:endpoints, or the environment's credentials.",
  );
};

/** Where AWS calls go. */
export interface AwsScope {
  readonly region: string;
  /** Twelve digits. */
  readonly accountId: string;
}

/** Throws unless the resource is in this account and region: credentials of another account would look at other things. */
export const requireSameScope = (arn: string, { region, accountId }: AwsScope): void => {
  const [, , , arnRegion = "", arnAccountId = ""] = arn.split(":");
  if (arnRegion === region && arnAccountId === accountId) return;
  throw new Error(
    `${arn} is in account ${arnAccountId || "?"}, region ${arnRegion || "?"}, but the AWS calls go to account ${accountId}, ` +
      `region ${region}. Use the credentials and the region that the stack was deployed with.`,
  );
};
