/** The wire formats of AWS's APIs: https://smithy.io/2.0/aws/protocols/index.html. */
export type ProtocolName = "query" | "ec2-query" | "json-1.0" | "json-1.1" | "rest-json" | "rest-xml";

/** What the wire must know of a service before its client is loaded. */
export interface ServiceEntry {
  readonly protocol: ProtocolName;
  /** The service in the credential scope of a signature. */
  readonly signingName: string;
  /** What stands before the operation in `X-Amz-Target` (json protocols only). */
  readonly target?: string;
  /** The SDK client whose schemas describe the operations; loaded at the service's first request, since clients are big. */
  readonly load: () => Readonly<Record<string, unknown>>;
}

/** Every service that the wire speaks, by the key that `Region.call` knows it by; a new service is one line. */
export const services = {
  autoscaling: {
    protocol: "query",
    signingName: "autoscaling",
    load: () => require("@aws-sdk/client-auto-scaling"),
  },
  "application-autoscaling": {
    protocol: "json-1.1",
    signingName: "application-autoscaling",
    target: "AnyScaleFrontendService",
    load: () => require("@aws-sdk/client-application-auto-scaling"),
  },
  "cloudfront-keyvaluestore": {
    protocol: "rest-json",
    signingName: "cloudfront-keyvaluestore",
    load: () => require("@aws-sdk/client-cloudfront-keyvaluestore"),
  },
  cloudwatch: {
    protocol: "json-1.0",
    signingName: "monitoring",
    target: "GraniteServiceVersion20100801",
    load: () => require("@aws-sdk/client-cloudwatch"),
  },
  dynamodb: {
    protocol: "json-1.0",
    signingName: "dynamodb",
    target: "DynamoDB_20120810",
    load: () => require("@aws-sdk/client-dynamodb"),
  },
  ec2: { protocol: "ec2-query", signingName: "ec2", load: () => require("@aws-sdk/client-ec2") },
  ecs: {
    protocol: "json-1.1",
    signingName: "ecs",
    target: "AmazonEC2ContainerServiceV20141113",
    load: () => require("@aws-sdk/client-ecs"),
  },
  elbv2: {
    protocol: "query",
    signingName: "elasticloadbalancing",
    load: () => require("@aws-sdk/client-elastic-load-balancing-v2"),
  },
  lambda: { protocol: "rest-json", signingName: "lambda", load: () => require("@aws-sdk/client-lambda") },
  s3: { protocol: "rest-xml", signingName: "s3", load: () => require("@aws-sdk/client-s3") },
  sqs: { protocol: "json-1.0", signingName: "sqs", target: "AmazonSQS", load: () => require("@aws-sdk/client-sqs") },
  ssm: { protocol: "json-1.1", signingName: "ssm", target: "AmazonSSM", load: () => require("@aws-sdk/client-ssm") },
  sts: { protocol: "query", signingName: "sts", load: () => require("@aws-sdk/client-sts") },
} as const satisfies Record<string, ServiceEntry>;

/** A service as `Region.call` knows it. */
export type ServiceKey = keyof typeof services;
