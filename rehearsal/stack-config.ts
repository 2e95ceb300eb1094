/** What a rehearsed stack is told about its surroundings. */
export interface StackSurroundings {
  /** Where the local region answers AWS calls. */
  readonly awsUrl: string;
  /** Where the local Slack answers. */
  readonly slackUrl: string;
}

/** The services whose AWS clients hooks and commands build from `aws:endpoints`. */
const endpointServices = [
  "appautoscaling",
  "autoscaling",
  "cloudfrontkeyvaluestore",
  "cloudwatch",
  "ec2",
  "ecs",
  "elbv2",
  "s3",
  "ssm",
  "sts",
] as const;

/** Stands for a digest of an image that nobody pushes anywhere. */
const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;

const demoImage = (digit: string): string => `registry.example/switchyard-demo@${digest(digit)}`;

/**
 * The stack file of a rehearsal, as `Pulumi.<stack>.yaml` holds it: what staging or prod would say, but for the surroundings,
 * and for delays short enough to watch.
 */
export const rehearsalStackConfig = ({ awsUrl, slackUrl }: StackSurroundings): Readonly<Record<string, unknown>> => ({
  "aws:region": "eu-west-1",
  "aws:accessKey": "rehearsal",
  "aws:secretKey": "rehearsal",
  "aws:skipCredentialsValidation": "true",
  "aws:skipMetadataApiCheck": "true",
  "aws:endpoints": [Object.fromEntries(endpointServices.map((service) => [service, awsUrl]))],
  "switchyard:activeColor": "blue",
  "switchyard:exposure": "public",
  "switchyard:services": {
    web: { path: "/*", port: 8080, cpu: 256, memory: 256, healthPath: "/health", count: { min: 2, max: 4 } },
  },
  "switchyard:blue": { version: "1.4.2.RELEASE", images: { web: demoImage("b") }, capacity: "full" },
  "switchyard:green": { version: "1.5.0.RELEASE", images: { web: demoImage("9") }, capacity: "full" },
  "switchyard:deregistrationDelaySeconds": 5,
  "switchyard:slackChannel": "#releases",
  "switchyard:slackApiUrl": slackUrl,
});
