import { expect } from "chai";
import { ApplicationLoadBalancer, type ApplicationLoadBalancerArgs } from "../../components/application-load-balancer";
import { Network } from "../../components/network";
import { awsCalls } from "../support/components";
import { outputValue, recordResources, resourceOf } from "../support/pulumi";

const component = "switchyard:index:ApplicationLoadBalancer edge";
const certificateArn = "arn:aws:acm:eu-central-1:123456789012:certificate/1";
const unavailable = {
  type: "fixed-response",
  fixedResponse: { contentType: "text/plain", statusCode: "503", messageBody: "No service takes this path." },
};

/** What CloudFront may reach, whatever the listener speaks. */
const fromCloudFront = {
  securityGroupId: "edge-load-balancer-id",
  description: "Requests from CloudFront",
  ipProtocol: "tcp",
  fromPort: 80,
  toPort: 443,
  prefixListId: "pl-of-com.amazonaws.global.cloudfront.origin-facing",
};

const record = (args: Pick<ApplicationLoadBalancerArgs, "exposure" | "certificateArn">, deletionProtection = false) =>
  recordResources(
    () => {
      const settings = { kind: "create", cidr: "10.0.0.0/16", availabilityZones: 2, natGateways: "Single" } as const;
      const network = new Network("network", { settings });
      return new ApplicationLoadBalancer("edge", { network, deletionProtection, ...args });
    },
    { calls: awsCalls },
  );

describe("ApplicationLoadBalancer", () => {
  it("is internal and open to CloudFront alone when CloudFront stands before it", async () => {
    const { resources, result } = await record({ exposure: "cloudfront" });
    const own = resources.filter(({ parent }) => parent === component);
    expect(own.map(({ type, name, inputs }) => ({ type, name, inputs }))).to.have.deep.members([
      {
        type: "aws:ec2/securityGroup:SecurityGroup",
        name: "edge-load-balancer",
        inputs: { description: "Requests to the load balancer", vpcId: "vpc-1" },
      },
      {
        type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        name: "edge-ingress-80",
        inputs: fromCloudFront,
      },
      {
        type: "aws:lb/loadBalancer:LoadBalancer",
        name: "edge-alb",
        inputs: {
          loadBalancerType: "application",
          internal: true,
          subnets: ["subnet-a", "subnet-b"],
          securityGroups: ["edge-load-balancer-id"],
          dropInvalidHeaderFields: true,
          enableDeletionProtection: false,
        },
      },
      {
        type: "aws:lb/listener:Listener",
        name: "edge-http",
        inputs: {
          loadBalancerArn: "arn:edge-alb:LoadBalancer",
          port: 80,
          protocol: "HTTP",
          defaultActions: [unavailable],
        },
      },
    ]);
    expect(await outputValue(result.url)).to.equal("http://edge-alb.example.com");
    expect(await outputValue(result.listenerArn)).to.equal("arn:edge-http:Listener");
    expect(await outputValue(result.securityGroupId)).to.equal("edge-load-balancer-id");
  });

  it("stands in the public subnets and is open to everybody when it is public", async () => {
    const { resources } = await record({ exposure: "public" });
    const { inputs } = resourceOf(resources, "aws:lb/loadBalancer:LoadBalancer", "edge-alb");
    expect([inputs["internal"], inputs["subnets"]]).to.deep.equal([false, ["subnet-x", "subnet-y"]]);
    const ingress = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
    expect(resourceOf(resources, ingress, "edge-ingress-80").inputs).to.deep.equal({
      securityGroupId: "edge-load-balancer-id",
      description: "Requests on port 80",
      ipProtocol: "tcp",
      fromPort: 80,
      toPort: 80,
      cidrIpv4: "0.0.0.0/0",
    });
  });

  it("serves HTTPS with a certificate, and leads plain HTTP to it", async () => {
    const { resources, result } = await record({ exposure: "public", certificateArn });
    const listeners = resources.filter(({ type }) => type === "aws:lb/listener:Listener");
    expect(listeners.map(({ name, inputs }) => ({ name, inputs }))).to.have.deep.members([
      {
        name: "edge-http",
        inputs: {
          loadBalancerArn: "arn:edge-alb:LoadBalancer",
          port: 80,
          protocol: "HTTP",
          defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } }],
        },
      },
      {
        name: "edge-https",
        inputs: {
          loadBalancerArn: "arn:edge-alb:LoadBalancer",
          port: 443,
          protocol: "HTTPS",
          certificateArn,
          sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
          defaultActions: [unavailable],
        },
      },
    ]);
    expect(openPorts(resources)).to.deep.equal([80, 443]);
    expect(await outputValue(result.listenerArn)).to.equal("arn:edge-https:Listener");
    expect(await outputValue(result.url)).to.equal("https://edge-alb.example.com");
  });

  it("keeps its one rule for CloudFront when it gets a certificate, since a second one wouldn't fit beside it", async () => {
    const { resources } = await record({ exposure: "cloudfront", certificateArn });
    const rules = resources.filter(({ type }) => type === "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
    expect(rules.map(({ name, inputs }) => ({ name, inputs }))).to.deep.equal([
      { name: "edge-ingress-80", inputs: fromCloudFront },
    ]);
    expect(resources.filter(({ type }) => type === "aws:lb/listener:Listener").map(({ name }) => name)).to.deep.equal([
      "edge-https",
    ]);
  });

  it("can't be deleted by mistake when it is protected", async () => {
    const { resources } = await record({ exposure: "public" }, true);
    const { inputs } = resourceOf(resources, "aws:lb/loadBalancer:LoadBalancer", "edge-alb");
    expect(inputs["enableDeletionProtection"]).to.equal(true);
  });
});

const openPorts = (resources: Awaited<ReturnType<typeof record>>["resources"]) =>
  resources
    .filter(({ type }) => type === "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    .map(({ inputs }) => inputs["fromPort"]);
