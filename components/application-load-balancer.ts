import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Exposure } from "../settings";
import type { Network } from "./network";

/** Where the load balancer stands and who reaches it. */
export interface ApplicationLoadBalancerArgs {
  readonly network: Network;
  readonly exposure: Exposure;
  /** @default plain HTTP on port 80 */
  readonly certificateArn?: string | undefined;
  readonly deletionProtection: boolean;
}

/** AWS's list of the addresses that CloudFront reaches origins from. */
const cloudFrontPrefixList = "com.amazonaws.global.cloudfront.origin-facing";

/** Recommended by AWS: TLS 1.3 and 1.2 with forward secrecy. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html */
const sslPolicy = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06";

/** The one load balancer of a stack; what no service's rule matches is answered 503. */
export class ApplicationLoadBalancer extends pulumi.ComponentResource {
  /** Another exposure makes another one. */
  public readonly resource: aws.lb.LoadBalancer;
  /** The listener that the services' rules belong to. */
  public readonly listenerArn: pulumi.Output<string>;
  public readonly securityGroupId: pulumi.Output<string>;
  public readonly loadBalancerArn: pulumi.Output<string>;
  /** What CloudWatch calls it. */
  public readonly loadBalancerArnSuffix: pulumi.Output<string>;
  public readonly loadBalancerName: pulumi.Output<string>;
  public readonly dnsName: pulumi.Output<string>;
  /** What the services' listener speaks. */
  public readonly protocol: "http" | "https";
  public readonly url: pulumi.Output<string>;

  public constructor(name: string, args: ApplicationLoadBalancerArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("switchyard:index:ApplicationLoadBalancer", name, {}, opts);
    const securityGroup = this.createSecurityGroup(name, args);
    const loadBalancer = this.createLoadBalancer(name, args, securityGroup);
    const listener = this.createListener(name, args, loadBalancer);
    this.resource = loadBalancer;
    this.listenerArn = listener.arn;
    this.securityGroupId = securityGroup.id;
    this.loadBalancerArn = loadBalancer.arn;
    this.loadBalancerArnSuffix = loadBalancer.arnSuffix;
    this.loadBalancerName = loadBalancer.name;
    this.dnsName = loadBalancer.dnsName;
    this.protocol = args.certificateArn === undefined ? "http" : "https";
    this.url = pulumi.interpolate`${this.protocol}://${this.dnsName}`;
    this.registerOutputs({ listenerArn: this.listenerArn, securityGroupId: this.securityGroupId, url: this.url });
  }

  private createSecurityGroup(name: string, args: ApplicationLoadBalancerArgs): aws.ec2.SecurityGroup {
    const group = new aws.ec2.SecurityGroup(
      `${name}-load-balancer`,
      { description: "Requests to the load balancer", vpcId: args.network.vpcId },
      { parent: this },
    );
    const source = sourceOf(args.exposure, this);
    for (const ports of portsOf(args)) {
      new aws.vpc.SecurityGroupIngressRule(
        `${name}-ingress-${ports.fromPort}`,
        { securityGroupId: group.id, ipProtocol: "tcp", ...ports, ...source },
        { parent: this },
      );
    }
    return group;
  }

  private createLoadBalancer(
    name: string,
    { network, exposure, deletionProtection }: ApplicationLoadBalancerArgs,
    securityGroup: aws.ec2.SecurityGroup,
  ): aws.lb.LoadBalancer {
    const isInternal = exposure === "cloudfront";
    return new aws.lb.LoadBalancer(
      `${name}-alb`,
      {
        loadBalancerType: "application",
        internal: isInternal,
        subnets: isInternal ? network.privateSubnetIds : network.publicSubnetIds,
        securityGroups: [securityGroup.id],
        dropInvalidHeaderFields: true,
        enableDeletionProtection: deletionProtection,
      },
      { parent: this },
    );
  }

  private createListener(
    name: string,
    { certificateArn, exposure }: ApplicationLoadBalancerArgs,
    { arn: loadBalancerArn }: aws.lb.LoadBalancer,
  ): aws.lb.Listener {
    if (certificateArn === undefined) {
      return new aws.lb.Listener(
        `${name}-http`,
        { loadBalancerArn, port: 80, protocol: "HTTP", defaultActions: [unavailable] },
        { parent: this },
      );
    }
    if (exposure === "public") this.createRedirect(name, loadBalancerArn);
    return new aws.lb.Listener(
      `${name}-https`,
      { loadBalancerArn, port: 443, protocol: "HTTPS", certificateArn, sslPolicy, defaultActions: [unavailable] },
      { parent: this },
    );
  }

  private createRedirect(name: string, loadBalancerArn: pulumi.Input<string>): void {
    const redirect = { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" };
    new aws.lb.Listener(
      `${name}-http`,
      { loadBalancerArn, port: 80, protocol: "HTTP", defaultActions: [{ type: "redirect", redirect }] },
      { parent: this },
    );
  }
}

const unavailable = {
  type: "fixed-response",
  fixedResponse: { contentType: "text/plain", statusCode: "503", messageBody: "No service takes this path." },
};

/**
 * One rule for CloudFront, whatever the listener speaks: its prefix list counts as 55 rules and a security group takes 60, so a
 * second rule, for the port of a certificate that comes later, wouldn't fit beside the first. On other ports nobody listens.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/LocationsOfEdgeServers.html
 */
const portsOf = ({ certificateArn, exposure }: ApplicationLoadBalancerArgs) =>
  exposure === "cloudfront"
    ? [{ description: "Requests from CloudFront", fromPort: 80, toPort: 443 }]
    : [80, ...(certificateArn === undefined ? [] : [443])].map((port) => ({
        description: `Requests on port ${port}`,
        fromPort: port,
        toPort: port,
      }));

const sourceOf = (
  exposure: Exposure,
  parent: pulumi.Resource,
): { readonly prefixListId: pulumi.Output<string> } | { readonly cidrIpv4: string } =>
  exposure === "cloudfront"
    ? { prefixListId: aws.ec2.getManagedPrefixListOutput({ name: cloudFrontPrefixList }, { parent }).id }
    : { cidrIpv4: "0.0.0.0/0" };
