import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AwsSessionSettings } from "./clients/aws-session";
import { type Color, colors } from "./cutover/plan-weights";
import { parseAwsSession } from "./settings/aws-session";
import { type ColorSettings, parseColors } from "./settings/colors";
import { type DomainSettings, parseDomain } from "./settings/domain";
import { type ConfigLookup, Fields } from "./settings/fields";
import {
  type Exposure,
  type FleetSettings,
  type NetworkSettings,
  parseFleet,
  parseNetwork,
} from "./settings/infrastructure";
import { flag, integer, oneOf, oneOfNumbers, text } from "./settings/kinds";
import { Problems } from "./settings/problems";
import { parseServices, type ServiceSettings } from "./settings/services";
import { parseStandby, type StandbySettings } from "./settings/standby";

export type { Capacity, ColorSettings } from "./settings/colors";
export type { DomainSettings } from "./settings/domain";
export type { ConfigLookup } from "./settings/fields";
export type { Architecture, Exposure, FleetSettings, NetworkSettings } from "./settings/infrastructure";
export type { ScheduledCount } from "./settings/schedule";
export type { ServiceSettings } from "./settings/services";
export type { StandbySettings } from "./settings/standby";

/** Where cutovers are told. */
export interface SlackSettings {
  readonly channel: string;
  readonly apiUrl: string;
}

/** Where cutovers are told, with the right to. */
export interface SlackAccess extends SlackSettings {
  readonly token: pulumi.Output<string>;
}

/** Everything that a stack's config says, secrets apart. */
export interface StackSettings {
  readonly activeColor: Color;
  /** Percent of the requests on the standby. */
  readonly shift: number;
  readonly services: readonly ServiceSettings[];
  readonly colors: Readonly<Record<Color, ColorSettings>>;
  readonly standby: StandbySettings;
  readonly exposure: Exposure;
  /** Whether images need digests, only releases are deployed and the load balancer can't be deleted. */
  readonly production: boolean;
  /** How long a gate waits for a deployment to end and for first health checks. */
  readonly gateWaitSeconds: number;
  /** Request header that leads testers to the colour it names. */
  readonly testerHeader: string;
  readonly network: NetworkSettings;
  readonly fleet: FleetSettings;
  readonly deregistrationDelaySeconds: number;
  readonly logRetentionDays: number;
  /** 5xx answers of one colour of a service within a minute from which on a ramp is taken back. */
  readonly alarmErrorsPerMinute: number;
  /** The SNS topic that alarms tell. @default nobody is told */
  readonly alarmTopicArn?: string;
  /** @default plain HTTP */
  readonly certificateArn?: string;
  /** @default CloudFront's own domain */
  readonly domain?: DomainSettings;
  /** @default nobody is told */
  readonly slack?: SlackSettings;
}

/** Every config key of the project, as Pulumi.yaml declares them. */
export const configKeys = [
  "activeColor",
  "shift",
  "services",
  "blue",
  "green",
  "standby",
  "exposure",
  "production",
  "gateWaitSeconds",
  "testerHeader",
  "network",
  "fleet",
  "deregistrationDelaySeconds",
  "logRetentionDays",
  "alarmErrorsPerMinute",
  "alarmTopicArn",
  "certificateArn",
  "domain",
  "slackChannel",
  "slackApiUrl",
  "slackToken",
] as const;

/** At most 40 characters, without wildcards: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_HttpHeaderConditionConfig.html */
const headerKind = text(/^(?!host$)[A-Za-z0-9-]{1,40}$/i, "letters, digits and dashes, at most 40, and not host");
const certificateKind = text(
  /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[0-9a-f-]+$/,
  "the ARN of a certificate in AWS Certificate Manager",
);
const topicKind = text(
  /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/,
  "the ARN of a standard SNS topic",
);
const channelKind = text(/^#?[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/, "the name or the id of a Slack channel");
const apiUrlKind = text(
  /^(https:\/\/[^\s/]+|http:\/\/(127\.0\.0\.1|localhost)(:\d+)?)\/\S*$/,
  "an https URL, since the token is sent there (http to 127.0.0.1 only)",
);

/** The periods that CloudWatch Logs knows: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const retentionKind = oneOfNumbers([
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]);

/** Reads the current stack's config. */
export const readStackSettings = (): StackSettings => {
  const config = new pulumi.Config();
  const prefix = `${config.name}:`;
  const set = Object.keys(pulumi.runtime.allConfig()).filter((key) => key.startsWith(prefix));
  const lookup: ConfigLookup = (key) => (key === "slackToken" ? lookUpSecret(prefix + key) : config.get(key));
  return parseStackSettings(
    lookup,
    set.map((key) => key.slice(prefix.length)),
  );
};

/**
 * A secret as a stack file holds it, so that it can be told from a plain text without being known. `Config` can't: it
 * warns that a secret is read as a plain text.
 */
const lookUpSecret = (key: string): unknown => {
  const { isConfigSecret } = pulumi.runtime as { readonly isConfigSecret?: (key: string) => boolean };
  return isConfigSecret?.(key) ? { secure: "" } : pulumi.runtime.getConfig(key);
};

/** Adds Slack's bot token, which stays secret in state, previews and logs; nothing if nobody is to be told. */
export const readSlack = ({ slack }: Pick<StackSettings, "slack">): { readonly slack?: SlackAccess } =>
  slack === undefined ? {} : { slack: { ...slack, token: new pulumi.Config().requireSecret("slackToken") } };

/** Reads how the provider reaches AWS, so that hooks reach the same place. */
export const readAwsSession = (): AwsSessionSettings =>
  parseAwsSession(
    (key) => pulumi.runtime.getConfig(`aws:${key}`) ?? (key === "region" ? aws.config.region : undefined),
  );

/**
 * Turns config into settings; throws one error that lists everything that is wrong.
 * @param lookup - gives the value of a key
 * @param setKeys - the keys that are set, so that a typo is found
 */
export const parseStackSettings = (lookup: ConfigLookup, setKeys: readonly string[] = []): StackSettings => {
  const problems = new Problems();
  const known = [...new Set([...configKeys, ...setKeys])];
  const root = new Fields("", Object.fromEntries(known.map((key) => [key, lookup(key)])), problems);
  const settings = parseRoot(root);
  root.refuseUnknownKeys();
  if (problems.summary !== undefined) throw new pulumi.RunError(problems.summary);
  return settings;
};

const parseRoot = (root: Fields): StackSettings => {
  const activeColor = root.required("activeColor", oneOf<Color>(colors));
  const shift = root.withDefault("shift", integer(0, 99), 0);
  const production = root.withDefault("production", flag, false);
  const exposure = root.withDefault("exposure", oneOf<Exposure>(["cloudfront", "public"]), "cloudfront");
  const deregistrationDelaySeconds = root.withDefault("deregistrationDelaySeconds", integer(0, 3600), 45);
  const services = parseServices(root, deregistrationDelaySeconds);
  const serviceNames = services.map(({ name }) => name);
  return {
    activeColor,
    shift,
    services,
    colors: parseColors(root, { activeColor, shift, production, serviceNames }),
    standby: parseStandby(root),
    exposure,
    production,
    gateWaitSeconds: root.withDefault("gateWaitSeconds", integer(0, 900), 60),
    testerHeader: root.withDefault("testerHeader", headerKind, "x-switchyard-color"),
    network: parseNetwork(root, exposure),
    fleet: parseFleet(root, services),
    deregistrationDelaySeconds,
    logRetentionDays: root.withDefault("logRetentionDays", retentionKind, 30),
    alarmErrorsPerMinute: root.withDefault("alarmErrorsPerMinute", integer(1, 1_000_000), 5),
    ...parseTopic(root),
    ...parseCertificates(root, exposure),
    ...parseSlack(root),
  };
};

const parseTopic = (root: Fields): Pick<StackSettings, "alarmTopicArn"> => {
  const alarmTopicArn = root.optional("alarmTopicArn", topicKind);
  return alarmTopicArn === undefined ? {} : { alarmTopicArn };
};

/**
 * The internal load balancer's certificate must be for the host that visitors ask CloudFront for:
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-502-bad-gateway.html
 */
const parseCertificates = (root: Fields, exposure: Exposure): Pick<StackSettings, "certificateArn" | "domain"> => {
  const certificateArn = root.optional("certificateArn", certificateKind);
  const { domain } = parseDomain(root, exposure);
  const isServedByCloudFront = exposure === "cloudfront" && certificateArn !== undefined;
  if (isServedByCloudFront && domain === undefined && !root.isWrong("certificateArn"))
    root
      .object("domain")
      .refuse("name", "the domain of certificateArn, since CloudFront checks it against what visitors ask for");
  return { ...(certificateArn === undefined ? {} : { certificateArn }), ...(domain === undefined ? {} : { domain }) };
};

const parseSlack = (root: Fields): Pick<StackSettings, "slack"> => {
  const channel = root.optional("slackChannel", channelKind);
  const apiUrl = root.withDefault("slackApiUrl", apiUrlKind, "https://slack.com/api/");
  const hasToken = root.isSet("slackToken");
  if (hasToken && !root.isSecret("slackToken"))
    root.refuse("slackToken", "a secret: `pulumi config set --secret slackToken`", "a plain text");
  if (channel !== undefined && !hasToken)
    root.refuse("slackToken", "a bot token, since slackChannel is set: `pulumi config set --secret slackToken`");
  if (channel === undefined && hasToken)
    root.refuse("slackChannel", "the name or the id of a Slack channel, since slackToken is set");
  return channel === undefined ? {} : { slack: { channel, apiUrl } };
};
